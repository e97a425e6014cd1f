import { hasSlept, stayAwake } from '../edges/awake'
import { after, now } from '../edges/clock'
import { newId } from '../edges/random'
import type { Sockets } from '../edges/sockets'
import { readyKey, readySeal } from '../protocol/envelope'
import { nextDue } from '../signer/deadline'
import { dueSwitch, wanted } from '../signer/relays'
import type { Calls } from './calls'
import type { Lines } from './lines'
import { mayWarm } from './may-warm'
import { lineOf, type State } from './state'
import type { Store } from './store'

/** ms that a line's sockets stay open after its last request, or a look at `nostr`, so that the next call is quick. */
const WARM = 60_000

/** ms in which a call comes that a page makes when it first looks at `nostr`. */
const MOMENT = 20

export interface Tending {
  /** A panel is looked at, or none: meanwhile lines are kept up, so that what it shows of them is true. */
  watch(isOpen: boolean): void
  /** A page of this origin looks at `window.nostr`: where the site may do something, its lines are made ready for a call. */
  warm(origin: string): void
}

/**
 * What follows from the state: which sockets are open, when the next tick comes, and whether the background must stay
 * awake. Nothing here is remembered but how long each line stays warm; after a worker's death all of it is worked out
 * again. Where nothing is under way no timer, socket or alarm is left.
 */
export function tend(store: Store, lines: Lines, calls: Calls, sockets: Sockets, bornAt: number): Tending {
  const warmUntil = new Map<string, number>()
  let watched = false
  const again = alarmClock(tick)
  const readied = readying(store)

  /** @returns whether any line wants the network */
  function matchSockets(): boolean {
    const wishes = Object.values(store.state.lines).map((line) => {
      if ((watched && line.user !== null) || Object.keys(line.requests).length > 0) warmUntil.set(line.id, now() + WARM)
      const { id: lineId, clientSecretKey } = line
      return { lineId, clientSecretKey, wanted: wanted(line, now(), warmUntil.get(lineId)) }
    })
    for (const id of warmUntil.keys()) if (!store.state.lines[id]) warmUntil.delete(id)
    sockets.want(wishes)
    return wishes.some((wish) => wish.wanted !== null)
  }

  function tick(): void {
    turn()
    for (const line of Object.values(store.state.lines)) {
      const due = nextDue(line)
      if (due !== null && due <= now()) lines.feed(line.id, { type: 'tick' })
    }
    turn()
  }

  function plan(): void {
    const dues = Object.values(store.state.lines).flatMap((line) => nextDue(line) ?? [])
    const cooling = [...warmUntil.values()].filter((end) => end > now())
    again(Math.min(...dues, ...cooling))
  }

  const beat = () => {
    turn()
    sockets.probe()
    calls.sweep(bornAt)
  }

  /** After a laptop's sleep no socket is to be trusted, and what was due meanwhile gets a moment more. */
  function rise(): void {
    sockets.renew()
    for (const id of Object.keys(store.state.lines)) lines.feed(id, { type: 'wake' })
  }

  /** Whatever happens first after a sleep comes by here, before anything that fell due in it is ended. */
  function turn(): void {
    if (hasSlept()) rise()
    const isLive = matchSockets()
    // with answered ones: they are swept after a while, and must not lie in the journal of a sleeping background
    const hasCalls = Object.keys(store.state.calls).length > 0
    stayAwake(isLive || hasCalls, beat)
    plan()
  }

  store.follow(() => switchRelays(store, lines))
  store.follow(turn)
  for (const id of Object.keys(store.state.lines)) lines.feed(id, { type: 'wake' })
  turn()
  deriveKey(store.state)
  return {
    watch(isOpen) {
      watched = isOpen
      // who opens the popup may wait for something: a connection that only looks open is found now, and not with the beat
      if (isOpen) sockets.probe()
      turn()
    },
    warm(origin) {
      const ids = mayWarm(store.state, origin, now())
      for (const id of ids) warmUntil.set(id, now() + WARM)
      turn()
      // meanwhile the sockets connect
      for (const id of ids) after(MOMENT, () => readied(id))
    },
  }
}

/** ms after which a timer is set anew: shorter than the time between two beats. */
const AWHILE = 5_000

/** @returns sets when `task` runs next (ms; infinite: not at all), in place of what was set before */
function alarmClock(task: () => void): (at: number) => void {
  let set = Number.POSITIVE_INFINITY
  let setAt = 0
  let callOff = () => {}
  return (at) => {
    // with each of a hundred answers it is the same as before; but a timer stood still while the computer slept
    if (at === set && now() - setAt < AWHILE && now() >= setAt) return
    set = at
    setAt = now()
    callOff()
    const ring = () => {
      set = Number.POSITIVE_INFINITY
      task()
    }
    if (Number.isFinite(at)) callOff = after(Math.max(0, at - now()) + 1, ring)
  }
}

/** @returns does for a line, once in a life, what a first signature takes longer, before it is asked for */
function readying(store: Store): (lineId: string) => void {
  const done = new Set<string>()
  return (lineId) => {
    const line = store.state.lines[lineId]
    // a call that came with the look has done it
    if (!line?.peer || done.has(lineId) || Object.keys(line.requests).length > 0) return
    done.add(lineId)
    const { clientSecretKey, clientPubkey, peer } = line
    readySeal({ clientSecretKey, clientPubkey, peer })
  }
}

/** The event that woke us comes some ms later (13, measured in Chromium): meanwhile nothing else is to be done. */
function deriveKey(state: State): void {
  const { account } = state.settings
  const line = account === null ? undefined : lineOf(state, account)
  if (line?.peer) readyKey({ clientSecretKey: line.clientSecretKey, peer: line.peer })
}

/** A line in use asks once a day for other relays (SIGNERS rule 8). */
function switchRelays(store: Store, lines: Lines): void {
  for (const line of Object.values(store.state.lines)) {
    const requests = Object.values(line.requests)
    if (requests.length === 0 || requests.some(({ method }) => method === 'switch_relays')) continue
    if (!dueSwitch(line, now())) continue
    lines.feed(line.id, { type: 'ask', id: newId(), method: 'switch_relays', params: [] })
  }
}
