import { type EventTemplate, withSignature } from '../protocol/event'
import { isHex128 } from '../protocol/hex'
import type { Request, Response } from '../protocol/nip46'
import type { InFlight, Line } from './line'

// Signers of 2023 take the event itself, with its pubkey, where today's take its JSON, and end a session by `disconnect`.
// What is in flight stays as today's have it, and so do all checks.

/** A request as it goes over the line. */
interface Phrase {
  method: string
  params: unknown[]
}

/** A request in the words that this signer knows. */
export function phrase({ dialect, user }: Line, { method, params }: Pick<Request, 'method' | 'params'>): Phrase {
  if (dialect !== 'object') return { method, params }
  if (method === 'logout') return { method: 'disconnect', params: [] }
  return method === 'sign_event' ? { method, params: [{ ...templateOf(params), pubkey: user }] } : { method, params }
}

/**
 * A response as today's signers would give it. The guide of the package returns no more than the signature: the event that
 * it is said to be of stands in its place, to be checked as any other.
 */
export function understood({ dialect, user }: Line, { method, params }: InFlight, response: Response): Response {
  const { result } = response
  if (dialect !== 'object' || method !== 'sign_event' || user === null || !isHex128(result)) return response
  return { ...response, result: withSignature(templateOf(params), user, result) }
}

const templateOf = (params: string[]): EventTemplate => JSON.parse(params[0] ?? '') as EventTemplate
