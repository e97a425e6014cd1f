import type { Records } from '../edges/storage'
import type { Rule } from '../policy/rule'
import { atBrowserStart } from '../policy/verdict'
import type { InFlight, Line } from '../signer/line'
import { diskForm, unsealed } from './sealed'
import type { State } from './state'

/**
 * What stands where. `storage.local`: `session:<user>`, `site:<origin>`, `list:<key>`,
 * `profile:<user>`, `rules`, `settings`, `lock` (while one is set, and then the sessions are sealed). `storage.session`, the
 * journal: `line:<id>`, `request:<line>:<id>`, `call:<id>`, `taken` (what can be brought back), `desk` (what is small),
 * `vault` (the key of an open lock) and `session:<user>` (until it is sealed). A record per line, request and call, so that a
 * change writes only itself.
 */

/** What is small, in one record. */
export type Desk = Pick<
  State,
  'approvals' | 'quiet' | 'notices' | 'approvalTab' | 'seen' | 'rows' | 'usedAt' | 'knock'
> & {
  sessionRules: Rule[]
}

const prefixed = <T>(prefix: string, record: Record<string, T>): Records =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [prefix + key, value]))

function unprefixed<T>(prefix: string, records: Records): Record<string, T> {
  const entries = Object.entries(records).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value as T]))
}

/** Made anew only when what it is made of is another. */
function remembered<I, O>(make: (input: I) => O): (input: I) => O {
  let last: { input: I; output: O } | null = null
  return (input) => {
    if (last?.input !== input) last = { input, output: make(input) }
    return last.output
  }
}

const sameValues = <T extends object>(a: T, b: T): boolean =>
  (Object.keys(b) as (keyof T)[]).every((key) => a[key] === b[key])

/** The same object as before, where all in it is the same. */
function steady<T extends object>(): (next: T) => T {
  let last: T | null = null
  return (next) => {
    if (!last || !sameValues(last, next)) last = next
    return last
  }
}

export interface Journal {
  /** For `storage.local`: the same object as long as nothing in it is another. */
  local(state: State): Records
  session(state: State): Records
}

/**
 * The records of a state. What is written is found by reference, so nothing is made anew that has not changed, and nothing
 * is gone through that nobody used: a call does not cost more where there are hundreds of sites.
 * @param aside what stays on disk beside them
 */
export function journal(aside: Records): Journal {
  const sites = remembered((all: State['sites']) => prefixed('site:', all))
  const lists = remembered((all: State['lists']) => prefixed('list:', all))
  const profiles = remembered((all: State['profiles']) => prefixed('profile:', all))
  const split = remembered((rules: State['rules']) => ({
    local: atBrowserStart(rules),
    session: rules.filter((rule) => rule.until === 'session'),
  }))
  const parts = steady<Pick<State, 'lock' | 'sessions' | 'sites' | 'lists' | 'profiles' | 'rules' | 'settings'>>()
  const disk = remembered(
    (state: ReturnType<typeof parts>): Records => ({
      ...aside,
      ...prefixed('session:', sessionsOf(state)),
      ...(state.lock && { lock: state.lock.record }),
      ...sites(state.sites),
      ...lists(state.lists),
      ...profiles(state.profiles),
      rules: split(state.rules).local,
      settings: state.settings,
    }),
  )
  const desk = steady<Desk>()
  const bare = lineForms()
  return {
    local({ lock, sessions, sites, lists, profiles, rules, settings }) {
      return disk(parts({ lock, sessions, sites, lists, profiles, rules, settings }))
    },
    session(state) {
      const { approvals, quiet, notices, approvalTab, seen, rows, usedAt, knock, lines } = state
      const sessionRules = split(state.rules).session
      return {
        ...(state.lock?.open && { vault: state.lock.open.key }),
        ...Object.fromEntries(unsealed(state).map((session) => [`session:${session.user}`, session])),
        ...bare(lines),
        ...Object.assign({}, ...Object.values(lines).map((line) => prefixed(`request:${line.id}:`, line.requests))),
        ...prefixed('call:', state.calls),
        desk: desk({ approvals, quiet, notices, approvalTab, seen, rows, usedAt, knock, sessionRules }),
        ...(state.taken.length > 0 && { taken: state.taken }),
      }
    },
  }
}

/** A line as it lies in the journal: its requests have records of their own. */
function lineForms(): (lines: State['lines']) => Records {
  const forms = new WeakMap<Line, Line>()
  const formOf = (line: Line): Line => {
    const form = forms.get(line) ?? { ...line, requests: {} }
    forms.set(line, form)
    return form
  }
  return (lines) => Object.fromEntries(Object.values(lines).map((line) => [`line:${line.id}`, formOf(line)]))
}

/** Those that may lie on disk as they are now. */
const sessionsOf = ({ lock, sessions }: Pick<State, 'lock' | 'sessions'>): Records =>
  Object.fromEntries(
    Object.values(sessions).flatMap((one) => [[one.user, diskForm(lock, one)]].filter(([, form]) => form)),
  )

export const callsIn = (records: Records): State['calls'] => unprefixed('call:', records)

/** Lines with their requests. */
export const linesIn = (records: Records): Line[] =>
  Object.values(unprefixed<Line>('line:', records)).map((line) => ({
    ...line,
    requests: unprefixed<InFlight>(`request:${line.id}:`, records),
  }))
