import { fail } from '../protocol/error'
import { reseal } from './ask'
import { andThen, still, withRequest } from './compose'
import type { InFlight, Line, Ms, Step } from './line'
import { asked, freshPace, mayAsk, roomAt } from './pace'
import { refusal } from './refusal'
import { settle } from './settle'
import { type Options, patience, RELAY_MS } from './times'
import { isWaiting, takesTurns } from './waiting'

/** How many are under way, and how many of each site: counted once a look, for hundreds may wait to be compared. */
interface Busy {
  all: number
  of: ReadonlyMap<string | undefined, number>
}

function underWay({ requests }: Line): Busy {
  const busy = Object.values(requests).filter((request) => takesTurns(request) && !isWaiting(request))
  const of = new Map<string | undefined, number>()
  for (const { turn } of busy) of.set(turn?.from, (of.get(turn?.from) ?? 0) + 1)
  return { all: busy.length, of }
}

const waiting = ({ requests }: Line): InFlight[] => Object.values(requests).filter(isWaiting)

/** Give turns to those who wait, as many as may be under way now. */
export function taking(line: Line, now: Ms, options: Options): Step {
  const next = chosen(line, options)
  if (!next || !mayAsk(line.pace ?? freshPace(), crowd(underWay(line), next), now)) return still(line)
  const paced = { ...line, pace: asked(line.pace ?? freshPace(), now) }
  // its patience begins now, but not its age: see `endInVain`
  const begun = reseal(paced, next, next.id, now) ?? settle(paced, next, fail('too-large'), now)
  return andThen(begun, (after) => taking(after, now, options))
}

/** How many stand before this one: none before a site's only one, so that no other site can hold it up. */
const crowd = ({ all, of }: Busy, { turn }: InFlight): number => (turn !== undefined && !of.has(turn.from) ? 0 : all)

const isDecrypt = ({ method }: InFlight): boolean => method.endsWith('_decrypt')

/**
 * Who is next: a site's only one before what others have more of, what a person has done by hand before what a site
 * unpacks, the tab that is looked at before others, then the site of which the fewest are under way, then who came first.
 */
function chosen(line: Line, { tab }: Options): InFlight | null {
  const busy = underWay(line)
  const rank = (request: InFlight): number[] => [
    // whoever has none under way need not wait for room
    Number(crowd(busy, request) > 0),
    Number(isDecrypt(request)),
    Number(tab !== undefined && request.turn?.tab !== tab),
    busy.of.get(request.turn?.from) ?? 0,
  ]
  const [first, ...others] = waiting(line).map((request) => ({ request, rank: rank(request) }))
  return first ? others.reduce((best, next) => (isBefore(best.rank, next.rank) ? best : next), first).request : null
}

const isBefore = (a: number[], b: number[]): boolean => {
  const at = a.findIndex((value, i) => value !== b[i])
  return at < 0 || (a[at] ?? 0) < (b[at] ?? 0)
}

/** When time alone gives somebody a turn; null: nobody waits for time. */
export function turnDue(line: Line): Ms | null {
  const busy = underWay(line)
  const crowds = waiting(line).map((request) => crowd(busy, request))
  return crowds.length > 0 ? roomAt(line.pace ?? freshPace(), Math.min(...crowds)) : null
}

/** A request that every relay refused, some for it was too much: is it asked again at a slower pace? */
export function isWorthWaiting(line: Line, request: InFlight, now: Ms): boolean {
  const isRate = Object.values(request.deliveries).some(
    (delivery) => delivery.state === 'refused' && refusal(delivery.reason).code === 'relay-rate',
  )
  const lastTaken = line.pace?.taken.at(-1) ?? 0
  // for as long as the relays take anything at all, its turn comes; but one that they never take slows all others
  const isSpent = now - request.askedAt >= patience(request, {})
  return isRate && takesTurns(request) && !isSpent && now - Math.max(request.askedAt, lastTaken) < RELAY_MS
}

/** Back among those who wait; an answer to what was sent still counts. */
export const putBack = (line: Line, request: InFlight): Line =>
  withRequest(line, { ...request, event: null, deliveries: {}, takenAt: null })

/**
 * One that was under way has ended without an answer. Where no relay could be reached those who wait would fare no
 * better, and where the signer was silent all the time that they waited neither.
 */
export function endInVain(step: Step, ended: InFlight, now: Ms, options: Options): Step {
  const [last] = step.effects.slice(-1)
  if (last?.type !== 'settle' || last.outcome.ok || last.outcome.error.code === 'cancelled') return step
  const { outcome } = last
  const isVain = (request: InFlight) =>
    ended.takenAt === null ||
    ((step.line.pace?.answeredAt ?? 0) < request.askedAt && now - request.askedAt >= patience(request, options))
  return waiting(step.line)
    .filter(isVain)
    .reduce<Step>((all, request) => andThen(all, (line) => settle(line, request, outcome, now)), step)
}
