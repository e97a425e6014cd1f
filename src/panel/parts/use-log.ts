import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { after, now } from '../../edges/clock'
import type { Failure } from '../../protocol/error'
import type { LogEntry, LogQuery, RemoteCommands } from '../../wire/panel'

/** ms between two readings of the same: more often is read by nobody. */
const PACE = 1_000

/** What was found, or why not; both null before the first answer. */
export interface Reading {
  entries: LogEntry[] | null
  error: Failure | null
}

/**
 * The entries that `query` finds: read at once when it changes, and again after `pulse` did, for the log says nothing
 * by itself. What was found stays until there is something newer.
 */
export function useLog(commands: RemoteCommands, query: LogQuery, pulse: number): Reading {
  const reading = useSignal<Reading>({ entries: null, error: null })
  const last = useRef({ key: '', at: 0 })
  const key = JSON.stringify(query)
  useEffect(() => {
    const read = async () => {
      last.current = { key, at: now() }
      const outcome = await commands.readLog(query)
      if (last.current.key !== key) return
      reading.value = outcome.ok
        ? { entries: outcome.value, error: null }
        : { entries: reading.value.entries, error: outcome.error }
    }
    const wait = last.current.key === key ? last.current.at + PACE - now() : 0
    return after(Math.max(0, wait), () => void read())
    // `key` is `query`; `pulse` says that there may be something new
  }, [key, pulse])
  return reading.value
}
