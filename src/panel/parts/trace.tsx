import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { t, tn } from '../../edges/words'
import type { Failure } from '../../protocol/error'
import type { RemoteCommands, TraceEntry } from '../../wire/panel'
import { useNow } from '../clock'
import { exactTime } from '../format'
import { Trouble } from './trouble'

/** Entries that are drawn at once; a filter finds the others. */
const SHOWN = 100

/** What happened on the lines, the newest first, as it happens; it stands still where one wants to read. */
export function Trace({ commands }: { commands: RemoteCommands }) {
  const isLive = useSignal(true)
  const sought = useSignal('')
  const { entries, error } = useTrace(commands, isLive.value)
  const found = entries?.filter((entry) => fits(entry, sought.value)) ?? []
  // an entry keeps its number, so that a list which grows at its head draws only what is new
  const shown = found
    .map((entry, n) => ({ entry, n }))
    .slice(-SHOWN)
    .reverse()
  return (
    <section class="card stack trace" aria-labelledby="trace-title">
      <h2 id="trace-title">{t('trace')}</h2>
      <p class="note">{t('trace_explained')}</p>
      <div class="trace-tools">
        <input
          type="search"
          aria-label={t('trace_filter')}
          placeholder={t('trace_filter')}
          value={sought.value}
          onInput={(event) => {
            sought.value = event.currentTarget.value
          }}
        />
        <button
          type="button"
          class="button plain"
          onClick={() => {
            isLive.value = !isLive.value
          }}
        >
          {t(isLive.value ? 'trace_pause' : 'trace_go_on')}
        </button>
      </div>
      <p class="note" role="status">
        {entries === null ? '' : saidOf(entries.length, found.length, sought.value)}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <ol class="trace-lines" tabIndex={0} aria-label={t('trace')} lang="en" dir="ltr">
        {shown.map(({ entry, n }) => (
          <li key={`${n} ${entry.at}`}>
            <time dateTime={new Date(entry.at).toISOString()}>{exactTime(entry.at)}</time>
            <strong>{entry.what}</strong>
            <span class="trace-relay">{entry.relay ?? ''}</span>
            <span>{entry.detail}</span>
          </li>
        ))}
      </ol>
      <Trouble failure={error} />
    </section>
  )
}

function fits({ relay, what, detail }: TraceEntry, sought: string): boolean {
  const text = `${relay ?? ''} ${what} ${detail}`.toLowerCase()
  return sought
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Announced only where a filter was written: a live list would never be silent. */
function saidOf(all: number, found: number, sought: string): string {
  if (all === 0) return t('trace_empty')
  if (sought.trim() === '') return ''
  return found === 0 ? t('trace_none') : tn('trace_found', found)
}

interface Reading {
  entries: TraceEntry[] | null
  error: Failure | null
}

/** Read each second while it is live: the background says nothing of it by itself. */
function useTrace(commands: RemoteCommands, isLive: boolean): Reading {
  const reading = useSignal<Reading>({ entries: null, error: null })
  const second = Math.floor(useNow() / 1_000)
  useEffect(() => {
    if (!isLive) return
    let isOver = false
    void commands.readTrace().then((outcome) => {
      if (isOver) return
      reading.value = outcome.ok
        ? { entries: outcome.value ?? [], error: null }
        : { entries: reading.value.entries, error: outcome.error }
    })
    return () => {
      isOver = true
    }
  }, [isLive, second])
  return reading.value
}
