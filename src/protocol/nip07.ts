import { fail, type Outcome, succeed } from './error'
import { type EventTemplate, parseTemplate } from './event'
import { type Hex, isHex64 } from './hex'
import { byteLength, MAX_CALL_CHARS, MAX_PLAINTEXT_BYTES, MAX_REQUEST_BYTES } from './limits'
import { parsePsbt, psbtFlaw } from './psbt'

/** The methods of `window.nostr` (NIP-07, NIP-BC for `signPsbt`, Alby's `signSchnorr`), as the bridge names them. */
export type Nip07Method = Call['method']

/** A site's wish, rebuilt and checked. */
export type Call =
  | { method: 'getPublicKey' }
  | { method: 'getRelays' }
  | { method: 'signEvent'; template: EventTemplate; pubkey: Hex | null }
  | { method: 'nip04.encrypt' | 'nip44.encrypt'; peer: Hex; plaintext: string }
  | { method: 'nip04.decrypt' | 'nip44.decrypt'; peer: Hex; ciphertext: string }
  /** A PSBT of version 0 in lower-case hex. */
  | { method: 'signPsbt'; psbt: string }
  | { method: 'signSchnorr'; hash: Hex }

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
  'signPsbt',
  'signSchnorr',
]

const isMethod = (name: string): name is Nip07Method => (NIP07_METHODS as readonly string[]).includes(name)

/** A request carries id, method and peer beside the text, an answer its id: less than 200 bytes more. */
const ROOM = MAX_REQUEST_BYTES - 200

const fits = (text: string): boolean => byteLength(JSON.stringify(text)) <= ROOM

function parseSign(raw: unknown, now: number): Outcome<Call> {
  const parsed = parseTemplate(raw, now)
  if (!parsed.ok) return parsed
  // JSON within JSON; the answer carries id, pubkey and sig beside the template: about 300 bytes more
  if (byteLength(JSON.stringify(JSON.stringify(parsed.value.template))) > MAX_REQUEST_BYTES - 600)
    return fail('too-large')
  return succeed({ method: 'signEvent', ...parsed.value })
}

/** Hex that an answer is longer: on each input a key of one byte and a signature of 65, with their sizes. */
const SIGNATURE_CHARS = 140

/** Either case of hex is read, and lower case handed on, as NIP-BC has it. */
function parsePsbtCall(text: unknown): Outcome<Call> {
  if (typeof text !== 'string') return fail('invalid-call', 'psbt')
  if (!fits(text)) return fail('too-large')
  const psbt = parsePsbt(text)
  if (!psbt) return fail('invalid-call', `psbt: ${psbtFlaw(text)}`)
  // the answer has to fit as well
  if (text.length + psbt.inputs.length * SIGNATURE_CHARS > ROOM) return fail('too-large')
  return succeed({ method: 'signPsbt', psbt: text.toLowerCase() })
}

function parseHash(text: unknown): Outcome<Call> {
  const hash = typeof text === 'string' ? text.toLowerCase() : null
  return isHex64(hash) ? succeed({ method: 'signSchnorr', hash }) : fail('invalid-call', 'hash')
}

function parseCipher(
  method: 'nip04.encrypt' | 'nip04.decrypt' | 'nip44.encrypt' | 'nip44.decrypt',
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
  if (method === 'signEvent') return parseSign(args[0], now)
  if (method === 'signPsbt') return parsePsbtCall(args[0])
  if (method === 'signSchnorr') return parseHash(args[0])
  return parseCipher(method, args)
}

function parseArray(json: unknown): unknown[] | null {
  try {
    const value: unknown = typeof json === 'string' ? JSON.parse(json) : null
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}
