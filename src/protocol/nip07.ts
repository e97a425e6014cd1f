import { fail, type Outcome, succeed } from './error'
import { type EventTemplate, parseTemplate } from './event'
import { type Hex, isHex64 } from './hex'
import { byteLength, MAX_CALL_CHARS, MAX_PLAINTEXT_BYTES, MAX_REQUEST_BYTES } from './limits'

/** The methods of `window.nostr` (NIP-07), as the bridge names them. */
export type Nip07Method = Call['method']

/** A site's wish, rebuilt and checked. */
export type Call =
  | { method: 'getPublicKey' }
  | { method: 'getRelays' }
  | { method: 'signEvent'; template: EventTemplate; pubkey: Hex | null }
  | { method: 'nip04.encrypt' | 'nip44.encrypt'; peer: Hex; plaintext: string }
  | { method: 'nip04.decrypt' | 'nip44.decrypt'; peer: Hex; ciphertext: string }

/** A call that only the phone can answer. */
export type SignerCall = Exclude<Call, { method: 'getPublicKey' | 'getRelays' }>

export const isForSigner = (call: Call): call is SignerCall =>
  call.method !== 'getPublicKey' && call.method !== 'getRelays'

/** Every method, to compare names against; never look a page's string up in an object. */
export const NIP07_METHODS: readonly Nip07Method[] = [
  'getPublicKey',
  'getRelays',
  'signEvent',
  'nip04.encrypt',
  'nip04.decrypt',
  'nip44.encrypt',
  'nip44.decrypt',
]

const isMethod = (name: string): name is Nip07Method => (NIP07_METHODS as readonly string[]).includes(name)

// a request carries id, method and peer beside the text: about 200 bytes more
const fits = (text: string): boolean => byteLength(JSON.stringify(text)) <= MAX_REQUEST_BYTES - 200

function parseSign(raw: unknown, now: number): Outcome<Call> {
  const parsed = parseTemplate(raw, now)
  if (!parsed.ok) return parsed
  // JSON within JSON; the answer carries id, pubkey and sig beside the template: about 300 bytes more
  if (byteLength(JSON.stringify(JSON.stringify(parsed.value.template))) > MAX_REQUEST_BYTES - 600)
    return fail('too-large')
  return succeed({ method: 'signEvent', ...parsed.value })
}

function parseCipher(
  method: Exclude<Nip07Method, 'getPublicKey' | 'getRelays' | 'signEvent'>,
  args: unknown[],
): Outcome<Call> {
  const [peer, text] = args
  if (!isHex64(peer)) return fail('invalid-call', 'pubkey')
  if (method === 'nip04.encrypt' || method === 'nip44.encrypt') {
    if (typeof text !== 'string') return fail('invalid-call', 'plaintext')
    if (byteLength(text) > MAX_PLAINTEXT_BYTES || !fits(text)) return fail('too-large')
    return succeed({ method, peer, plaintext: text })
  }
  if (typeof text !== 'string' || text === '') return fail('invalid-call', 'ciphertext')
  return fits(text) ? succeed({ method, peer, ciphertext: text }) : fail('too-large')
}

/**
 * The door between bridge and background: rebuild a call from what a page said.
 * @param method the name, as the bridge passed it on
 * @param params the arguments as JSON text of an array
 * @param now seconds, for a template without `created_at`
 * @returns the call, or `invalid-call` (detail: the field), `too-large`
 */
export function parseCall(method: unknown, params: unknown, now: number): Outcome<Call> {
  if (typeof method !== 'string' || !isMethod(method)) return fail('invalid-call', 'method')
  if (typeof params === 'string' && params.length > MAX_CALL_CHARS) return fail('too-large')
  const args = parseArray(params)
  if (!args) return fail('invalid-call', 'params')
  if (method === 'getPublicKey' || method === 'getRelays') return succeed({ method })
  return method === 'signEvent' ? parseSign(args[0], now) : parseCipher(method, args)
}

function parseArray(json: unknown): unknown[] | null {
  try {
    const value: unknown = typeof json === 'string' ? JSON.parse(json) : null
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
