/** How many random stories are told of each start (src/signer/laws.test.ts), and said in docs/faults.md. */
export const STORIES = { session: 4_000, bunker: 800, qr: 800 }
