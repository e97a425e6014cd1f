import { cipherOf } from '../protocol/envelope'
import { type Failure, fail, type Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { isAuthUrl, type Response } from '../protocol/nip46'
import { type Asking, begin } from './ask'
import { readAuth } from './auth'
import { ignore, still } from './compose'
import type { InFlight, Line, Ms, Pairing, Step } from './line'
import { recognise } from './recognise'
import { recordOf } from './record'
import { isPairing } from './relays'

export const withPairing = (line: Line, change: Partial<Pairing>): Line =>
  line.pairing ? { ...line, pairing: { ...line.pairing, ...change } } : line

/** Ids of the line's own requests: unique among clients, and 64 characters at most (Igloo). */
export const ownId = (line: Line, name: string): string => `${line.id.slice(0, 48)}-${name}`

/** The end of a pairing that came to nothing. */
export const failPairing = (line: Line, error: Failure): Step =>
  still(withPairing({ ...line, requests: {} }, { stage: 'failed', error }))

/** The person gave the pairing up. */
export const cancelPairing = (line: Line): Step =>
  isPairing(line) ? failPairing(line, { code: 'cancelled' }) : still(line)

/** A pairing is `connecting` until its code is final and a relay listens (QR), or one has taken `connect` (bunker). */
export function stageBySockets(line: Line): Line {
  const { pairing, open } = line
  if (pairing === null || (pairing.stage !== 'connecting' && pairing.stage !== 'waiting')) return line
  const reached =
    pairing.flow === 'qr'
      ? !pairing.choice && open.length > 0
      : Object.values(line.requests).some((asked) => asked.takenAt)
  const stage = reached ? 'waiting' : 'connecting'
  return stage === pairing.stage ? line : withPairing(line, { stage })
}

/** A line of which nobody is at the other end; the person's word for who was (claim.ts) is no proof. */
export function unmet({ dialect: _, ...line }: Line): Line {
  return { ...line, peer: null, cipher: 'nip44', learned: {}, requests: {} }
}

/** The secret itself, or a list whose first item it is (Primal), as JSON text or as it is. */
export function bearsSecret(result: unknown, secret: string): boolean {
  if (secret === '') return false
  if (result === secret) return true
  if (Array.isArray(result)) return result[0] === secret
  return typeof result === 'string' && result.startsWith('[') && bearsSecret(parseList(result), secret)
}

function parseList(text: string): unknown {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}

/**
 * A frame from a stranger to our QR code. Only the secret makes it an answer, whatever its id (SIGNERS rule 1).
 * Anything else is ignored; the first such thing is remembered as a hint for the person.
 */
export function greet(line: Line, event: SignedEvent, response: Response, now: Ms): Step {
  const { pairing } = line
  if (pairing?.flow !== 'qr' || !isPairing(line)) return ignore(line)
  if (isAuthUrl(response)) {
    const auth = readAuth(response, true)
    return auth && !pairing.auth ? still(withPairing(line, { auth })) : ignore(line)
  }
  if (response.error || !bearsSecret(response.result, pairing.secret)) {
    const hint = response.error ? fail('pairing-refused', response.error).error : fail('bad-answer', 'secret').error
    return ignore(withPairing(line, { error: pairing.error ?? hint }))
  }
  const known = recognise(line, { greeting: response.result })
  return meet({ ...known, peer: event.pubkey, cipher: cipherOf(event.content) }, now)
}

/** The other end is ours: ask whose key it signs with. */
export function meet(line: Line, now: Ms): Step {
  const { auth: _, claims: __, disowned: ___, ...pairing } = line.pairing ?? {}
  const met = { ...line, answeredAt: now, pairing: { ...pairing, stage: 'answered', error: null } as Pairing }
  const asking: Asking = { id: ownId(line, 'gpk'), method: 'get_public_key', params: [], own: true }
  return begin(met, asking, now) ?? failPairing(met, { code: 'internal' })
}

/**
 * Whose key it is, is known: from here on this is a session. `switch_relays` follows and blocks nothing. A signer of 2023
 * signs with the key that the person has compared: with another's name it could take over that account.
 */
function complete(line: Line, user: Hex, now: Ms): Step {
  const { pairing, peer, relays, dialect } = line
  if (dialect === 'object' && user !== peer) return failPairing(line, fail('bad-answer', 'pubkey').error)
  const known = pairing?.flow === 'bunker' ? recognise(line, { token: relays, isOneKey: peer === user }) : line
  const paired = withPairing({ ...known, user, pairedAt: now }, { stage: 'paired', error: null })
  const session = recordOf(paired)
  if (!session) return failPairing(line, { code: 'internal' })
  if (paired.learned.switch_relays === 'unsupported') return still(paired, { type: 'paired', session })
  const asking: Asking = { id: ownId(line, 'switch'), method: 'switch_relays', params: [], own: true }
  const { line: asked, effects } = begin(paired, asking, now) ?? still(paired)
  return still(asked, { type: 'paired', session }, ...effects)
}

/** Where one of the line's own requests ended, take the pairing further. */
export function conclude(line: Line, { method }: InFlight, outcome: Outcome, now: Ms): Step {
  if (method === 'connect') return outcome.ok ? meet(line, now) : failPairing(line, connectFailure(line, outcome.error))
  if (method !== 'get_public_key') return still(line)
  return outcome.ok ? complete(line, String(outcome.value), now) : failPairing(line, outcome.error)
}

/** How signers say that a token was used before (read from their sources). */
const SPENT = /already|used|spent|redeem|expired|invalid (secret|token)|(secret|token) (is )?(invalid|not found)/i

function connectFailure({ pairing }: Line, error: Failure): Failure {
  if (error.code === 'expired') return pairing?.error ?? { code: 'pairing-silent' }
  if (error.code !== 'signer-refused' && error.code !== 'unsupported') return error
  return { ...error, code: SPENT.test(error.detail ?? '') ? 'pairing-spent' : 'pairing-refused' }
}

/**
 * An error to a later `connect` may only say that the first one used up the secret, with the person still looking at
 * it: keep it as a hint and give the first a moment to win.
 */
export const hintRefusal = (line: Line, error: Failure): Line =>
  withPairing(line, { error: connectFailure(line, error) })
