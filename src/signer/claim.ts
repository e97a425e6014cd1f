import { cipherOf, seal } from '../protocol/envelope'
import { fail } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { type ForeignRequest, parseRequest } from '../protocol/nip46'
import { andThen, forEachRequest, ignore, still } from './compose'
import type { Claim, Line, LineEffect, Ms, Step } from './line'
import { failPairing, meet, withPairing } from './pairing'
import { isPairing } from './relays'
import { settle } from './settle'

// Signers of 2023 answer a QR code by a request of their own, `connect` with their pubkey. It does not hold the secret, and
// our client key is no secret either: relays see it in each REQ. So whoever sends one claims to be the signer, and is
// nobody before the person has compared the key.

/** Claims that wait for the person at once; whoever comes later is not heard, until one of these was refused. */
export const MAX_CLAIMS = 3

/** Claims that a person refuses for one code; then it takes no more of them, and a new code has a new client key. */
export const MAX_DISOWNED = 9

/** Those that wait for the person's word. */
export const claimsOf = (line: Line): Claim[] =>
  line.peer === null && isPairing(line) ? (line.pairing?.claims ?? []) : []

/** Paired by the person's word alone, and not for good yet: an answer with the secret is worth more. */
export const isUnproven = (line: Line): boolean => line.peer !== null && line.dialect === 'object' && isPairing(line)

/**
 * Somebody sent a request to us. Only those of 2023 mean anything, and they speak NIP-04. Whatever else is asked of us
 * (`describe`, say) gets no answer: whoever tries keys out learns nothing.
 */
export function hear(line: Line, { pubkey, content }: SignedEvent, plaintext: string, now: Ms): Step {
  const request = cipherOf(content) === 'nip04' ? parseRequest(plaintext) : null
  if (request?.method === 'connect') return claim(line, pubkey, request)
  if (request?.method === 'disconnect') return part(line, pubkey, now)
  return ignore(line)
}

/** The first claim of a key stands; nobody else is moved by a flood of them. */
function claim(line: Line, from: Hex, { id, params }: ForeignRequest): Step {
  const { pairing, peer } = line
  // before the code is final nobody can have read it
  if (pairing?.flow !== 'qr' || pairing.choice || peer !== null || !isPairing(line)) return ignore(line)
  // what a client sends names the signer instead
  if (params[0] !== from) return ignore(line)
  const claims = claimsOf(line)
  const disowned = pairing.disowned ?? []
  const isKnown = disowned.includes(from) || claims.some(({ remoteSigner }) => remoteSigner === from)
  if (isKnown || claims.length >= MAX_CLAIMS || disowned.length >= MAX_DISOWNED) return ignore(line)
  return still(withPairing(line, { claims: [...claims, { remoteSigner: from, id }] }))
}

/** `disconnect`: a claim is taken back, or the signer ends the session. Of any other key it means nothing. */
function part(line: Line, from: Hex, now: Ms): Step {
  if (line.peer === null) {
    const rest = claimsOf(line).filter(({ remoteSigner }) => remoteSigner !== from)
    return rest.length < claimsOf(line).length ? still(withPairing(line, { claims: rest })) : ignore(line)
  }
  if (line.dialect !== 'object' || line.peer !== from || line.endedAt !== undefined) return ignore(line)
  if (isPairing(line)) return failPairing(line, { code: 'pairing-refused' })
  const ended = forEachRequest({ ...line, endedAt: now }, (current, request) =>
    settle(current, request, fail('session-ended'), now),
  )
  return andThen(ended, (current) => still(current, { type: 'ended' }))
}

/** The person's word: this claim is their signer. It gets its answer, and is asked for its key as any other. */
export function confirm(line: Line, remoteSigner: Hex, now: Ms): Step {
  const claim = claimsOf(line).find((each) => each.remoteSigner === remoteSigner)
  if (!claim) return still(line)
  const ack = seal(
    { clientSecretKey: line.clientSecretKey, peer: remoteSigner },
    'nip04',
    JSON.stringify({ id: claim.id, result: 'ack', error: null }),
    Math.floor(now / 1000),
  )
  const told = line.open.map((relay): LineEffect => ({ type: 'publish', relay, event: ack }))
  // none of them knows these: whoever wrote the package wrote down what it knows
  const learned: Line['learned'] = { ...line.learned, ping: 'unsupported', switch_relays: 'unsupported' }
  const known: Line = { ...line, peer: remoteSigner, cipher: 'nip04', dialect: 'object', learned }
  return andThen(still(known, ...told), (current) => meet(current, now))
}

/** The person's word: this is not their signer. It is not heard again. */
export function disown(line: Line, remoteSigner: Hex): Line {
  const claims = claimsOf(line)
  const rest = claims.filter((each) => each.remoteSigner !== remoteSigner)
  if (rest.length === claims.length) return line
  return withPairing(line, { claims: rest, disowned: [...(line.pairing?.disowned ?? []), remoteSigner] })
}
