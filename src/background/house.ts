import { after, now } from '../edges/clock'
import { relaySockets, type Sockets } from '../edges/sockets'
import type { Outcome } from '../protocol/error'
import { nextDue } from '../signer/deadline'
import { wanted } from '../signer/relays'
import type { CommandHandlers } from '../wire/panel'
import { type Calls, callsOf } from './calls'
import { commandsOf } from './commands'
import { openKeeper } from './keep'
import { type Lines, linesOf } from './lines'
import { onSettledFarewell } from './logout'
import { notice } from './notices'
import { type Outbox, outbox } from './outbox'
import { type Store, store } from './store'

/** Everything wired together, once per life of the background. */
export interface House {
  store: Store
  out: Outbox
  calls: Calls
  lines: Lines
  sockets: Sockets
  commands: CommandHandlers
  /** Is anything under way that a sleeping background would hold up? */
  busy(): boolean
}

/** ms that sockets stay open after the last answer, so that the next call is quick. */
const WARM = 45_000

export async function openHouse(bornAt: number): Promise<House> {
  const keeper = await openKeeper(() => held.update(notice('storage-full', now())))
  const held = store(keeper.state)
  const out = outbox()
  const warmUntil = new Map<string, number>()
  const sockets = relaySockets((lineId, input) => lines.feed(lineId, input))
  const lines: Lines = linesOf(held, sockets.publish, (id: string, outcome: Outcome) => {
    onSettledFarewell(id)
    calls.settle(id, outcome)
  })
  const calls: Calls = callsOf(held, lines, out)

  const busy = () =>
    Object.values(held.state.lines).some((line) => wanted(line, now()) !== null) ||
    Object.values(held.state.calls).some((call) => call.stage.at !== 'answered')

  function matchSockets(): void {
    const wishes = Object.values(held.state.lines).map((line) => {
      if (Object.keys(line.requests).length > 0) warmUntil.set(line.id, now() + WARM)
      return {
        lineId: line.id,
        clientSecretKey: line.clientSecretKey,
        wanted: wanted(line, now(), warmUntil.get(line.id)),
      }
    })
    sockets.want(wishes)
  }

  held.follow(keeper.keep)
  held.follow(matchSockets)
  held.follow(ticking(held, lines, () => matchSockets(), warmUntil))
  for (const id of Object.keys(held.state.lines)) lines.feed(id, { type: 'wake' })
  matchSockets()
  after(25_000, () => calls.sweep(bornAt))
  return { store: held, out, calls, lines, sockets, commands: commandsOf(held, lines, calls), busy }
}

/** Tick each line when it is due, and look at the sockets again when a warm time ends. */
function ticking(held: Store, lines: Lines, cool: () => void, warmUntil: Map<string, number>): () => void {
  let callOff = () => {}
  return function plan() {
    callOff()
    const dues = Object.values(held.state.lines).flatMap((line) => nextDue(line) ?? [])
    const ends = [...warmUntil.values()].filter((end) => end > now())
    const next = Math.min(...dues, ...ends)
    if (!Number.isFinite(next)) return
    callOff = after(Math.max(0, next - now()) + 1, () => {
      for (const line of Object.values(held.state.lines)) {
        const due = nextDue(line)
        if (due !== null && due <= now()) lines.feed(line.id, { type: 'tick' })
      }
      cool()
      plan()
    })
  }
}
