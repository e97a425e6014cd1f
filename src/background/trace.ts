import { now } from '../edges/clock'
import { fail, succeed } from '../protocol/error'
import { redact, relayName } from '../protocol/redact'
import type { RelayUrl } from '../protocol/relay'
import type { Line, LineEffect, LineInput } from '../signer/line'
import type { CommandHandlers, TraceEntry } from '../wire/panel'
import type { Lines } from './lines'
import { isLocked, lineOf, pairingOf } from './state'
import type { Store } from './store'
import { entriesOf } from './trace-words'

/** As many as somebody reads. */
const MOST = 300

/** Of a relay's words, in characters: what is longer is cut at once. */
const SHORT = 500

/** Keeps the newest; cut by halves, or each would move all the others. */
export function addTo(entries: TraceEntry[], entry: TraceEntry): void {
  entries.push(entry)
  if (entries.length > 2 * MOST) entries.splice(0, MOST)
}

const shown = ({ relay, detail, ...entry }: TraceEntry): TraceEntry => ({
  ...entry,
  relay: relay === null ? null : relayName(relay),
  detail: redact(detail),
})

/** What happened on the lines since the background began: in memory only, the newest last. */
export interface Trace {
  /** @param detail whatever it holds: what may not be seen is taken out of it here before anybody reads it, and nowhere else */
  say(what: string, relay: RelayUrl | null, detail?: string): void
  /** Something happened to a line. */
  saw(before: Line, input: LineInput, after: Line, effects: readonly LineEffect[]): void
  read(): TraceEntry[]
}

export function traceOf(store: Store): Trace {
  const entries: TraceEntry[] = []
  const say: Trace['say'] = (what, relay, detail = '') => {
    // of a long one no more is kept than is shown; the others are looked through when somebody reads them
    addTo(entries, { at: now(), relay, what, detail: detail.length > SHORT ? redact(detail) : detail })
  }
  let wasLocked = isLocked(store.state)
  say('started', null)
  store.follow((state) => {
    if (isLocked(state) === wasLocked) return
    wasLocked = !wasLocked
    say(wasLocked ? 'locked' : 'unlocked', null)
  })
  return {
    say,
    saw(before, input, after, effects) {
      for (const { what, relay, detail } of entriesOf(before, input, after, effects)) say(what, relay, detail)
    },
    read: () => entries.slice(-MOST).map(shown),
  }
}

export const lineCommands = (
  store: Store,
  lines: Lines,
  trace: Trace,
): Pick<CommandHandlers, 'checkRelays' | 'readTrace'> => ({
  checkRelays(whose) {
    const line = whose === 'pairing' ? pairingOf(store.state) : lineOf(store.state, whose)
    if (!line) return fail('internal')
    lines.feed(line.id, { type: 'check' })
    return succeed<void>(undefined)
  },
  readTrace: () => succeed(trace.read()),
})
