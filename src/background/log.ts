import { after, now } from '../edges/clock'
import type { LogStore } from '../edges/log-store'
import { newId } from '../edges/random'
import type { Outcome } from '../protocol/error'
import type { LogEntry, LogQuery } from '../wire/panel'
import { entryOf, find, likenessOf, surplus } from './log-entries'
import type { OpenCall } from './state'
import type { Store } from './store'

/** What sites asked and what came of it. */
export interface Log {
  /** A call ended. */
  add(call: OpenCall, outcome: Outcome): void
  /** Newest first. Rejects where the browser cannot read it. */
  read(query: LogQuery): Promise<LogEntry[]>
  /** Erase what `isMeant`. @param before is given it while it still stands */
  forget(isMeant: (entry: LogEntry) => boolean, before?: (entries: LogEntry[]) => void): Promise<void>
  /** Put back what was erased. */
  restore(entries: readonly LogEntry[]): Promise<void>
}

/** Entries kept, and how many more may come before the oldest go. */
const MOST = { kept: 5_000, over: 500 }
/** ms within which equal entries are one. */
const ALIKE = 60_000
/**
 * ms that an entry waits which only counts on, for more of its like: sites decrypt by the hundred, and a transaction for each
 * took a fifth of the time (profile of 200 known ones). A death in between costs no more than the number.
 */
const TALLY = 500

/** @param failed told when the browser would not store */
export function logOf(store: Pick<Store, 'state'>, disk: LogStore, failed: () => void): Log {
  let waiting = new Map<string, LogEntry>()
  let writing: Promise<void> | null = null
  let isPlanned = false
  /** On disk, at most; null: not counted in this life. */
  let held: number | null = null
  const recent = recently()

  async function write(): Promise<void> {
    // what ends in one turn is written at once
    await Promise.resolve()
    while (waiting.size > 0) {
      const entries = [...waiting.values()]
      waiting = new Map()
      await put(entries).catch(failed)
    }
    writing = null
  }

  async function put(entries: LogEntry[]): Promise<void> {
    await disk.put(entries)
    held = held === null ? await disk.count() : held + entries.length
    if (held <= MOST.kept + MOST.over) return
    const all = await disk.all()
    const gone = surplus(all, MOST.kept)
    await disk.drop(gone)
    held = all.length - gone.length
  }

  const start = (): Promise<void> => (writing ??= write())

  function later(): void {
    if (isPlanned) return
    isPlanned = true
    after(TALLY, () => {
      isPlanned = false
      void start()
    })
  }

  return {
    add(call, outcome) {
      const entry = store.state.settings.log && !call.isPrivate ? entryOf(call, outcome, newId(), now()) : null
      if (!entry) return
      const joined = recent.join(entry)
      waiting.set(joined.id, joined)
      if (joined === entry) void start()
      else later()
    },
    async read(query) {
      await start()
      return find(await disk.all(), query)
    },
    async forget(isMeant, before = () => undefined) {
      recent.clear()
      await start()
      const all = await disk.all()
      const meant = all.filter(isMeant)
      before(meant)
      if (meant.length === all.length) await disk.clear()
      else await disk.drop(meant.map(({ id }) => id))
      held = null
    },
    async restore(entries) {
      if (entries.length > 0) await put([...entries])
    },
  }
}

/** Entries of the last minute, to which an equal one is joined: hundreds of decrypts are one line. */
function recently() {
  const entries = new Map<string, { entry: LogEntry; since: number }>()
  return {
    join(entry: LogEntry): LogEntry {
      for (const [likeness, { since }] of entries) {
        if (entry.at - since < ALIKE) break
        entries.delete(likeness)
      }
      const likeness = likenessOf(entry)
      if (likeness === null) return entry
      const first = entries.get(likeness)
      const joined = first ? { ...first.entry, at: entry.at, count: (first.entry.count ?? 1) + 1 } : entry
      entries.set(likeness, { entry: joined, since: first?.since ?? entry.at })
      return joined
    },
    clear: () => entries.clear(),
  }
}
