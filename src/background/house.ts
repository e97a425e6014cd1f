import { after, now } from '../edges/clock'
import { logStore } from '../edges/log-store'
import { relaySockets } from '../edges/sockets'
import { loadWords } from '../edges/words'
import type { Outcome } from '../protocol/error'
import type { CommandHandlers } from '../wire/panel'
import { type Calls, callsOf } from './calls'
import { commandsOf } from './commands'
import { openKeeper } from './keep'
import { type Lines, linesOf } from './lines'
import { logOf } from './log'
import { onSettledFarewell } from './logout'
import { notice, noticeOfEnd } from './notices'
import { type Outbox, outbox } from './outbox'
import { followPresence } from './presence'
import { type Store, store } from './store'
import { type Tending, tend } from './tend'

/** Everything wired together, once per life of the background. */
export interface House extends Tending {
  store: Store
  out: Outbox
  calls: Calls
  lines: Lines
  commands: CommandHandlers
}

/** ms after which calls whose pages did not come back to a new worker are looked for. */
const FIRST_SWEEP = 25_000

/** Load what is kept and go on with it. @param bornAt ms, when this life began */
export async function openHouse(bornAt: number): Promise<House> {
  const full = () => held.update(notice('storage-full', now()))
  const opening = openKeeper(full)
  const [keeper] = await Promise.all([opening, loadWords().catch(() => undefined)])
  const held = store(keeper.state)
  const out = outbox()
  const log = logOf(held, logStore(), full)
  const sockets = relaySockets((lineId, input) => lines.feed(lineId, input))
  const lines: Lines = linesOf(held, sockets.publish, (id, outcome: Outcome, came) => {
    onSettledFarewell(id)
    held.update(noticeOfEnd(id, outcome, came, now()))
    calls.answer(id, outcome)
  })
  const calls: Calls = callsOf(held, lines, out, log.add)
  held.follow(keeper.keep)
  // what the loaded journal had no use for goes now, and not with the first change
  keeper.keep(held.state)
  const tending = tend(held, lines, calls, sockets, bornAt)
  after(FIRST_SWEEP, () => calls.sweep(bornAt))
  followPresence(held)
  return { store: held, out, calls, lines, commands: commandsOf(held, lines, calls, log), ...tending }
}
