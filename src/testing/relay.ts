import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import type { Ms, Wanted } from '../signer/line'
import type { FakeClock } from './clock'

/** What can be wrong with a relay. All off: 20 ms each way, keeps events for 300 s as strfry does. */
export interface Faults {
  /** Each way. */
  latency: Ms
  /** Up to so much more on each frame: frames overtake each other. */
  jitter: Ms
  /** Of each frame, 0..1: it is lost. */
  loss: number
  /** Of each event passed on, 0..1: it comes twice. */
  duplicate: number
  /** Of each event passed on, 0..1: garbage comes before it. */
  garbage: number
  /** Events are refused in these words. */
  refuse: string | null
  /** So many events are taken in any second, by one key; null: any number. */
  perSecond: number | null
  /** Events are taken without a word. */
  isMute: boolean
  /** Sockets open and nothing ever comes of what is written into them. */
  isBlackhole: boolean
  /** Events are taken without a word, and nothing comes of them. */
  swallows: boolean
  /** The connection is accepted, and no socket ever opens. */
  neverOpens: boolean
  /** Never says that nothing more is stored (EOSE). */
  isEndless: boolean
  /** How long events are kept for new subscriptions; 0: as nostream does. */
  storeMs: Ms
  /** Events whose `created_at` is older are refused, as strfry does. */
  maxAgeMs: Ms
  /** NIP-42: nothing is taken on a socket before `authenticate`. */
  needsAuth: boolean
  /** NIP-42: and every AUTH is refused. */
  isClosedShop: boolean
}

const HEALTHY: Faults = {
  ...{
    latency: 20,
    jitter: 0,
    loss: 0,
    duplicate: 0,
    garbage: 0,
    refuse: null,
    perSecond: null,
    isMute: false,
    isBlackhole: false,
  },
  ...{
    storeMs: 300_000,
    maxAgeMs: 60_000,
    needsAuth: false,
    isClosedShop: false,
    swallows: false,
    neverOpens: false,
    isEndless: false,
  },
}

/** What the owner of a socket hears. */
export interface Listener {
  open(): void
  closed(reason: string): void
  ok(eventId: Hex, accepted: boolean, reason: string): void
  event(event: SignedEvent): void
}

export interface FakeSocket {
  publish(event: SignedEvent): void
  subscribe(filter: Wanted['filter']): void
  authenticate(): void
  /** A frame there and one back: its answer arrives, where anything does. */
  ask(answer: () => void): void
  close(): void
}

export interface FakeRelay {
  readonly url: RelayUrl
  faults: Faults
  connect(listener: Listener): FakeSocket
  /** All sockets close at once, and none opens until `start`. Stored events are kept where `keeps`. */
  stop(keeps?: boolean): void
  start(): void
  /** Sockets of now go half-open: they look open and carry nothing, and no `closed` ever comes. */
  freeze(): void
  /** Events that were taken, by anybody. */
  taken(): SignedEvent[]
  sockets(): number
}

interface Connection {
  listener: Listener
  filter: Wanted['filter'] | null
  isLive: boolean
  isFrozen: boolean
  isAuthed: boolean
}

const matches = (filter: Wanted['filter'], event: SignedEvent): boolean =>
  filter.kinds.includes(event.kind) &&
  event.created_at >= filter.since &&
  event.tags.some(([name, value]) => name === 'p' && value !== undefined && filter['#p'].includes(value))

/** Garbage as relays pass it on: the right kind and address, of a key nobody knows, with a content that is noise. */
const noise = (event: SignedEvent): SignedEvent => ({ ...event, id: '0'.repeat(64), content: `noise${event.content}` })

export function fakeRelay(
  url: RelayUrl,
  clock: FakeClock,
  random: () => number,
  given: Partial<Faults> = {},
): FakeRelay {
  const connections = new Set<Connection>()
  const stored: { event: SignedEvent; at: Ms }[] = []
  const log: SignedEvent[] = []
  let isUp = true

  const relay: FakeRelay = {
    url,
    faults: { ...HEALTHY, ...given },
    connect,
    stop(keeps = true) {
      isUp = false
      if (!keeps) stored.length = 0
      for (const connection of connections) drop(connection, 'relay stopped')
    },
    start: () => {
      isUp = true
    },
    freeze: () => {
      for (const connection of connections) connection.isFrozen = true
    },
    taken: () => [...log],
    sockets: () => connections.size,
  }
  return relay

  /** One frame on its way, in either direction. */
  function travel(connection: Connection, arrive: () => void): void {
    const { latency, jitter, loss } = relay.faults
    if (random() < loss) return
    clock.after(latency + random() * jitter, () => {
      if (connection.isLive && !connection.isFrozen) arrive()
    })
  }

  function drop(connection: Connection, reason: string): void {
    connections.delete(connection)
    if (!connection.isLive || connection.isFrozen) return
    connection.isLive = false
    clock.after(1, () => connection.listener.closed(reason))
  }

  function connect(listener: Listener): FakeSocket {
    const connection: Connection = { listener, filter: null, isLive: true, isFrozen: false, isAuthed: false }
    connections.add(connection)
    clock.after(relay.faults.latency, () => {
      if (!connection.isLive || relay.faults.neverOpens) return
      if (isUp) listener.open()
      else drop(connection, 'connection refused')
    })
    return {
      publish: (event) => travel(connection, () => publish(connection, event)),
      subscribe: (filter) => travel(connection, () => subscribe(connection, filter)),
      authenticate: () => travel(connection, () => (connection.isAuthed = true)),
      ask: (answer) => travel(connection, () => relay.faults.isBlackhole || travel(connection, answer)),
      close() {
        connection.isLive = false
        connections.delete(connection)
      },
    }
  }

  function publish(from: Connection, event: SignedEvent): void {
    const { isBlackhole, isMute, swallows } = relay.faults
    if (isBlackhole || swallows) return
    const reason = refusal(from, event)
    if (!isMute) travel(from, () => from.listener.ok(event.id, reason === null, reason ?? ''))
    if (reason !== null) return
    log.push(event)
    stored.push({ event, at: clock.now() })
    for (const connection of connections)
      if (connection.filter && matches(connection.filter, event)) pass(connection, event)
  }

  function refusal(from: Connection, event: SignedEvent): string | null {
    const { refuse, needsAuth, maxAgeMs, perSecond } = relay.faults
    if (needsAuth && !from.isAuthed) return 'auth-required: who are you?'
    if (refuse !== null) return refuse
    const lately = stored.filter(({ event: { pubkey }, at }) => pubkey === event.pubkey && clock.now() - at < 1_000)
    if (perSecond !== null && lately.length >= perSecond) return 'rate-limited: slow down'
    return clock.now() - event.created_at * 1000 > maxAgeMs + 1000 ? 'invalid: ephemeral event expired' : null
  }

  function subscribe(connection: Connection, filter: Wanted['filter']): void {
    if (relay.faults.isBlackhole) return
    connection.filter = filter
    const from = clock.now() - relay.faults.storeMs
    for (const { event, at } of stored) if (at > from && matches(filter, event)) pass(connection, event)
  }

  function pass(connection: Connection, event: SignedEvent): void {
    const { garbage, duplicate } = relay.faults
    // a fresh copy, as from the wire: nostr-tools remembers on the object itself that it was verified
    const send = (sent: SignedEvent): void => travel(connection, () => connection.listener.event(structuredClone(sent)))
    if (random() < garbage) send(noise(event))
    send(event)
    if (random() < duplicate) send(event)
  }
}

/** How long to wait before connecting again: 1 s, doubled with each failure, 60 s at most. */
export function backoff(): { next(url: RelayUrl): Ms; reset(url: RelayUrl): void } {
  const tries = new Map<RelayUrl, number>()
  return {
    next(url) {
      const count = tries.get(url) ?? 0
      tries.set(url, count + 1)
      return Math.min(60_000, 1_000 * 2 ** count)
    },
    reset: (url) => void tries.delete(url),
  }
}
