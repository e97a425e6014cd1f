import { METHODS } from '../protocol/nip46'
import { begin } from './ask'
import { still } from './compose'
import type { InFlight, Line, Ms, Step } from './line'
import { PRESENCE_MS } from './times'

/** Whether the phone is there while a request waits for its person. */
export type Presence = 'reached' | 'silent' | 'unknown'

const waitsForPerson = ({ method, auth, takenAt, own }: InFlight): boolean =>
  METHODS[method].patience === 'person' && !own && !auth && takenAt !== null

/** A relay has it for a while, nothing came since, and this signer may know `ping`: time to ask whether it is there. */
const isDue = (line: Line, request: InFlight): boolean => {
  const { learned, answeredAt, pingedAt } = line
  const since = request.takenAt ?? 0
  const mayKnow = learned.ping === undefined || learned.ping === 'answers'
  return waitsForPerson(request) && mayKnow && (answeredAt ?? 0) < since && (pingedAt ?? 0) < since
}

/** When the next `ping` is due; null: none is. */
export function pingDue(line: Line): Ms | null {
  const dues = Object.values(line.requests).flatMap((request) =>
    isDue(line, request) ? [(request.takenAt ?? 0) + PRESENCE_MS] : [],
  )
  return dues.length > 0 ? Math.min(...dues) : null
}

/** Ask whether the phone is there, once per wait. Never blocks anything, and a person need not do anything (NIP-46). */
export function ping(line: Line, now: Ms): Step {
  const due = pingDue(line)
  if (due === null || now < due) return still(line)
  const asked = { ...line, pingedAt: now }
  const id = `${line.id.slice(0, 40)}-ping-${now}`
  return begin(asked, { id, method: 'ping', params: [], own: true }, now) ?? still(asked)
}

/**
 * What is known of the phone since a relay took this request. Silence tells something only of a signer that has
 * answered a `ping` before.
 */
export function presenceOf({ learned, answeredAt, pingedAt, requests }: Line, { takenAt }: InFlight): Presence {
  if (takenAt === null) return 'unknown'
  if (answeredAt !== null && answeredAt >= takenAt) return 'reached'
  const isAsking = Object.values(requests).some(({ method }) => method === 'ping')
  return learned.ping === 'answers' && !isAsking && (pingedAt ?? 0) >= takenAt ? 'silent' : 'unknown'
}
