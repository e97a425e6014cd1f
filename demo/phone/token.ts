/** What a scanned or pasted `nostrconnect://` token asks for (NIP-46). */
export interface ConnectToken {
  client: string
  relays: string[]
  secret: string
  name: string
  url: string
  perms: string[]
}

/** Read a `nostrconnect://` token; a sentence that says what is wrong with it otherwise. */
export function readToken(text: string): ConnectToken | string {
  const match = /^nostrconnect:\/\/([0-9a-f]{64})\/?\?(.+)$/i.exec(text.trim())
  if (!match) return 'This is no nostrconnect:// code.'
  const query = new URLSearchParams(match[2])
  const relays = query.getAll('relay').filter((relay) => /^wss?:\/\//.test(relay))
  const secret = query.get('secret') ?? ''
  if (relays.length === 0) return 'The code names no relay.'
  if (!secret) return 'The code has no secret.'
  return {
    client: (match[1] ?? '').toLowerCase(),
    relays,
    secret,
    name: query.get('name') ?? 'Somebody',
    url: query.get('url') ?? '',
    perms: (query.get('perms') ?? '').split(',').filter(Boolean),
  }
}

/** The signer's own token, for a client that pastes. */
export function bunkerToken(transportPubkey: string, relays: readonly string[], secret: string): string {
  const query = relays.map((relay) => `relay=${encodeURIComponent(relay)}`)
  return `bunker://${transportPubkey}?${[...query, `secret=${secret}`].join('&')}`
}
