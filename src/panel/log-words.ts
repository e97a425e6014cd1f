import { language, t, type Word } from '../edges/words'
import type { Permission } from '../protocol/permission'
import type { LogEntry } from '../wire/panel'
import { KINDS } from './kinds'
import { permissionTitle } from './phrases'

/** What came of a call: a word, and its light. */
export interface Ending {
  word: Word
  light: 'open' | 'closed' | 'idle'
}

/** What is not here has failed, for a reason that its error code names. */
const ENDINGS: Partial<Record<LogEntry['outcome'], Ending>> = {
  answered: { word: 'log_answered', light: 'open' },
  denied: { word: 'log_denied', light: 'closed' },
  cancelled: { word: 'log_cancelled', light: 'idle' },
  lapsed: { word: 'log_lapsed', light: 'idle' },
  'logged-out': { word: 'log_logged_out', light: 'idle' },
  expired: { word: 'log_expired', light: 'closed' },
  'signer-refused': { word: 'log_refused', light: 'closed' },
}

const FAILED: Ending = { word: 'log_failed', light: 'closed' }

export const endingOf = (outcome: LogEntry['outcome']): Ending => ENDINGS[outcome] ?? FAILED

const DECIDERS: Record<NonNullable<LogEntry['by']>, Word> = {
  person: 'log_by_person',
  rule: 'log_by_rule',
  preset: 'log_by_preset',
}

/** Who decided, in words; null where nobody was asked. */
export const deciderOf = ({ by }: Pick<LogEntry, 'by'>): string | null => (by ? t(DECIDERS[by]) : null)

/** Entries of one day, in the order they came in. `day`: the ms at which it began here. */
export interface Day {
  day: number
  entries: LogEntry[]
}

export function byDay(entries: readonly LogEntry[]): Day[] {
  const days = new Map<number, LogEntry[]>()
  for (const entry of entries) {
    const day = new Date(entry.at).setHours(0, 0, 0, 0)
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...days].map(([day, entries]) => ({ day, entries }))
}

/** "today", "yesterday", or the date with its weekday; both in ms. */
export function dayTitle(day: number, now: number): string {
  // rounded: a day in spring has 23 hours
  const back = Math.round((new Date(now).setHours(0, 0, 0, 0) - day) / 86_400_000)
  if (back === 0 || back === 1) return new Intl.RelativeTimeFormat(language(), { numeric: 'auto' }).format(-back, 'day')
  return new Intl.DateTimeFormat(language(), { dateStyle: 'full' }).format(day)
}

const NAMED: readonly Permission[] = [
  'get_public_key',
  ...['nip04_encrypt', 'nip04_decrypt', 'nip44_encrypt', 'nip44_decrypt', 'sign_psbt', 'sign_schnorr'],
  ...Object.keys(KINDS).map((kind) => `sign_event:${kind}`),
]

/** Permissions whose title holds `text` (lower case): people look for "follow list", the log knows kind 3. */
export const permissionsNamed = (text: string): Permission[] =>
  text === '' ? [] : NAMED.filter((permission) => permissionTitle(permission).toLowerCase().includes(text))

/** The log as a file: JSON, times as ISO 8601 in UTC. */
export function exported(entries: readonly LogEntry[]): string {
  const told = entries.map(({ id: _, at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry }))
  return `${JSON.stringify(told, null, 2)}\n`
}
