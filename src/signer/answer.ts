import { type Cipher, cipherOf, unseal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import { checkAnswer, isAuthUrl, NIP46_KIND, parseResponse, parseSigned, type Response } from '../protocol/nip46'
import { readAuth } from './auth'
import { checkCame } from './check'
import { hear, isUnproven } from './claim'
import { ignore, still, withRequest } from './compose'
import { understood } from './dialect'
import type { InFlight, Line, LineInput, Ms, Step } from './line'
import { bearsSecret, greet, hintRefusal, unmet } from './pairing'
import { settle } from './settle'
import { type Options, patience } from './times'

/** An event from a relay. The first answer from the peer under a known id counts; the rest is ignored and counted. */
export function receive(line: Line, input: Extract<LineInput, { type: 'event' }>, now: Ms, options: Options): Step {
  const { event } = input
  // whatever it holds, what we wrote ourselves is nobody's answer
  if (event.pubkey === line.clientPubkey) return checkCame(line, input, now)
  const plaintext = event.kind === NIP46_KIND && isExpecting(line, event) ? read(line, event) : null
  if (plaintext === null) return ignore(line)
  const response = parseResponse(plaintext)
  if (!response) return hear(line, event, plaintext, now)
  if (line.peer === null) return greet(line, event, response, now)
  if (isUnproven(line) && bearsSecret(response.result, line.pairing?.secret ?? ''))
    return greet(unmet(line), event, response, now)
  const isForeign = event.pubkey !== line.peer
  const request = requestFor(line, response, isForeign)
  if (!request) return ignore(line)
  if (isAuthUrl(response)) return showAuth(line, request, response, isForeign, now, options)
  if (isForeign) return ignore(line)
  return answer({ ...line, answeredAt: now, cipher: spoken(line, event) }, request, response, now)
}

/** An answer; or what a signer of 2023 has to say unasked. */
const isExpecting = ({ peer, requests, dialect }: Line, { pubkey }: SignedEvent): boolean =>
  peer === null || Object.keys(requests).length > 0 || (dialect === 'object' && pubkey === peer)

const read = ({ clientSecretKey }: Line, { pubkey, content }: SignedEvent): string | null =>
  unseal({ clientSecretKey, peer: pubkey }, content)

/**
 * By any id it was asked under. Primal's errors may bear the event's id instead; that one relays see too, so a stranger's
 * frame (an `auth_url`) must know a real one.
 */
const requestFor = ({ requests }: Line, { id }: Response, isForeign: boolean): InFlight | undefined =>
  Object.values(requests).find(({ ids, event }) => ids.includes(id) || (!isForeign && event?.id === id))

/** A signer that answers in NIP-04 is never spoken to in NIP-44 again: it may end its process (seen: nsecbunkerd). */
const spoken = (line: Line, { content }: SignedEvent): Cipher => (cipherOf(content) === 'nip04' ? 'nip04' : line.cipher)

/**
 * The signer wants a page opened; the answer comes later under the same id. The first page gives the request a
 * person's time; one of the peer's replaces one of another key's, never the other way (SIGNERS rule 6).
 */
function showAuth(
  line: Line,
  request: InFlight,
  response: Response,
  isForeign: boolean,
  now: Ms,
  options: Options,
): Step {
  const auth = readAuth(response, isForeign)
  if (!auth || (request.auth && !(request.auth.foreign && !isForeign))) return ignore(line)
  const asked = { ...request, auth, takenAt: request.takenAt ?? now }
  return still(withRequest(line, { ...asked, deadline: now + patience(asked, options) }))
}

/** A late first approval may still win over an error to the second `connect`. */
const HINT_MS = 5_000

function answer(line: Line, request: InFlight, response: Response, now: Ms): Step {
  const outcome = checkAnswer(request, understood(line, request, response), line.user)
  if (!outcome.ok && request.own && request.method === 'connect' && response.id !== request.ids[0])
    return still(hintRefusal(withRequest(line, soon(request, now)), outcome.error))
  const isOther = !outcome.ok && outcome.error.code === 'bad-answer' && request.method === 'sign_event'
  return settle(line, request, outcome, now, isOther ? parseSigned(response.result) : null)
}

const soon = (request: InFlight, now: Ms): InFlight => ({
  ...request,
  deadline: Math.min(request.deadline, now + HINT_MS),
})
