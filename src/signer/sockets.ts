import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import { reseal } from './ask'
import { checkClosed, checkOpened, checkSaid } from './check'
import { andThen, forEachRequest, still, withRequest } from './compose'
import { isStale, publish } from './deliver'
import type { Delivery, InFlight, Line, LineInput, Ms, Step } from './line'
import { freshPace, slowed, took } from './pace'
import { stageBySockets } from './pairing'
import { parting, refusal, untaken } from './refusal'
import { listened, relaysOf } from './relays'
import { settle } from './settle'
import { type Options, patience } from './times'
import { isWorthWaiting, putBack } from './turns'
import { isWaiting } from './waiting'

type Input<T extends LineInput['type']> = Extract<LineInput, { type: T }>

const without = (trouble: Line['trouble'], relay: RelayUrl): Line['trouble'] => {
  const { [relay]: _, ...rest } = trouble
  return rest
}

/**
 * A relay listens for us: it gets all that is in flight, or only what is due where it was open before (reported again
 * after AUTH). What nobody took in time is signed anew for it.
 */
export function open(line: Line, { relay }: Input<'open'>, now: Ms): Step {
  if (!listened(line, now).includes(relay)) return still(line)
  const wasOpen = line.open.includes(relay)
  const relays = wasOpen ? line.open : [...line.open, relay]
  const opened = stageBySockets({ ...line, open: relays, trouble: without(line.trouble, relay) })
  const sent = forEachRequest(opened, (current, request) => {
    if (isWaiting(request)) return still(current)
    if (wasOpen && request.deliveries[relay]?.state !== 'due') return still(current)
    const anew = isStale(request, now) ? reseal(current, request, request.id, now) : null
    return anew ?? publish(current, request, [relay], now)
  })
  return andThen(sent, (current) => checkOpened(current, relay, wasOpen, now))
}

const deliver = (request: InFlight, relay: RelayUrl, delivery: Delivery): InFlight => ({
  ...request,
  deliveries: { ...request.deliveries, [relay]: delivery },
})

/** It may not have arrived, or only on a connection that had logged in. */
const isUnsettled = (delivery?: Delivery): boolean => ['due', 'sent', 'unsaid'].includes(delivery?.state ?? '')

/** A relay's socket went away (no reason: we closed it ourselves); what it has not acknowledged is due again. */
export function close(line: Line, { relay, reason }: Input<'closed'>): Step {
  const past = without(line.trouble, relay)
  const trouble = reason ? { ...past, [relay]: parting(reason) } : past
  const closed = { ...checkClosed(line, relay), open: line.open.filter((other) => other !== relay), trouble }
  const unsent = forEachRequest(closed, (current, request) =>
    isUnsettled(request.deliveries[relay])
      ? still(withRequest(current, deliver(request, relay, { state: 'due' })))
      : still(current),
  )
  return still(stageBySockets(unsent.line))
}

/**
 * A relay is there and says nothing of a request: some never do, and pass it on all the same. It gets it once more
 * (signers dedupe), and the person gets the time that they would have had after an OK: an answer cut off by a deadline
 * of ours is lost, while one that never comes can be cancelled.
 */
export function presume(line: Line, { relay, eventId }: Input<'unsaid'>, now: Ms, options: Options): Step {
  const request = requestOfEvent(line, eventId)
  if (request?.deliveries[relay]?.state !== 'sent') return still(line)
  const { line: sent, effects } = publish(line, request, [relay], now)
  const unsaid = deliver(request, relay, { state: 'unsaid' })
  return { line: stageBySockets(withRequest(sent, started(unsaid, now, options))), effects }
}

/** The deadline counts from the first relay that has it. */
const started = (request: InFlight, now: Ms, options: Options): InFlight =>
  request.takenAt === null ? { ...request, takenAt: now, deadline: now + patience(request, options) } : request

/** A relay took a request's event, or would not. */
export function acknowledge(line: Line, input: Input<'ok'>, now: Ms, options: Options): Step {
  const request = requestOfEvent(line, input.eventId)
  if (!request) return checkSaid(line, input, now) ?? still(line)
  if (input.accepted || /^duplicate:/.test(input.reason)) return take(line, request, input.relay, now, options)
  return request.deliveries[input.relay]?.state === 'taken' ? still(line) : refuse(line, request, input, now)
}

const requestOfEvent = (line: Line, eventId: Hex): InFlight | undefined =>
  Object.values(line.requests).find(({ event }) => event?.id === eventId)

function take(line: Line, request: InFlight, relay: RelayUrl, now: Ms, options: Options): Step {
  const next = started(deliver(request, relay, { state: 'taken' }), now, options)
  const pace = request.takenAt === null && line.pace ? took(line.pace, now) : line.pace
  const paced = pace ? { ...line, pace } : line
  return still(stageBySockets(withRequest({ ...paced, trouble: without(line.trouble, relay) }, next)))
}

/**
 * A refusal for want of AUTH is not the last word: the edges authenticate and report the relay open again. After that
 * it is: the relay has seen who we are.
 */
function refuse(line: Line, request: InFlight, { relay, reason }: Input<'ok'>, now: Ms): Step {
  const before = request.deliveries[relay]
  const mayLogIn = /^auth-required:/.test(reason) && !(before?.state === 'sent' && before.loggedIn)
  const next = deliver(request, relay, mayLogIn ? { state: 'due', loggedIn: true } : { state: 'refused', reason })
  const told = withRequest({ ...line, trouble: { ...line.trouble, [relay]: refusal(reason) } }, next)
  const everywhere = relaysOf(line, now).every((each) => next.deliveries[each]?.state === 'refused')
  if (!everywhere) return still(told)
  if (!isWorthWaiting(told, next, now)) return settle(told, next, untaken(told, next), now)
  return still({ ...putBack(told, next), pace: slowed(told.pace ?? freshPace(), now) })
}
