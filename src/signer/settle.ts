import type { Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import { METHODS } from '../protocol/nip46'
import { still } from './compose'
import { learnLack } from './lacks'
import type { InFlight, Line, Ms, Step } from './line'
import { answered } from './pace'
import { conclude } from './pairing'
import { recognise } from './recognise'
import { switchRelays } from './relays'
import { takesTurns } from './waiting'

/**
 * End a request: it leaves the line, the line learns from it, and its caller (or the pairing) gets the outcome.
 * @param came the event of an answer that was not what was asked, to be shown
 */
export function settle(
  line: Line,
  request: InFlight,
  outcome: Outcome,
  now: Ms,
  came: SignedEvent | null = null,
): Step {
  const { [request.id]: _, ...requests } = line.requests
  const pace = outcome.ok && line.pace && takesTurns(request) ? answered(line.pace, now) : line.pace
  const learned = learnLack(
    learn({ ...line, requests, ...(pace && { pace }) }, request, outcome, now),
    request.method,
    outcome,
    now,
  )
  const after = spot(line, learned, request, outcome)
  return request.own
    ? conclude(after, request, outcome, now)
    : still(after, { type: 'settle', id: request.id, outcome, ...(came && { came }) })
}

/** Which signer it is may show in a page that it wanted opened, in its error, and in where it moved us to. */
const spot = (before: Line, after: Line, { auth }: InFlight, outcome: Outcome): Line =>
  recognise(after, {
    ...(auth && !auth.foreign && { authUrl: auth.url }),
    ...(!outcome.ok && outcome.error.detail !== undefined && { refusal: outcome.error.detail }),
    ...(after.relays !== before.relays && { moved: after.relays }),
  })

/** What the outcome tells about the signer: which optional methods it knows, which relays it wants. */
function learn(line: Line, { method }: InFlight, outcome: Outcome, now: Ms): Line {
  const seen = METHODS[method].patience === 'optional' ? behaviour(outcome) : null
  const learned = seen ? { ...line, learned: { ...line.learned, [method]: latest(line.learned[method], seen) } } : line
  if (method !== 'switch_relays') return learned
  return switchRelays(learned, outcome.ok && Array.isArray(outcome.value) ? outcome.value : null, now)
}

type Behaviour = 'answers' | 'unsupported' | 'silent'

/** A signer that has answered a method once knows it: its silence now is about the phone, not about the method. */
const latest = (before: Behaviour | undefined, seen: Behaviour): Behaviour =>
  before === 'answers' && seen === 'silent' ? before : seen

/** Null where it tells nothing: no relay took it, or the person cancelled. */
function behaviour(outcome: Outcome): Behaviour | null {
  if (outcome.ok || outcome.error.code === 'bad-answer') return 'answers'
  if (outcome.error.code === 'unsupported') return 'unsupported'
  return outcome.error.code === 'expired' ? 'silent' : null
}
