import { type Cipher, cipherOf, seal } from '../protocol/envelope'
import { fail } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import { byteLength, MAX_REQUEST_BYTES } from '../protocol/limits'
import type { RequestMethod } from '../protocol/nip46'
import { requestOf, still, withRequest } from './compose'
import { publish } from './deliver'
import { phrase } from './dialect'
import type { InFlight, Line, LineInput, Ms, Step } from './line'
import { openRelays, relaysOf } from './relays'
import { RELAY_MS } from './times'
import { lineUp, takesTurns } from './waiting'

/** A request before it is sealed. */
export interface Asking {
  id: string
  method: RequestMethod
  params: string[]
  own?: true
}

/** @returns null where the peer is no key, or the request larger than relays and signers take (limits.ts) */
function sealed(line: Line, { id, method, params }: Asking, cipher: Cipher, now: Ms): SignedEvent | null {
  const { clientSecretKey, clientPubkey, peer } = line
  if (peer === null) return null
  try {
    const plaintext = JSON.stringify({ id, ...phrase(line, { method, params }) })
    if (byteLength(plaintext) > MAX_REQUEST_BYTES) return null
    return seal({ clientSecretKey, clientPubkey, peer }, cipher, plaintext, Math.floor(now / 1000))
  } catch {
    return null
  }
}

const allDue = (line: Line, now: Ms): InFlight['deliveries'] =>
  Object.fromEntries(relaysOf(line, now).map((relay) => [relay, { state: 'due' }]))

/** Put a new request in flight and send it to every open relay; null where it cannot be sealed. */
export function begin(line: Line, asking: Asking, now: Ms): Step | null {
  const event = sealed(line, asking, line.cipher, now)
  if (!event) return null
  const { id, method, params, own } = asking
  const request: InFlight = {
    ...{ id, ids: [id], method, params, event, auth: null },
    ...{ askedAt: now, deliveries: allDue(line, now), takenAt: null, deadline: now + RELAY_MS },
    ...(own && { own }),
  }
  return publish(withRequest(line, request), request, openRelays(line, now), now)
}

/**
 * Sign a request anew, under its id or a new one, and send it: the clock starts again.
 * @param cipher default: as before, but NIP-04 where the signer has shown it since
 * @returns null where it cannot be sealed (a new id may be too long)
 */
export function reseal(
  line: Line,
  request: InFlight,
  id: string,
  now: Ms,
  cipher = cipherFor(line, request),
): Step | null {
  const event = sealed(line, { ...request, id }, cipher, now)
  if (!event) return null
  const next: InFlight = {
    ...request,
    ...{ ids: request.ids.includes(id) ? request.ids : [...request.ids, id], event },
    ...{ deliveries: allDue(line, now), takenAt: null, deadline: now + RELAY_MS },
  }
  return publish(withRequest(line, next), next, openRelays(line, now), now)
}

const cipherFor = (line: Line, { event }: InFlight): Cipher =>
  line.cipher === 'nip04' || !event ? line.cipher : cipherOf(event.content)

/** A caller asks. The same id again joins what is in flight. */
export function ask(line: Line, input: Extract<LineInput, { type: 'ask' }>, now: Ms): Step {
  const { id, method, params } = input
  if (requestOf(line, id)) return still(line)
  if (line.user === null) return still(line, { type: 'settle', id, outcome: fail('not-paired') })
  if (line.endedAt !== undefined) return still(line, { type: 'settle', id, outcome: fail('session-ended') })
  const asking = { id, method, params }
  if (takesTurns(asking)) return still(lineUp(line, asking, input.turn, now))
  return begin(line, asking, now) ?? still(line, { type: 'settle', id, outcome: fail('too-large') })
}

/** The person wants it asked once more; an answer to any of its ids still counts. */
export function again(line: Line, { id, newId }: Extract<LineInput, { type: 'again' }>, now: Ms): Step {
  const request = requestOf(line, id)
  if (!request || request.ids.includes(newId)) return still(line)
  const anew = reseal(line, { ...request, auth: null }, newId, now)
  const asked = anew && requestOf(anew.line, id)
  if (!asked) return still(line)
  // the first asking may be on the phone still: its time is not taken away
  const deadline = Math.max(request.deadline, asked.deadline)
  return still(withRequest(anew.line, { ...asked, deadline }), ...anew.effects)
}
