import { AbstractRelay } from 'nostr-tools/abstract-relay'
import { type EventTemplate as AuthTemplate, finalizeEvent, verifyEvent } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { parseEvent, type SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import type { Wanted } from '../signer/line'
import { SUBSCRIPTION } from './ask-relay'
import { after, now } from './clock'
import { nameless } from './nameless'

/** What a socket tells: `up` each time the relay listens for us (again, after AUTH), `down` once and for all. */
export interface SocketEvents {
  up(): void
  down(reason: string): void
  /** Signature checked, and not one that `known` has. */
  event(event: SignedEvent): void
  /** Was this event read already, from whichever relay? Spares checking its signature again. */
  known(eventId: Hex): boolean
  ok(eventId: Hex, accepted: boolean, reason: string): void
  /** The relay is alive, and has said nothing of this event in time. */
  unsaid(eventId: Hex): void
  /** The relay refused our AUTH; the other form of its URL may do (strfry compares bytes). */
  authRefused(reason: string): void
  /** For a trace: what is said on it that has no other name here. */
  note(what: string, words: string): void
}

export interface Socket {
  publish(event: SignedEvent): void
  /** Ask for a sign of life; closes a half-open socket (ONOSENDAI#77). */
  probe(): void
  close(): void
}

/** ms a relay may take to accept the connection; a blackholed one holds nobody up, others go on meanwhile. */
const CONNECT_TIMEOUT = 10_000
/** ms a living relay may take to answer a REQ. */
const PROBE_TIMEOUT = 6_000
/** ms of silence after which a relay that has not said OK is asked for a sign of life: most take a tenth of a second. */
const QUIET = 3_000
/** Events that a look brings again, at most: more than are answered between two. */
const NEWEST = 20
/** ms a relay may take to say OK; a hundred events at once take a slow one a while. */
const PUBLISH_TIMEOUT = 10_000

/**
 * One connection to one relay for one line: connects, subscribes, answers AUTH with the line's client key, and ends.
 * A broken socket is never mended: its owner opens a new one.
 * @param authUrl the relay's URL as AUTH events name it
 */
export function openSocket(
  url: RelayUrl,
  authUrl: RelayUrl,
  clientSecretKey: Hex,
  filter: Wanted['filter'],
  events: SocketEvents,
): Socket {
  const relay = promptRelay(url)
  let isConnected = false
  let over = false
  const end = (reason: string) => {
    if (over) return
    over = true
    relay.close()
    events.down(reason)
  }
  const heard = (tell: () => void) => {
    if (over) return
    watch.heard()
    tell()
  }
  const told = { ...events, event: (event: SignedEvent) => heard(() => events.event(event)) }
  const watch = lookout(relay, filter, told, () => end('no sign of life'))
  const up = () => {
    if (over) return
    listen(relay, filter, told, end)
    events.up()
  }
  relay.onnotice = (words) => events.note('NOTICE', words)
  // before that, `connect` says why
  relay.onclose = () => isConnected && end('closed')
  relay.onauth = async (template) => finalizeEvent(withRelay(template, authUrl), hexToBytes(clientSecretKey))
  const refusedAuth = (reason: string) => {
    if (over) return
    events.note('AUTH', `refused, ${reason}`)
    events.authRefused(reason)
  }
  hearAuth(relay, up, refusedAuth, events)
  const connected = () => {
    isConnected = true
    up()
  }
  const failed = (reason: unknown) => end(String(reason))
  nameless(() => over || relay.connect({ timeout: CONNECT_TIMEOUT }).then(connected, failed))
  const refused = ({ id }: SignedEvent, { message }: Error) => {
    // silence, and not the relay's word: is it there at all?
    if (message === 'publish timed out') watch.miss(id)
    else if (!over) events.ok(id, false, message)
  }
  return {
    publish(event) {
      if (!isConnected) return
      const callOff = watch.lookWhenQuiet()
      relay
        .publish(event)
        .then(
          (reason) => heard(() => events.ok(event.id, true, reason)),
          (error: Error) => refused(event, error),
        )
        .finally(callOff)
    },
    probe: watch.look,
    close: () => {
      over = true
      relay.close()
    },
  }
}

/**
 * nostr-tools sends a microtask later, and whoever follows the state has its turn before that (journal, badge, sockets: 2 ms
 * of a call, measured). This way a frame leaves in the step that made it, and the journal is written in the same turn,
 * which nothing interrupts but the end of the process; and then the page asks again with the same id, so that the signer
 * knows the request. (The journal's write was never waited for: it ends some ms after the frame has left, either way.)
 */
function promptRelay(url: RelayUrl): AbstractRelay {
  const relay = new AbstractRelay(url, { verifyEvent: (event) => verifyEvent(event) })
  relay.publishTimeout = PUBLISH_TIMEOUT
  relay.send = async (message) => (relay as unknown as { ws?: WebSocket }).ws?.send(message)
  return relay
}

function bring(raw: unknown, events: SocketEvents): void {
  const event = parseEvent(raw)
  if (event) events.event(event)
}

function listen(relay: AbstractRelay, filter: Wanted['filter'], events: SocketEvents, end: (reason: string) => void) {
  relay.openSubs.get(SUBSCRIPTION)?.close()
  events.note('REQ', `since ${filter.since}`)
  relay.subscribe([filter], {
    id: SUBSCRIPTION,
    alreadyHaveEvent: events.known,
    onevent: (raw) => bring(raw, events),
    onclose: (reason) => {
      // `auth-required` is followed by a challenge; our own closing comes here too
      if (reason !== 'closed by caller' && !reason.startsWith('auth-required')) end(reason)
    },
  })
}

/** nostr-tools normalises URLs; relays compare the `relay` tag byte for byte. */
function withRelay(template: AuthTemplate, authUrl: RelayUrl): AuthTemplate {
  return { ...template, tags: template.tags.map((tag) => (tag[0] === 'relay' ? ['relay', authUrl] : tag)) }
}

/** nostr-tools begins an AUTH by itself at each challenge, and throws a refusal into nowhere: told here instead. */
function hearAuth(
  relay: AbstractRelay,
  taken: () => void,
  refused: (reason: string) => void,
  events: Pick<SocketEvents, 'note'>,
): void {
  const auth = relay.auth.bind(relay)
  relay.auth = async (sign) => {
    try {
      events.note('AUTH', 'sent')
      const reason = await auth(sign)
      events.note('AUTH', 'taken')
      taken()
      return reason
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      refused(reason)
      return reason
    }
  }
}

/**
 * Finds out whether a relay that says nothing is there at all, one look at a time.
 * @param events told of what it said nothing of, where it is
 * @param dead where it is not
 */
function lookout(relay: AbstractRelay, filter: Wanted['filter'], events: SocketEvents, dead: () => void) {
  const missed = new Set<Hex>()
  let isLooking = false
  let heardAt = 0
  const look = () => {
    // one that is still connecting has a time of its own
    if (!relay.connected || isLooking) return
    isLooking = true
    const askedAt = now()
    probe(relay, filter, events, (isAlive) => {
      isLooking = false
      // busy with other things it may be, but what speaks is there
      if (!isAlive && heardAt <= askedAt) return dead()
      for (const eventId of missed) events.unsaid(eventId)
      missed.clear()
    })
  }
  /** Where other things are heard, it is there: a second subscription would only bring every answer twice. */
  const lookWhenQuiet = (): (() => void) => {
    let callOff = () => {}
    const wait = (since: number) => {
      callOff = after(since + QUIET - now(), () => (heardAt > since ? wait(heardAt) : look()))
    }
    wait(now())
    return () => callOff()
  }
  return {
    ...{ look, lookWhenQuiet },
    heard: () => {
      heardAt = now()
    },
    miss(eventId: Hex) {
      missed.add(eventId)
      look()
    },
  }
}

/** Asks for the newest once more: a sign of life, and an answer that was lost on its way, where the relay keeps any. */
function probe(
  relay: AbstractRelay,
  filter: Wanted['filter'],
  events: SocketEvents,
  told: (isAlive: boolean) => void,
): void {
  const callOff = after(PROBE_TIMEOUT, () => {
    subscription.close('probed')
    told(false)
  })
  const alive = () => {
    callOff()
    told(true)
  }
  const subscription = relay.subscribe([{ ...filter, limit: NEWEST }], {
    label: '<forced-ping>',
    alreadyHaveEvent: events.known,
    // nostr-tools makes up an EOSE after this long; ours must come from the relay
    eoseTimeout: PROBE_TIMEOUT * 2,
    onevent: (raw) => bring(raw, events),
    oneose: () => subscription.close(),
    // by us after its EOSE, or by the relay, which has spoken either way
    onclose: (reason) => reason === 'probed' || alive(),
  })
}
