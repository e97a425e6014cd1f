import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { relayName, shortId } from '../protocol/redact'
import type { RelayUrl } from '../protocol/relay'
import type { InFlight, Line, LineEffect, LineInput } from '../signer/line'

/** An entry of the trace before it is written: words of the protocol and of relays, lengths and times, never a content. */
export interface Words {
  what: string
  relay: RelayUrl | null
  detail: string
}

/** What is worth telling of a step: what came, what it changed, and what was sent for it. */
export function entriesOf(before: Line, input: LineInput, after: Line, effects: readonly LineEffect[]): Words[] {
  return [
    ...cameWords(before, input, after),
    ...pairingWords(before, after),
    ...relayWords(before, after),
    ...effects.flatMap((effect) => effectWords(before, after, effect)),
  ]
}

const only = (what: string, relay: RelayUrl | null, detail = ''): Words[] => [{ what, relay, detail }]

function cameWords(before: Line, input: LineInput, after: Line): Words[] {
  switch (input.type) {
    case 'open':
      return only('open', input.relay, before.open.includes(input.relay) ? 'again, after AUTH' : '')
    case 'closed':
      return only('closed', input.relay, input.reason || 'not needed any more')
    case 'ok':
      return okWords(before, input)
    case 'unsaid':
      return only('silent', input.relay, `no OK for ${nameOf(before, input.eventId)}`)
    case 'event':
      return eventWords(before, input, after)
    case 'wake':
      return only('woke', null)
    case 'again':
      return only('again', null, 'asked once more')
    default:
      return []
  }
}

function okWords(line: Line, { relay, eventId, accepted, reason }: Extract<LineInput, { type: 'ok' }>): Words[] {
  const words = [nameOf(line, eventId), reason].filter(Boolean).join(', ')
  return only(accepted ? 'OK' : 'refused', relay, words)
}

/** A request by its method and the beginning of its id, as far as it is not one of our own. */
const requestName = ({ method, id, own }: InFlight): string => (own ? method : `${method} ${shortId(id)}`)

function nameOf({ requests, checks = {} }: Line, eventId: Hex): string {
  const request = Object.values(requests).find(({ event }) => event?.id === eventId)
  if (request) return requestName(request)
  return Object.values(checks).some(({ sent }) => Object.hasOwn(sent, eventId)) ? 'check' : 'what is over'
}

const sizeOf = (event: SignedEvent): string => `${JSON.stringify(event).length} bytes`

function eventWords(before: Line, input: Extract<LineInput, { type: 'event' }>, after: Line): Words[] {
  const { relay, event } = input
  if (event.pubkey === before.clientPubkey) return echoWords(before, relay, after)
  const size = sizeOf(event)
  if (after.ignored > before.ignored) return only('ignored', relay, `${whyIgnored(before, event)}, ${size}`)
  return only('answer', relay, `${answered(before, after)}, ${size}`)
}

function echoWords(before: Line, relay: RelayUrl, after: Line): Words[] {
  const [was, is] = [before.health?.[relay]?.roundTrip ?? null, after.health?.[relay]?.roundTrip ?? null]
  return is !== null && was === null ? only('check came', relay, `${is} ms`) : []
}

function whyIgnored({ peer, requests }: Line, { pubkey }: SignedEvent): string {
  if (peer === null) return 'no answer to our code'
  if (pubkey !== peer) return 'of another key'
  return Object.keys(requests).length === 0 ? 'nothing was asked' : 'of no request'
}

/** What an event brought, told by what it changed. */
function answered(before: Line, after: Line): string {
  if (before.peer === null && after.peer !== null) return 'to our code'
  if (before.pairing?.claims !== after.pairing?.claims) return 'who says that they are the signer'
  if (before.endedAt !== after.endedAt) return 'the signer ended the session'
  if (!before.pairing?.auth && after.pairing?.auth) return 'wants a page opened'
  const changed = Object.values(before.requests).find(({ id }) => after.requests[id] !== before.requests[id])
  if (!changed) return 'seen before'
  const isOpen = after.requests[changed.id] !== undefined
  return `${requestName(changed)}${isOpen ? ', wants a page opened' : ''}`
}

function pairingWords({ pairing: was }: Line, { pairing: is }: Line): Words[] {
  if (!is || is.stage === was?.stage) return []
  return only('pairing', null, [is.stage, ...(is.stage === 'failed' && is.error ? [is.error.code] : [])].join(', '))
}

function relayWords(before: Line, after: Line): Words[] {
  const gone = before.relays.filter((relay) => !after.relays.includes(relay))
  const come = after.relays.filter((relay) => !before.relays.includes(relay))
  if (gone.length + come.length === 0) return []
  const names = (relays: RelayUrl[]) => relays.map(relayName).join(' ') || 'none'
  return only('switch', null, `from ${names(gone)} to ${names(come)}`)
}

function effectWords(before: Line, after: Line, effect: LineEffect): Words[] {
  if (effect.type === 'publish') {
    const { relay, event } = effect
    return only('EVENT', relay, `${nameOf(after, event.id)}, ${sizeOf(event)}`)
  }
  if (effect.type !== 'settle') return []
  const { id, outcome } = effect
  const request = Object.hasOwn(before.requests, id) ? before.requests[id] : undefined
  return only(
    'ended',
    null,
    `${request ? requestName(request) : shortId(id)}, ${outcome.ok ? 'answered' : outcome.error.code}`,
  )
}
