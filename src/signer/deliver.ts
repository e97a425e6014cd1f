import type { RelayUrl } from '../protocol/relay'
import { still, withRequest } from './compose'
import type { Delivery, InFlight, Line, Ms, Step } from './line'
import { STALE_MS, YOUNG_MS } from './times'

/** How old a request's event is by its `created_at`, as relays count. */
const ageOf = ({ event }: InFlight, now: Ms): Ms => (event ? now - event.created_at * 1000 : 0)

/** Too old to send, and nobody can have seen it: to be signed anew. */
export const isStale = (request: InFlight, now: Ms): boolean =>
  request.takenAt === null && ageOf(request, now) >= STALE_MS

/**
 * Send a request's event to these relays. The same event again is harmless (signers dedupe), so a relay that had it
 * before gets it too; relays refuse it once it is older than a minute, so then nothing is sent.
 */
export function publish(line: Line, request: InFlight, relays: readonly RelayUrl[], now: Ms): Step {
  const { event } = request
  if (relays.length === 0 || !event || ageOf(request, now) >= YOUNG_MS) return still(line)
  const sent = relays.map((relay): [RelayUrl, Delivery] => {
    const before = request.deliveries[relay]
    if (before?.state === 'taken') return [relay, before]
    return [relay, before?.state === 'due' ? { ...before, state: 'sent' } : { state: 'sent' }]
  })
  const deliveries = { ...request.deliveries, ...Object.fromEntries(sent) }
  return {
    line: withRequest(line, { ...request, deliveries }),
    effects: relays.map((relay) => ({ type: 'publish', relay, event })),
  }
}
