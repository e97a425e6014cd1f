import { METHODS } from '../protocol/nip46'
import { reseal } from './ask'
import { letGo } from './asleep'
import { checkDues, checkTick } from './check'
import { choiceAnew, choiceDue } from './choice'
import { andThen, forEachRequest, requestOf, still, withRequest } from './compose'
import type { InFlight, Line, Ms, Step } from './line'
import { failPairing, stageBySockets } from './pairing'
import { ping, pingDue } from './presence'
import { unanswered, untaken } from './refusal'
import { settle } from './settle'
import { CONNECT_RETRY_MS, GRACE_MS, type Options, QR_MS, RELAY_MS } from './times'
import { endInVain, turnDue } from './turns'
import { isWaiting } from './waiting'

/** A first `connect` that stays silent is tried in NIP-04, unless the signer spoke in between. */
const isConnectRetry = ({ own, method, reasked, auth, takenAt }: InFlight): boolean =>
  own === true && method === 'connect' && !reasked && !auth && takenAt !== null

/** When time next matters to a request. */
const dueAt = (request: InFlight): Ms => {
  if (isWaiting(request)) return Number.POSITIVE_INFINITY
  return isConnectRetry(request)
    ? Math.min(request.deadline, (request.takenAt ?? 0) + CONNECT_RETRY_MS)
    : request.deadline
}

/** When a `tick` next matters; null: never, no timer is needed. */
export function nextDue(line: Line): Ms | null {
  const turn = turnDue(line) ?? []
  const requests = Object.values(line.requests).filter((request) => !isWaiting(request))
  const dues = [...requests.map(dueAt), ...qrEnd(line), pingDue(line) ?? [], turn]
    .flat()
    .concat(checkDues(line), choiceDue(line))
  return dues.length > 0 ? Math.min(...dues) : null
}

/** A QR code that nobody answered is not listened for without end: signers drop old ones too (nsec.app after 10 min). */
const qrEnd = ({ pairing, peer }: Line): Ms[] =>
  pairing?.flow === 'qr' && peer === null && pairing.stage !== 'failed' ? [pairing.startedAt + QR_MS] : []

/** Time went by: ask again what may be asked again by itself, end what waited too long. */
export const tick = (line: Line, now: Ms, options: Options): Step =>
  qrEnd(line).some((end) => now >= end)
    ? failPairing(line, { code: 'pairing-silent' })
    : [checkTick, tickRequests, ping].reduce(
        (step, task) => andThen(step, (after) => task(after, now, options)),
        still(line),
      )

const tickRequests = (line: Line, now: Ms, options: Options): Step =>
  forEachRequest(line, (current, request) =>
    now < dueAt(request) ? still(current) : lapse(current, request, now, options),
  )

function lapse(line: Line, request: InFlight, now: Ms, options: Options): Step {
  const anew = now < request.deadline ? retryConnect(line, request, now) : reask(line, request, now)
  if (anew) return anew
  const outcome = request.takenAt === null ? untaken(line, request) : unanswered(line)
  return endInVain(settle(line, request, outcome, now), request, now, options)
}

const reask = (line: Line, request: InFlight, now: Ms): Step | null =>
  mayReask(request) ? reseal(line, { ...request, reasked: true }, `${request.id}-2`, now) : null

/** Keep the patience of the first `connect`: its person may be looking at it. */
function retryConnect(line: Line, request: InFlight, now: Ms): Step | null {
  const { takenAt, deadline } = request
  const anew = reseal(line, { ...request, reasked: true }, `${request.id}-2`, now, 'nip04')
  const asked = anew && requestOf(anew.line, request.id)
  return asked && still(withRequest(anew.line, { ...asked, takenAt, deadline }), ...anew.effects)
}

/** Silence to what needs no person is asked once more; so is the last step of a pairing where no relay took it. */
const mayReask = ({ method, own, reasked, auth, takenAt }: InFlight): boolean =>
  METHODS[method].patience === 'machine' && !reasked && !auth && (takenAt !== null || own === true)

/** What was sent and not acknowledged is due again. */
const unsent = ({ deliveries }: InFlight): InFlight['deliveries'] =>
  Object.fromEntries(
    Object.entries(deliveries).map(([relay, was]) => [
      relay,
      was.state === 'taken' || was.state === 'refused' ? was : { state: 'due' },
    ]),
  )

/**
 * The worker was born again: no socket is open, nothing sent is known to have arrived, and what was due while it was
 * dead gets a moment more, for relays keep answers for a while.
 */
export function wake(line: Line, now: Ms): Step {
  const asleep = forEachRequest(choiceAnew(letGo(line)), (current, request) => {
    const deadline = Math.max(request.deadline, now + (request.takenAt === null ? RELAY_MS : GRACE_MS))
    return still(withRequest(current, { ...request, deliveries: unsent(request), deadline }))
  })
  return still(stageBySockets(asleep.line))
}
