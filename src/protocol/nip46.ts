import { fail, type Outcome, succeed } from './error'
import { checkSigned, parseEvent, parseTemplate, type SignedEvent } from './event'
import { type Hex, isHex64 } from './hex'
import type { SignerCall } from './nip07'
import { psbtFault, schnorrFault } from './signed-psbt'

/** Kind of every NIP-46 request and response; ephemeral, so relays need not keep it. */
export const NIP46_KIND = 24_133

/** What we ask of a remote signer. */
export type RequestMethod =
  | 'connect'
  | 'get_public_key'
  | 'sign_event'
  | 'nip04_encrypt'
  | 'nip04_decrypt'
  | 'nip44_encrypt'
  | 'nip44_decrypt'
  | 'sign_psbt'
  | 'sign_schnorr'
  | 'ping'
  | 'switch_relays'
  | 'logout'

/**
 * How long a method may take and what silence means.
 * - `person`: a person may have to look at it: minutes.
 * - `machine`: answered without a person once paired, and safe to ask again anew.
 * - `optional`: many signers do not know it: seconds, never blocks anything (SIGNERS rule 3).
 */
export type Patience = 'person' | 'machine' | 'optional'

export const METHODS: Readonly<Record<RequestMethod, { patience: Patience }>> = {
  connect: { patience: 'person' },
  get_public_key: { patience: 'machine' },
  sign_event: { patience: 'person' },
  nip04_encrypt: { patience: 'person' },
  nip04_decrypt: { patience: 'person' },
  nip44_encrypt: { patience: 'person' },
  nip44_decrypt: { patience: 'person' },
  sign_psbt: { patience: 'person' },
  sign_schnorr: { patience: 'person' },
  ping: { patience: 'optional' },
  switch_relays: { patience: 'optional' },
  logout: { patience: 'optional' },
}

/** A NIP-46 request before it is sealed. Ids and params are always strings (bunker46 ignores numeric ids). */
export interface Request {
  id: string
  method: RequestMethod
  params: string[]
}

/** A NIP-46 response as read: nothing is checked yet against what was asked. */
export interface Response {
  id: string
  result: unknown
  error: string
}

/** A request that somebody sent to us, as read: nothing is known of what it asks. */
export interface ForeignRequest {
  id: string
  method: string
  params: unknown[]
}

/** The request that a site's call becomes. */
export function requestOf(call: SignerCall): { method: RequestMethod; params: string[] } {
  switch (call.method) {
    case 'signEvent':
      return { method: 'sign_event', params: [JSON.stringify(call.template)] }
    case 'nip04.encrypt':
      return { method: 'nip04_encrypt', params: [call.peer, call.plaintext] }
    case 'nip44.encrypt':
      return { method: 'nip44_encrypt', params: [call.peer, call.plaintext] }
    case 'nip04.decrypt':
      return { method: 'nip04_decrypt', params: [call.peer, call.ciphertext] }
    case 'nip44.decrypt':
      return { method: 'nip44_decrypt', params: [call.peer, call.ciphertext] }
    case 'signPsbt':
      return { method: 'sign_psbt', params: [call.psbt] }
    case 'signSchnorr':
      return { method: 'sign_schnorr', params: [call.hash] }
  }
}

/**
 * Read a decrypted payload as a response. Ids may be numbers in old signers, `error` may be null or an object.
 * @returns null for anything that is not a response
 */
export function parseResponse(plaintext: string): Response | null {
  const { id, result, error, method } = parseFields(plaintext)
  if ((typeof id !== 'string' && typeof id !== 'number') || method !== undefined) return null
  return { id: String(id), result, error: errorText(error) }
}

/** Ids of others are kept, so they are not taken at any length; those of 2023 are the digits of a random number. */
const MAX_FOREIGN_ID = 64

/**
 * Read a decrypted payload as a request to us: signers of 2023 send `connect` and `disconnect`.
 * @returns null for anything that is not a request
 */
export function parseRequest(plaintext: string): ForeignRequest | null {
  const { id, method, params } = parseFields(plaintext)
  if ((typeof id !== 'string' && typeof id !== 'number') || String(id).length > MAX_FOREIGN_ID) return null
  return typeof method === 'string' && Array.isArray(params) ? { id: String(id), method, params } : null
}

/** The fields of a JSON object; none where it is something else. */
function parseFields(plaintext: string): Record<string, unknown> {
  const raw = parseJson(plaintext)
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as Record<string, unknown>) : {}
}

function errorText(error: unknown): string {
  if (error === undefined || error === null || error === '') return ''
  return typeof error === 'string' ? error : JSON.stringify(error)
}

/** `auth_url` (NIP-46): the signer wants its person to open a page; the answer comes later under the same id. */
export const isAuthUrl = (response: Response): boolean => response.result === 'auth_url'

const NIP04 = /^[A-Za-z0-9+/]+={0,2}\?iv=[A-Za-z0-9+/]+={0,2}$/
const NIP44 = /^A[A-Za-z0-9+/]{100,}={0,2}$/

/**
 * Error texts by which signers say that they do not know a method (read from their sources, SIGNERS). Narrow: "no
 * permission for this method" is a refusal, and a method once learned as unsupported is not asked again.
 */
const UNKNOWN_METHOD =
  /\b(unknown|unrecogni[sz]ed|unsupported|no such|no \w+_\w+|not (a )?(supported|implemented|known)) method\b|\bmethod\b[^.]* not (supported|implemented|found|known)\b/i

/** How a signer of 2023 says so: it calls what is not there, and passes on the words of its JavaScript engine. */
const NOTHING_TO_CALL = /\breading 'apply'|\bproperty 'apply' of undefined|^this\[\w+\] is not a function/

/**
 * Error texts by which signers say that they do not know us (any more): bunker46 "Unknown client", applesauce "unknown
 * client", "wrong client", Amber "no permission" and no more, others "not connected", "session expired". The person has
 * to pair again.
 */
const UNKNOWN_CLIENT =
  /\b(unknown|unrecogni[sz]ed|wrong|invalid) (client|app|connection)\b|\b(client|app|session) (is )?(not (found|known|connected|authorized)|unknown|expired|revoked|removed|ended)\b|\bno (such )?(session|connection)\b|^(not connected\b|(unauthorized|no permission)$)/i

/**
 * Check an answer against what was asked (SIGNERS rules 4 and 5).
 * @param request what was asked
 * @param response what came, not an `auth_url`
 * @param userPubkey the paired user; null while pairing
 * @returns the value for the caller: `SignedEvent` for sign_event, a pubkey, a text, a list of relays or null for
 *   switch_relays; else `signer-refused`, `session-ended`, `unsupported` or `bad-answer` with the reason
 */
export function checkAnswer(
  request: Pick<Request, 'method' | 'params'>,
  response: Response,
  userPubkey: Hex | null,
): Outcome {
  return response.error ? refusalOf(request.method, response.error) : checkResult(request, response.result, userPubkey)
}

function refusalOf(method: RequestMethod, error: string): Outcome {
  if (method !== 'connect' && UNKNOWN_CLIENT.test(error)) return fail('session-ended', error)
  const unknown = METHODS[method].patience === 'optional' || UNKNOWN_METHOD.test(error) || NOTHING_TO_CALL.test(error)
  return fail(unknown ? 'unsupported' : 'signer-refused', error)
}

function checkResult(
  { method, params }: Pick<Request, 'method' | 'params'>,
  result: unknown,
  userPubkey: Hex | null,
): Outcome {
  // Aegis answers an unknown method with a result that says so; the exact words, for "no … method" may be a plaintext
  if (result === `no ${method} method`) return fail('unsupported', result)
  if (method === 'sign_event') return checkSignResult(params[0] ?? '', result, userPubkey)
  if (method === 'switch_relays') return checkSwitch(result)
  // the `disconnect` of 2023
  if (method === 'logout' && result === null) return succeed(result)
  if (typeof result !== 'string') return fail('bad-answer', typeof result)
  if (method === 'sign_psbt' || method === 'sign_schnorr')
    return checkBitcoin(method, params[0] ?? '', result, userPubkey)
  const good: Record<Exclude<RequestMethod, 'sign_event' | 'sign_psbt' | 'sign_schnorr' | 'switch_relays'>, boolean> = {
    connect: result === 'ack' || (params[1] !== '' && result === params[1]),
    get_public_key: isHex64(result),
    nip04_encrypt: NIP04.test(result),
    nip44_encrypt: NIP44.test(result),
    nip04_decrypt: true,
    nip44_decrypt: true,
    ping: result === 'pong',
    logout: true,
  }
  return good[method] ? succeed(result) : fail('bad-answer', method)
}

/** The event in a result of sign_event, which is its JSON or (2023) the object itself; null where it is none. */
export const parseSigned = (result: unknown): SignedEvent | null =>
  parseEvent(typeof result === 'string' ? parseJson(result) : result)

function checkSignResult(template: string, result: unknown, userPubkey: Hex | null): Outcome {
  const event = parseSigned(result)
  const asked = parseTemplate(parseJson(template), 0)
  if (!event || !userPubkey || !asked.ok) return fail('bad-answer', 'event')
  return checkSigned(asked.value.template, event, userPubkey)
}

/** A signature is one of the user's for what was asked, and a PSBT is the one that was asked with such added (NIP-BC). */
function checkBitcoin(method: 'sign_psbt' | 'sign_schnorr', asked: string, result: string, user: Hex | null): Outcome {
  if (!user) return fail('bad-answer', method)
  const fault = method === 'sign_psbt' ? psbtFault(asked, result, user) : schnorrFault(asked, result, user)
  return fault ? fail('bad-answer', fault) : succeed(result.toLowerCase())
}

/** A JSON string, a raw array, `"null"` or null: all seen (SIGNERS). Null means: stay. */
function checkSwitch(result: unknown): Outcome<unknown[] | null> {
  const list = typeof result === 'string' ? parseJson(result) : result
  if (list === null) return succeed(null)
  return Array.isArray(list) ? succeed(list) : fail('bad-answer', 'relays')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
