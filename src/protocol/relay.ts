import { fail, type Outcome, succeed } from './error'
import { MAX_RELAYS } from './limits'

/** A relay's address as the person or the token gave it: NIP-42 relays compare it byte for byte (SIGNERS: strfry). */
export type RelayUrl = string

/** Relays of different operators, so that no single one can silence a pairing. Editable in the panel. */
export const DEFAULT_RELAYS: readonly RelayUrl[] = [
  'wss://relay.nsec.app',
  'wss://relay.damus.io',
  'wss://nos.lol',
  'wss://relay.primal.net',
]

/**
 * Where names and pictures of accounts are looked up: relays that collect profiles. Those that a session uses are left
 * out, or they would learn whose key its client speaks for.
 */
export const PROFILE_RELAYS: readonly RelayUrl[] = [
  'wss://purplepag.es',
  'wss://relay.nostr.band',
  'wss://user.kindpag.es',
  'wss://nos.lol',
]

/**
 * Of still other operators, open to anybody: they take the place of a default that is of no use when a code is made. Never
 * for relays that a person chose.
 */
export const SPARE_RELAYS: readonly RelayUrl[] = [
  'wss://offchain.pub',
  'wss://nostr.mom',
  'wss://nostr.oxtr.dev',
  'wss://relay.nostr.net',
]

const PRIVATE_HOST =
  /^(localhost|.*\.localhost|.*\.local|.*\.onion|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|\[::1\])$/

/** A name on the web: no address in numbers, and nothing on this device or in the local network. */
export const isPublicHost = (hostname: string): boolean =>
  !PRIVATE_HOST.test(hostname) && !/^[\d.]+$|^\[/.test(hostname) && hostname.includes('.')

/**
 * Check a relay address. `ws://` is taken only for hosts that cannot have a certificate (this device, the local
 * network, onion services): Aegis and Umbrel serve such relays. No space within: URLs drop it in silence, a relay that
 * compares byte for byte does not.
 * @returns the address with surrounding space removed, else `relay-url` or `relay-plain`
 */
export function parseRelay(text: string): Outcome<RelayUrl> {
  const trimmed = text.trim()
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null
  if (
    !url?.hostname ||
    !/^wss?:$/.test(url.protocol) ||
    url.username ||
    url.password ||
    url.hash ||
    /\s/.test(trimmed) ||
    trimmed.length > 200
  )
    return fail('relay-url', trimmed)
  if (url.protocol === 'ws:' && !PRIVATE_HOST.test(url.hostname)) return fail('relay-plain', trimmed)
  return succeed(trimmed)
}

const forms = new Map<RelayUrl, string>()

/**
 * One form per relay, to tell whether two addresses are the same relay (case, default port, trailing slashes). Asked for
 * at each event, so the last hundred are remembered.
 */
export function relayKey(url: RelayUrl): string {
  const known = forms.get(url)
  if (known !== undefined) return known
  const form = URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url
  if (forms.size >= 100) forms.clear()
  forms.set(url, form)
  return form
}

/** The addresses without repeats and without those that are no relay, in order, at most `max`. */
export function usableRelays(urls: readonly unknown[], max = MAX_RELAYS): RelayUrl[] {
  const kept = new Map<string, RelayUrl>()
  for (const text of urls) {
    const relay = typeof text === 'string' ? parseRelay(text) : null
    if (relay?.ok && !kept.has(relayKey(relay.value))) kept.set(relayKey(relay.value), relay.value)
  }
  return [...kept.values()].slice(0, max)
}

/**
 * Relays as a person edits them, checked as a whole: nothing is dropped in silence.
 * @returns `relay-count`, `relay-url` or `relay-plain` for the first that will not do
 */
export function parseRelays(texts: readonly string[]): Outcome<RelayUrl[]> {
  const lines = texts.map((text) => text.trim()).filter(Boolean)
  for (const line of lines) {
    const relay = parseRelay(line)
    if (!relay.ok) return relay
  }
  const relays = usableRelays(lines, lines.length)
  return relays.length >= 1 && relays.length <= MAX_RELAYS ? succeed(relays) : fail('relay-count')
}
