import { seal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { RelayHealth } from '../protocol/health'
import type { RelayUrl } from '../protocol/relay'
import { andThen, forEachRelay, still } from './compose'
import type { Check, Line, LineInput, Ms, Step } from './line'
import { refusal } from './refusal'
import { isPairing, listened } from './relays'
import { CHECK_MS, CHECK_PAUSE_MS, ECHO_MS, REACH_MS } from './times'

type Input<T extends LineInput['type']> = Extract<LineInput, { type: T }>

/** Nothing is known yet of what the check of this relay will show. */
const UNKNOWN: Omit<RelayHealth, 'at' | 'auth'> = { writes: null, reads: null, clockOff: false, roundTrip: null }

/** A check that was sent and is not over. */
const isUnderWay = ({ writes, reads }: RelayHealth): boolean => writes === null || reads === null

/** Does the line need its relays for a check? */
export const isChecking = ({ health = {}, checkDue }: Line): boolean =>
  checkDue !== undefined || Object.values(health).some(isUnderWay)

const withHealth = (line: Line, relay: RelayUrl, part: Partial<RelayHealth>): Line => {
  const before = line.health?.[relay]
  return before ? { ...line, health: { ...line.health, [relay]: { ...before, ...part } } } : line
}

const without = <T>(record: Record<RelayUrl, T> = {}, relay: RelayUrl): Record<RelayUrl, T> => {
  const { [relay]: _, ...rest } = record
  return rest
}

/**
 * An event to ourselves, of the kind that signers and we speak in: it shows whether the relay takes it and brings it. Its
 * content is no JSON, and its author is us, so it can be no answer.
 */
function nonce({ clientSecretKey, clientPubkey }: Line, relay: RelayUrl, now: Ms): SignedEvent {
  return seal({ clientSecretKey, peer: clientPubkey }, 'nip44', `check ${now} ${relay}`, Math.floor(now / 1_000))
}

function send(line: Line, relay: RelayUrl, now: Ms, check: Pick<Check, 'loggedIn' | 'isAgain'> = {}): Step {
  const event = nonce(line, relay, now)
  const before = line.health?.[relay]
  const shown = { ...UNKNOWN, ...(check.isAgain && before) }
  const health: RelayHealth = { ...shown, at: now, auth: check.loggedIn ?? before?.auth ?? false }
  const isMore = check.loggedIn || check.isAgain
  const sent = { ...(isMore && line.checks?.[relay]?.sent), [event.id]: now }
  const next: Line = {
    ...withoutDue(line, relay),
    health: { ...line.health, [relay]: health },
    checks: { ...line.checks, [relay]: { ...check, eventId: event.id, sentAt: now, sent } },
  }
  return still(next, { type: 'publish', relay, event })
}

function withoutDue(line: Line, relay: RelayUrl): Line {
  const { checkDue, ...rest } = line
  const relays = checkDue?.relays.filter((other) => other !== relay) ?? []
  return checkDue && relays.length > 0 ? { ...rest, checkDue: { ...checkDue, relays } } : rest
}

/**
 * A relay listens for us. Those of a pairing are checked by themselves, others where somebody asked for it; what was lost
 * for want of AUTH is sent once more.
 * @param wasOpen it is open again after AUTH
 */
export function checkOpened(line: Line, relay: RelayUrl, wasOpen: boolean, now: Ms): Step {
  const health = line.health?.[relay]
  if (wasOpen) {
    if (!health) return still(line)
    const isLost = health.reads !== true && !line.checks?.[relay]?.loggedIn
    return isLost ? send(line, relay, now, { loggedIn: true }) : still(withHealth(line, relay, { auth: true }))
  }
  const isDue = line.checkDue?.relays.includes(relay) || (isPairing(line) && !health?.reads)
  return isDue ? send(line, relay, now) : still(line)
}

/** What was under way over a socket that went away tells nothing of the relay. */
export function checkClosed(line: Line, relay: RelayUrl): Line {
  const health = line.health?.[relay]
  if (!health || !isUnderWay(health)) return line
  return { ...line, health: without(line.health, relay), checks: without(line.checks, relay) }
}

/** All sockets are gone: the worker was born again. */
export const checksForgotten = (line: Line): Line => Object.keys(line.health ?? {}).reduce(checkClosed, line)

const taken = (line: Line, relay: RelayUrl, check: Check, now: Ms): Line => ({
  ...line,
  checks: { ...line.checks, [relay]: { takenAt: now, ...check } },
})

/** A relay's word on an event: about a check, or null. */
export function checkSaid(line: Line, { relay, eventId, accepted, reason }: Input<'ok'>, now: Ms): Step | null {
  const check = line.checks?.[relay]
  if (!check || !Object.hasOwn(check.sent, eventId)) return null
  if (accepted || /^duplicate:/.test(reason))
    return still(withHealth(taken(line, relay, check, now), relay, { writes: true }))
  // what was sent before the AUTH was refused before it, and that was said already
  if (check.eventId !== eventId || line.health?.[relay]?.reads) return still(line)
  const isAuth = /^auth-required:/.test(reason)
  if (isAuth && !check.loggedIn) return still(withHealth(line, relay, { auth: true }))
  const why = refusal(reason)
  const health = { writes: false, reads: false, clockOff: why.code === 'clock-off', ...(isAuth && { auth: true }) }
  return still(withHealth({ ...line, checks: { ...line.checks, [relay]: { ...check, refused: why } } }, relay, health))
}

/** An event of our own came: if it is a check, and over the relay that it was sent to, that relay can be read. */
export function checkCame(line: Line, { relay, event }: Input<'event'>, now: Ms): Step {
  const sentAt = line.checks?.[relay]?.sent[event.id]
  if (sentAt === undefined || line.health?.[relay]?.reads) return still(line)
  // it was taken, whether or not that was said
  return still(withHealth(line, relay, { writes: true, reads: true, roundTrip: Math.max(0, now - sentAt) }))
}

/** Somebody wants to know. A relay that is not open is waited for; one that was looked at just now is left alone. */
export function checkAsked(line: Line, now: Ms): Step {
  const asked = listened(line, now).filter((relay) => now - (line.health?.[relay]?.at ?? 0) >= CHECK_PAUSE_MS)
  const isOpen = (relay: RelayUrl) => line.open.includes(relay)
  const closed = asked.filter((relay) => !isOpen(relay))
  const due = line.checkDue ?? (closed.length > 0 ? { relays: closed, until: now + REACH_MS } : undefined)
  return forEachRelay({ ...line, ...(due && { checkDue: due }) }, asked.filter(isOpen), (current, relay) =>
    send(current, relay, now),
  )
}

/**
 * When the check of a relay goes further by itself: it is sent once more where it was taken and did not come back (some
 * relays pass an event on before they have looked at the REQ before it, seen), or else it is over.
 */
function dueOf(shown: RelayHealth, check: Check | undefined): Ms {
  const again = check?.takenAt !== undefined && !check.isAgain ? check.takenAt + ECHO_MS : Number.POSITIVE_INFINITY
  return Math.min(again, (check?.sentAt ?? shown.at) + CHECK_MS)
}

/** When time next matters to checks; empty: none is under way. */
export function checkDues({ health = {}, checks = {}, checkDue }: Line): Ms[] {
  const sent = Object.entries(health).flatMap(([relay, shown]) =>
    isUnderWay(shown) ? [dueOf(shown, checks[relay])] : [],
  )
  return checkDue ? [...sent, checkDue.until] : sent
}

/** Time went by: what may have missed us is sent once more, and what is not known by now is not so. */
export function checkTick(line: Line, now: Ms): Step {
  const missed = Object.entries(line.health ?? {}).flatMap(([relay, shown]) => {
    const { takenAt, isAgain } = line.checks?.[relay] ?? {}
    const isDue = isUnderWay(shown) && !isAgain && takenAt !== undefined && now >= takenAt + ECHO_MS
    return isDue && line.open.includes(relay) ? [relay] : []
  })
  const again = forEachRelay(line, missed, (current, relay) => {
    const { loggedIn } = current.checks?.[relay] ?? {}
    return send(current, relay, now, { isAgain: true, ...(loggedIn && { loggedIn }) })
  })
  return andThen(again, (current) => still(lapsed(current, now)))
}

function lapsed(line: Line, now: Ms): Line {
  const silent = Object.entries(line.health ?? {}).filter(
    ([relay, shown]) => isUnderWay(shown) && now >= (line.checks?.[relay]?.sentAt ?? shown.at) + CHECK_MS,
  )
  const over = silent.reduce(
    (current, [relay, { writes, reads }]) =>
      withHealth(current, relay, { writes: writes ?? false, reads: reads ?? false }),
    line,
  )
  return over.checkDue && now >= over.checkDue.until ? unreached(over, over.checkDue.relays, now) : over
}

function unreached({ checkDue: _, ...line }: Line, relays: readonly RelayUrl[], now: Ms): Line {
  const shown = relays.map((relay): [RelayUrl, RelayHealth] => [
    relay,
    { ...UNKNOWN, at: now, auth: false, writes: false, reads: false },
  ])
  return { ...line, health: { ...line.health, ...Object.fromEntries(shown) } }
}
