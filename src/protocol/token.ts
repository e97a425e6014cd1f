import { decode } from 'nostr-tools/nip19'
import { canSealTo } from './envelope'
import { fail, type Outcome, succeed } from './error'
import { type Hex, isHex64 } from './hex'
import { ASKED_PERMISSIONS } from './permission'
import { parseRelay, type RelayUrl, usableRelays } from './relay'

/** A remote signer as its `bunker://` token names it (NIP-46). `secret` is empty where the token has none. */
export interface BunkerToken {
  remoteSignerPubkey: Hex
  relays: RelayUrl[]
  secret: string
}

/**
 * How we introduce ourselves. No `& = ,` in any of it and no query in the URL: Amber splits after decoding. No `image`:
 * we have no page on the web to keep one at, and each letter makes the QR denser.
 */
export const CLIENT = {
  name: 'Lanyard',
  url: 'https://lanyard.example',
} as const

/** `:`, `/` and `,` may stand in a query as they are (RFC 3986, 3.4): each one encoded would make the QR denser. */
const encode = (text: string): string => encodeURIComponent(text).replace(/%(3A|2F|2C)/g, decodeURIComponent)

/**
 * The same for signers of 2023, which read the first `relay` and nothing else beside it. Nostrum falls over where there is
 * no `url` in it; so this is the one place for it, today's signers have the name.
 */
const METADATA = JSON.stringify(CLIENT)

/**
 * The token of our QR code (NIP-46).
 * @param secret letters and digits only; the signer returns it, and by it alone an answer is ours
 */
export function nostrconnectToken(clientPubkey: Hex, relays: readonly RelayUrl[], secret: string): string {
  const query = [
    ...relays.map((relay) => `relay=${encode(relay)}`),
    `secret=${secret}`,
    `perms=${ASKED_PERMISSIONS.join(',')}`,
    `name=${CLIENT.name}`,
    `metadata=${encode(METADATA)}`,
  ]
  return `nostrconnect://${clientPubkey}?${query.join('&')}`
}

const TOKEN = /^bunker:(?:\/\/)?([^?/]*)\/?(?:\?(.*))?$/is

/**
 * A `bunker://` token as a person pastes it.
 * @returns the token, or a `token-…` error that says what is wrong with it
 */
export function parseBunkerToken(text: string): Outcome<BunkerToken> {
  const trimmed = text.trim()
  if (trimmed === '') return fail('token-empty')
  if (/^nostrconnect:/i.test(trimmed)) return fail('token-nostrconnect')
  if (/nsec1|ncryptsec1/i.test(trimmed)) return fail('token-secret-key')
  const match = TOKEN.exec(trimmed)
  if (!match) return fail('token-unknown')
  const remoteSignerPubkey = parsePubkey(match[1] ?? '')
  if (!remoteSignerPubkey || !canSealTo(remoteSignerPubkey)) return fail('token-pubkey')
  const query = new URLSearchParams(match[2] ?? '')
  const relays = usableRelays(query.getAll('relay'))
  if (relays.length === 0) return fail('token-relay', relayProblem(query.getAll('relay')))
  return succeed({ remoteSignerPubkey, relays, secret: query.get('secret') ?? '' })
}

/** The first address that would not do, to be shown. */
const relayProblem = (urls: string[]): string | undefined => urls.find((url) => !parseRelay(url).ok)

function parsePubkey(text: string): Hex | null {
  const lower = text.toLowerCase()
  if (isHex64(lower)) return lower
  try {
    const entity = decode(text.toLowerCase())
    if (entity.type === 'npub') return entity.data
    return entity.type === 'nprofile' ? entity.data.pubkey : null
  } catch {
    return null
  }
}
