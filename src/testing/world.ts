import type { Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { RelayUrl } from '../protocol/relay'
import { nextDue } from '../signer/deadline'
import type { Line, LineEffect, LineInput, Ms } from '../signer/line'
import { wanted } from '../signer/relays'
import { step } from '../signer/step'
import type { Options } from '../signer/times'
import type { FakeClock } from './clock'
import { backoff, type FakeRelay, type FakeSocket } from './relay'

/** A line driven as the edges drive it: sockets as `wanted` says, one timer as `nextDue` says. */
export interface World {
  line(): Line
  feed(input: LineInput): void
  /** Every effect so far, in order. */
  effects: LineEffect[]
  /** Outcomes by request id: more than one under an id is a broken law. */
  outcomes(id: string): Outcome[]
  /** The only outcome of a request, or null while it is in flight. */
  outcome(id: string): Outcome | null
  /** The worker dies and is born again after `ms`; only the journal is left. */
  die(ms?: Ms): void
  /** Keep the line warm until then. */
  warm(until: Ms): void
  /** Be told of each step. */
  watch(saw: (input: LineInput, after: Line, effects: LineEffect[]) => void): void
  sockets(): RelayUrl[]
  hasTimer(): boolean
}

interface Held {
  socket: FakeSocket
  isOpen: boolean
  /** Calls off what would tell that nothing was said of an event. */
  unsaid: Map<string, () => void>
}

export function world(clock: FakeClock, relays: readonly FakeRelay[], start: Line, options: Options = {}): World {
  let line = start
  let isAlive = true
  let warmUntil = 0
  let stopTimer: (() => void) | null = null
  const held = new Map<RelayUrl, Held>()
  const wait = backoff()
  const effects: LineEffect[] = []
  let saw: Parameters<World['watch']>[0] = () => {}
  sync()

  const outcomes = (id: string): Outcome[] =>
    effects.flatMap((effect) => (effect.type === 'settle' && effect.id === id ? [effect.outcome] : []))

  return {
    line: () => line,
    feed,
    effects,
    outcomes,
    outcome: (id) => outcomes(id)[0] ?? null,
    die,
    warm(until) {
      warmUntil = until
      sync()
    },
    watch(told) {
      saw = told
    },
    sockets: () => [...held.keys()],
    hasTimer: () => stopTimer !== null,
  }

  function feed(input: LineInput): void {
    if (!isAlive) return
    const next = step(line, input, clock.now(), options)
    line = next.line
    effects.push(...next.effects)
    saw(input, line, next.effects)
    for (const effect of next.effects) if (effect.type === 'publish') publish(effect.relay, effect.event)
    sync()
  }

  /** A relay that is there, and says nothing of the event for 10 s, is told of. */
  function publish(relay: RelayUrl, event: SignedEvent): void {
    const mine = held.get(relay)
    if (!mine) return
    mine.socket.publish(event)
    const tell = () => held.get(relay) === mine && feed({ type: 'unsaid', relay, eventId: event.id })
    mine.unsaid.get(event.id)?.()
    mine.unsaid.set(
      event.id,
      clock.after(10_000, () => mine.socket.ask(tell)),
    )
  }

  function sync(): void {
    const want = wanted(line, clock.now(), warmUntil)
    for (const [url, { socket }] of held) {
      if (want?.relays.includes(url)) continue
      socket.close()
      held.delete(url)
      if (line.open.includes(url)) line = step(line, { type: 'closed', relay: url, reason: '' }, clock.now()).line
    }
    for (const url of want?.relays ?? []) if (!held.has(url)) connect(url)
    setTimer()
  }

  function setTimer(): void {
    stopTimer?.()
    const due = nextDue(line)
    stopTimer = due === null ? null : clock.after(due - clock.now(), () => feed({ type: 'tick' }))
  }

  function connect(url: RelayUrl): void {
    const relay = relays.find((each) => each.url === url)
    if (!relay) return
    const mine: Held = {
      isOpen: false,
      unsaid: new Map(),
      socket: relay.connect({
        open() {
          const filter = wanted(line, clock.now(), warmUntil)?.filter
          if (!filter) return
          mine.isOpen = true
          wait.reset(url)
          mine.socket.subscribe(filter)
          feed({ type: 'open', relay: url })
        },
        closed(reason) {
          if (held.get(url) !== mine) return
          feed({ type: 'closed', relay: url, reason })
          // the name stays held while waiting, so that nobody connects sooner
          clock.after(wait.next(url), () => {
            if (held.get(url) !== mine) return
            held.delete(url)
            sync()
          })
        },
        ok(eventId, accepted, reason) {
          mine.unsaid.get(eventId)?.()
          feed({ type: 'ok', relay: url, eventId, accepted, reason })
          if (!reason.startsWith('auth-required:')) return
          mine.socket.authenticate()
          clock.after(1_000, () => held.get(url) === mine && feed({ type: 'open', relay: url }))
        },
        event: (event) => feed({ type: 'event', relay: url, event }),
      }),
    }
    held.set(url, mine)
  }

  function die(ms: Ms = 0): void {
    if (!isAlive) return
    const journal = JSON.stringify(line)
    for (const { socket } of held.values()) socket.close()
    held.clear()
    stopTimer?.()
    stopTimer = null
    isAlive = false
    clock.after(ms, () => {
      isAlive = true
      line = JSON.parse(journal) as Line
      feed({ type: 'wake' })
    })
  }
}
