/**
 * Sizes, in characters or bytes of UTF-8. strfry, the most common relay, refuses events over 65,536 bytes, and NIP-44
 * pads before it encodes: a plaintext of 40,960 bytes becomes an event of about 55 kB, the next padding step (49,152)
 * one of over 65,536. No signer tried answered beyond that (measured 2026-11-22), so larger calls are refused before
 * they are sent.
 */
export const MAX_REQUEST_BYTES = 40_960

/** A plaintext whose NIP-44 ciphertext, in an answer, still fits MAX_REQUEST_BYTES: the last padding step below it. */
export const MAX_PLAINTEXT_BYTES = 28_672

/**
 * What bridge and background read of a call at all: five times what a request may have, for what sites leave in and we
 * leave out. To read a million characters takes the background 40 ms, in which it serves nobody else (measured).
 */
export const MAX_CALL_CHARS = 200_000

/** Calls one page may have open. Sites open hundreds of decrypts; nobody needs thousands. */
export const MAX_OPEN_CALLS = 500

/** NIP-46 tokens may name any number of relays; beyond this a QR is hard to scan and nothing gets more reliable. */
export const MAX_RELAYS = 4

/**
 * Arguments of one site that may wait for consent at once. Fifty large events; more would crowd other sites out of the
 * 10 MB that browsers give the journal.
 */
export const MAX_WAITING_CHARS = 2_000_000

const encoder = /* @__PURE__ */ new TextEncoder()

/** Bytes of `text` in UTF-8. */
export const byteLength = (text: string): number => encoder.encode(text).length
