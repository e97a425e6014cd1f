import { after, now } from '../edges/clock'
import { newId } from '../edges/random'
import type { Rule } from '../policy/rule'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { CommandHandlers, LogEntry, UndoView } from '../wire/panel'
import type { Calls } from './calls'
import type { Log } from './log'
import type { State } from './state'
import type { Store } from './store'
import { broughtBack, liveTaken, putTaken, type Taken, UNDO_MS } from './taken'

/** Taking things away so that they can be brought back, instead of asking whether the person is sure. */
export interface Undoing {
  takeRules(isMeant: (rule: Rule) => boolean): void
  /** Rules and records of sites at once, their log when it has been read. */
  takeSites(origins: readonly string[]): Promise<void>
  /** All of it. */
  takeLog(): Promise<void>
  /** Fails with `internal` where its time is over. */
  bringBack(id: string): Promise<Outcome<void>>
  /** A new life goes on with what the journal brought. */
  resume(): void
}

export function undoingOf(store: Store, log: Log): Undoing {
  /** What is still being read of the log, by what it belongs to. */
  const reading = new Map<string, Promise<void>>()
  const change = (task: (taken: Taken[]) => Taken[]) =>
    store.update((state) => ({ ...state, taken: task(state.taken) }))

  function expireAt(until: number): void {
    after(until - now(), () => change((taken) => liveTaken(taken, now())))
  }

  /** @param drop the state without them */
  function take(one: Pick<Taken, 'what' | 'count'> & Partial<Taken>, drop = (state: State): State => state): string {
    const taken: Taken = { ...{ rules: [], sites: [], log: [] }, ...one, id: newId(), until: now() + UNDO_MS }
    store.update((state) => ({ ...drop(state), taken: putTaken(state.taken, taken) }))
    expireAt(taken.until)
    return taken.id
  }

  /** Erase of the log what `isMeant`, and put it to what was taken. */
  async function takeOfLog(id: string, isMeant: (entry: LogEntry) => boolean): Promise<void> {
    const task = log.forget(isMeant, (entries) => change((taken) => attached(taken, id, entries)))
    reading.set(
      id,
      task.catch(() => undefined),
    )
    await task.finally(() => reading.delete(id))
  }

  return {
    takeRules(isMeant) {
      const rules = store.state.rules.filter(isMeant)
      if (rules.length > 0) take({ what: 'rule', count: rules.length, rules }, withoutRules(isMeant))
    },
    async takeSites(origins) {
      const meant = new Set(origins)
      const isMeant = ({ origin }: { origin: string }) => meant.has(origin)
      const { rules, sites } = store.state
      const gone = { rules: rules.filter(isMeant), sites: Object.values(sites).filter(isMeant) }
      const id = take({ what: 'sites', count: meant.size, ...gone }, (state) => ({
        ...withoutRules(isMeant)(state),
        sites: Object.fromEntries(Object.entries(state.sites).filter(([origin]) => !meant.has(origin))),
      }))
      await takeOfLog(id, isMeant)
    },
    takeLog: () => takeOfLog(take({ what: 'log', count: 0 }), () => true),
    async bringBack(id) {
      await reading.get(id)
      const one = liveTaken(store.state.taken, now()).find((taken) => taken.id === id)
      if (!one) return fail('internal')
      store.update((state) => broughtBack(state, one))
      await log.restore(one.log)
      return succeed(undefined)
    },
    resume() {
      for (const { id, log: entries, until } of store.state.taken) {
        expireAt(until)
        const ids = new Set(entries.map((entry) => entry.id))
        // the worker may have died before they were erased
        if (ids.size > 0) void takeOfLog(id, (entry) => ids.has(entry.id)).catch(() => undefined)
      }
    },
  }
}

const withoutRules =
  (isMeant: (rule: Rule) => boolean) =>
  (state: State): State => ({ ...state, rules: state.rules.filter((rule) => !isMeant(rule)) })

/** With what a former life has put there. */
const attached = (taken: Taken[], id: string, log: LogEntry[]): Taken[] =>
  taken.map((one) => {
    if (one.id !== id) return one
    const both = [...new Map([...one.log, ...log].map((entry) => [entry.id, entry])).values()]
    return { ...one, log: both, count: one.what === 'log' ? both.length : one.count }
  })

export const undoCommands = (undoing: Undoing, calls: Calls): Pick<CommandHandlers, 'undo'> => ({
  async undo(id) {
    const outcome = await undoing.bringBack(id)
    if (outcome.ok) calls.consent.review()
    return outcome
  },
})

/** The newest that can be brought back; one whose log is still being counted is not shown yet. */
export function undoView({ taken }: State): UndoView | null {
  const newest = taken.findLast(({ count }) => count > 0)
  if (!newest) return null
  const { id, what, count, until } = newest
  return { id, what, count, until }
}
