import type { RelayUrl } from '../protocol/relay'
import type { InFlight, Line, LineEffect, Step } from './line'

/** A step that does nothing more to `line`. */
export const still = (line: Line, ...effects: LineEffect[]): Step => ({ line, effects })

/** One step after another; the effects in order. */
export function andThen(first: Step, next: (line: Line) => Step): Step {
  const { line, effects } = next(first.line)
  return { line, effects: [...first.effects, ...effects] }
}

/** Something came that is not for us or makes no sense. */
export const ignore = (line: Line): Step => still({ ...line, ignored: line.ignored + 1 })

/** `line` with this request as it is now. */
export const withRequest = (line: Line, request: InFlight): Line => ({
  ...line,
  requests: { ...line.requests, [request.id]: request },
})

/** The request in flight of this id; ids are a caller's, so `__proto__` is just a name. */
export const requestOf = (line: Line, id: string): InFlight | null =>
  Object.hasOwn(line.requests, id) ? (line.requests[id] ?? null) : null

/** `next` for each of these relays, one after another. */
export const forEachRelay = (
  line: Line,
  relays: readonly RelayUrl[],
  next: (line: Line, relay: RelayUrl) => Step,
): Step => relays.reduce((step, relay) => andThen(step, (now) => next(now, relay)), still(line))

/** `next` for each request in flight, as the steps before have left it. */
export function forEachRequest(line: Line, next: (line: Line, request: InFlight) => Step): Step {
  return Object.keys(line.requests).reduce(
    (step, id) =>
      andThen(step, (now) => {
        const request = requestOf(now, id)
        return request ? next(now, request) : still(now)
      }),
    still(line),
  )
}
