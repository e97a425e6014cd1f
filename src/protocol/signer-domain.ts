import { canSealTo } from './envelope'
import { fail, type Outcome, succeed } from './error'
import { type Hex, isHex64 } from './hex'
import { type RelayUrl, usableRelays } from './relay'
import type { SignerAddress } from './signer-address'

/** What an address leads to. */
export type FoundSigner =
  /** A service that is told of us by our own token. `template`: its page for that, by NIP-46; null: it names none. */
  | { kind: 'service'; domain: string; relays: RelayUrl[]; template: string | null }
  /** A remote signer that waits for `connect`, as nsecbunkerd writes it: `nip46[pubkey] = relays`. */
  | { kind: 'signer'; remoteSignerPubkey: Hex; relays: RelayUrl[] }

/** Where a domain says which keys its names have, and how its signer is reached (NIP-05, NIP-46). */
export const wellKnown = ({ name, domain }: SignerAddress): string =>
  `https://${domain}/.well-known/nostr.json?name=${encodeURIComponent(name)}`

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Of an object made by `JSON.parse`; nothing that objects inherit. */
const field = (fields: unknown, key: string): unknown =>
  isFields(fields) && Object.hasOwn(fields, key) ? fields[key] : undefined

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, 20) : [])

/** @returns null where the text is no object in JSON */
function fieldsOf(text: string): Fields | null {
  try {
    const fields: unknown = JSON.parse(text)
    return isFields(fields) ? fields : null
  } catch {
    return null
  }
}

/** Whose key a name is, by its domain's own word. */
function keyOf(fields: Fields, name: string): Hex | null {
  const key = field(field(fields, 'names'), name)
  return typeof key === 'string' && isHex64(key) ? key : null
}

/**
 * What a domain answered. Of `nip46` all forms in use are read: `relays` and `nostrconnect_url` (NIP-46), a single `relay`
 * (nsec.app), and relays by key (nsecbunkerd; the service's own under the key of `_`).
 * @returns `domain-nonsense` for what is no such document, or leads to another domain; `domain-signerless`
 */
export function readSignerAnswer(text: string, { name, domain }: SignerAddress): Outcome<FoundSigner> {
  const fields = fieldsOf(text)
  if (!fields) return fail('domain-nonsense')
  const nip46 = field(fields, 'nip46')
  const relaysOf = (key: Hex | null) => (key === null ? [] : list(field(nip46, key)))
  const key = name === '_' ? null : keyOf(fields, name)
  const relays = usableRelays(relaysOf(key))
  if (key !== null && relays.length > 0 && canSealTo(key)) {
    return succeed({ kind: 'signer', remoteSignerPubkey: key, relays })
  }
  // a name that is not known there is nobody's
  if (name !== '_' && key === null) return fail('domain-signerless')
  return readService(domain, nip46, relaysOf(keyOf(fields, '_')))
}

function readService(domain: string, nip46: unknown, older: unknown[]): Outcome<FoundSigner> {
  const relays = usableRelays([...list(field(nip46, 'relays')), field(nip46, 'relay'), ...older])
  const template = field(nip46, 'nostrconnect_url')
  if (typeof template !== 'string' || template === '') {
    return relays.length > 0 ? succeed({ kind: 'service', domain, relays, template: null }) : fail('domain-signerless')
  }
  return isOwnTemplate(template, domain)
    ? succeed({ kind: 'service', domain, relays, template })
    : fail('domain-nonsense', template)
}

const PLACE = '<nostrconnect>'

const filled = (template: string, text: string): URL | null => {
  const link = template.replace(PLACE, () => text)
  return URL.canParse(link) ? new URL(link) : null
}

/**
 * May a token be handed to this page? Only at the domain that was typed, or below it: whoever gets the token can answer
 * it and become the signer, and the button names the domain. The place for the token must not be in the host.
 */
export function isOwnTemplate(template: string, domain: string): boolean {
  const [one, other] = [filled(template, 'a'), filled(template, 'b')]
  if (!one || !other || one.origin !== other.origin || one.href === other.href) return false
  if (one.protocol !== 'https:' || one.username || one.password || template.length > 1_000) return false
  const { hostname } = new URL(`https://${domain}`)
  return one.hostname === hostname || one.hostname.endsWith(`.${hostname}`)
}

/**
 * The page for this token. At the end of a path it stands as it is, as NIP-46 says and nsec.app reads it; anywhere else
 * its `&` would be taken for the page's own, so it is encoded.
 */
export function connectLink(template: string, token: string): string {
  const at = template.indexOf(PLACE)
  const endsPath = at + PLACE.length === template.length && !/[?#]/.test(template)
  return template.replace(PLACE, () => (endsPath ? token : encodeURIComponent(token)))
}

/** Is this the key of the domain itself (`_`), by its own word? */
export function vouchesFor(text: string, key: Hex): boolean {
  const fields = fieldsOf(text)
  return fields !== null && keyOf(fields, '_') === key
}
