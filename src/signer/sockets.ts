import { fail } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import { reseal } from './ask'
import { forEachRequest, still, withRequest } from './compose'
import { isStale, publish } from './deliver'
import type { Delivery, InFlight, Line, LineInput, Ms, Step } from './line'
import { stageBySockets } from './pairing'
import { refusal, untaken } from './refusal'
import { relaysOf } from './relays'
import { settle } from './settle'
import { type Options, patience } from './times'

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
  if (!relaysOf(line, now).includes(relay)) return still(line)
  const wasOpen = line.open.includes(relay)
  const relays = wasOpen ? line.open : [...line.open, relay]
  const opened = stageBySockets({ ...line, open: relays, trouble: without(line.trouble, relay) })
  return forEachRequest(opened, (current, request) => {
    if (wasOpen && request.deliveries[relay]?.state !== 'due') return still(current)
    const anew = isStale(request, now) ? reseal(current, request, request.id, now) : null
    return anew ?? publish(current, request, [relay], now)
  })
}

const deliver = (request: InFlight, relay: RelayUrl, delivery: Delivery): InFlight => ({
  ...request,
  deliveries: { ...request.deliveries, [relay]: delivery },
})

/** A relay's socket went away (no reason: we closed it ourselves); what it has not acknowledged is due again. */
export function close(line: Line, { relay, reason }: Input<'closed'>): Step {
  const past = without(line.trouble, relay)
  const trouble = reason ? { ...past, [relay]: fail('no-relay', reason).error } : past
  const closed = { ...line, open: line.open.filter((other) => other !== relay), trouble }
  const unsent = forEachRequest(closed, (current, request) =>
    request.deliveries[relay]?.state === 'sent'
      ? still(withRequest(current, deliver(request, relay, { state: 'due' })))
      : still(current),
  )
  return still(stageBySockets(unsent.line))
}

/** A relay took a request's event, or would not. */
export function acknowledge(line: Line, input: Input<'ok'>, now: Ms, options: Options): Step {
  const request = requestOfEvent(line, input.eventId)
  if (!request) return still(line)
  if (input.accepted || /^duplicate:/.test(input.reason)) return take(line, request, input.relay, now, options)
  return request.deliveries[input.relay]?.state === 'taken' ? still(line) : refuse(line, request, input, now)
}

const requestOfEvent = (line: Line, eventId: Hex): InFlight | undefined =>
  Object.values(line.requests).find(({ event }) => event.id === eventId)

/** The deadline counts from the first relay that took it. */
function take(line: Line, request: InFlight, relay: RelayUrl, now: Ms, options: Options): Step {
  const delivered = deliver(request, relay, { state: 'taken' })
  const isFirst = request.takenAt === null
  const next = isFirst ? { ...delivered, takenAt: now, deadline: now + patience(request, options) } : delivered
  return still(stageBySockets(withRequest({ ...line, trouble: without(line.trouble, relay) }, next)))
}

/** A refusal for want of AUTH is not the last word: the edges authenticate and report the relay open again. */
function refuse(line: Line, request: InFlight, { relay, reason }: Input<'ok'>, now: Ms): Step {
  const isFinal = !/^auth-required:/.test(reason)
  const next = deliver(request, relay, isFinal ? { state: 'refused', reason } : { state: 'due' })
  const told = withRequest({ ...line, trouble: { ...line.trouble, [relay]: refusal(reason) } }, next)
  const everywhere = relaysOf(line, now).every((each) => next.deliveries[each]?.state === 'refused')
  return everywhere && next.takenAt === null ? settle(told, next, untaken(told, next), now) : still(told)
}
