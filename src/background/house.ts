import { after, now } from '../edges/clock'
import { renameMenu } from '../edges/links'
import { logStore } from '../edges/log-store'
import { relaySockets } from '../edges/sockets'
import { loadWords } from '../edges/words'
import type { CommandHandlers } from '../wire/panel'
import { type Calls, callsOf } from './calls'
import { commandsOf } from './commands'
import { recallDerived } from './derived'
import { openKeeper } from './keep'
import { type Lines, linesOf, type Settled } from './lines'
import { type Locking, lockingOf } from './locking'
import { logOf } from './log'
import { onSettledFarewell } from './logout'
import { notice, noticeOfEnd } from './notices'
import { type Offers, offersOf } from './offers'
import { type Outbox, outbox } from './outbox'
import { followPresence } from './presence'
import { profilesOf } from './profiles'
import type { State } from './state'
import { leaveStills } from './still'
import { type Store, store } from './store'
import { type Tending, tend } from './tend'
import { traceOf } from './trace'
import { undoingOf } from './undo'

/** Everything wired together, once per life of the background. */
export interface House extends Tending {
  store: Store
  out: Outbox
  calls: Calls
  lines: Lines
  commands: CommandHandlers
  offers: Offers
  /** Something woke us: is it time to lock? */
  look: Locking['look']
}

/** ms after which calls whose pages did not come back to a new worker are looked for. */
const FIRST_SWEEP = 25_000

/** ms after which the words are looked at. */
const SPEAK = 500

/**
 * In the person's language: sites get our sentences, and notifications have them. A language that was chosen is waited
 * for. The browser's own words are there whenever one is said; that it has them at all is looked up when the first call is
 * over (it takes 15 ms, measured).
 */
async function speak({ settings }: State): Promise<void> {
  const isNew = await loadWords(settings.language).catch(() => false)
  // the browser keeps the menu's from the installation
  if (isNew) renameMenu().catch(() => undefined)
}

/** Load what is kept and go on with it. @param bornAt ms, when this life began */
export async function openHouse(bornAt: number): Promise<House> {
  const full = () => held.update(notice('storage-full', now()))
  const keeper = await openKeeper(full)
  if (keeper.state.settings.language !== null) await speak(keeper.state)
  recallDerived(keeper.state.lines)
  const held = store(keeper.state)
  after(SPEAK, () => {
    void speak(held.state)
    held.follow((state) => void speak(state))
  })
  const out = outbox()
  const log = logOf(held, logStore(), full)
  const trace = traceOf(held)
  const sockets = relaySockets((lineId, input) => lines.feed(lineId, input), trace.say)
  const settled: Settled = (id, outcome, came) => {
    onSettledFarewell(id)
    held.update(noticeOfEnd(id, outcome, came, now()))
    calls.answer(id, outcome)
  }
  const lines: Lines = linesOf(held, sockets.publish, settled, trace.saw)
  const calls: Calls = callsOf(held, lines, out, log.add)
  held.follow(keeper.keep)
  // what the loaded journal had no use for goes now, and not with the first change
  keeper.keep(held.state)
  leaveStills(held, keeper.leave)
  const tending = tend(held, lines, calls, sockets, bornAt)
  after(FIRST_SWEEP, () => calls.sweep(bornAt))
  followPresence(held)
  const profiles = profilesOf(held)
  const watch: Tending['watch'] = (isOpen) => {
    locking.watch(isOpen)
    tending.watch(isOpen)
    if (isOpen) profiles.look()
  }
  const locking = lockingOf(held, calls, keeper.stored)
  const take: Calls['take'] = (up, caller, port) => {
    locking.look()
    calls.take(up, caller, port)
  }
  const undoing = undoingOf(held, log)
  undoing.resume()
  const offers = offersOf()
  const commands = commandsOf(held, lines, calls, log, undoing, locking, trace, offers)
  return { store: held, out, calls: { ...calls, take }, lines, commands, offers, ...tending, watch, look: locking.look }
}
