import { now } from '../edges/clock'
import { newId } from '../edges/random'
import {
  fitsJournal,
  listSchema,
  lockSchema,
  profileSchema,
  rulesSchema,
  settingsSchema,
  siteSchema,
  storedSessionSchema,
} from '../edges/records'
import { check, keepFromPages, type Records, readAll, setAside, writer } from '../edges/storage'
import type { Rule } from '../policy/rule'
import { atBrowserStart, prune } from '../policy/verdict'
import type { Line } from '../signer/line'
import type { NoticeView } from '../wire/panel'
import { loadLock, withoutKey } from './load-lock'
import { soundRows } from './rows'
import { diskForm, unsealed, withLines } from './sealed'
import { emptyState, isLocked, type OpenCall, type State } from './state'
import { liveTaken, type Taken } from './taken'

/**
 * What stands where. `storage.local`: `session:<user>`, `site:<origin>`, `list:<key>`,
 * `profile:<user>`, `rules`, `settings`, `lock` (while one is set, and then the sessions are sealed). `storage.session`, the
 * journal: `line:<id>`, `call:<id>`, `taken` (what can be brought back), `desk` (what is small), `vault` (the key of an open
 * lock) and `session:<user>` (until it is sealed). A record per line and call, so that a change writes only itself.
 */

type Desk = Pick<State, 'approvals' | 'quiet' | 'notices' | 'approvalTab' | 'seen' | 'rows' | 'usedAt' | 'knock'> & {
  sessionRules: Rule[]
}

const prefixed = <T>(prefix: string, record: Record<string, T>): Records =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [prefix + key, value]))

function unprefixed<T>(prefix: string, records: Records): Record<string, T> {
  const entries = Object.entries(records).filter(([key]) => key.startsWith(prefix))
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(prefix.length), value as T]))
}

export interface Keeper {
  state: State
  /** Bring both areas in line with `state`. */
  keep(state: State): void
  /** Settles when no write is under way. @returns whether everything is stored */
  stored(): Promise<boolean>
}

/** Load everything, setting aside what does not fit; the notices say so. */
export async function openKeeper(failed: (error: unknown) => void): Promise<Keeper> {
  const [local, session] = await Promise.all([
    readAll('local'),
    readAll('session'),
    keepFromPages().catch(() => undefined),
  ])
  const unfit = Object.keys(session).filter((key) => !fitsJournal(key, session[key]))
  const journaled = Object.fromEntries(Object.entries(session).filter(([key]) => !unfit.includes(key)))
  const { state: read, broken } = readLocal(local)
  const { broken: shut, ...pairings } = await loadLock(read, journaled)
  broken.push(...shut.map((user) => `session:${user}`))
  // done before anything is written in its place
  const asideForm = (key: string) =>
    'lock' in local && key.startsWith('session:') ? withoutKey(local[key]) : local[key]
  await Promise.all(broken.map((key) => setAside(key, asideForm(key)).catch(() => undefined)))
  for (const key of broken) delete local[key]
  const notices = [...broken, ...unfit].map(
    (key): NoticeView => ({ id: newId(), code: 'record-set-aside', at: now(), detail: key }),
  )
  const state = coherent(withJournal(withAccount({ ...read, ...pairings, notices }), journaled))
  const disk = writer('local', local, failed)
  const journal = writer('session', session, failed)
  const memo = remembering()
  return {
    state,
    keep(next) {
      disk.write({ ...asideOf(local), ...memo.local(next) })
      journal.write(memo.session(next))
    },
    stored: async () => (await Promise.all([disk.stored(), journal.stored()])).every((isStored) => isStored),
  }
}

const asideOf = (local: Records): Records =>
  Object.fromEntries(Object.entries(local).filter(([key]) => key.startsWith('aside:')))

/** Arrays that are filtered anew each time would look changed each time: remember by the state they came from. */
function remembering(): { local(state: State): Records; session(state: State): Records } {
  let rules: Rule[] | null = null
  let split: { local: Rule[]; session: Rule[] } = { local: [], session: [] }
  let desk: Desk | null = null
  const splitRules = (state: State) => {
    if (state.rules !== rules) {
      rules = state.rules
      split = { local: atBrowserStart(state.rules), session: state.rules.filter((rule) => rule.until === 'session') }
    }
    return split
  }
  const deskOf = (state: State): Desk => {
    const { approvals, quiet, notices, approvalTab, seen, rows, usedAt, knock } = state
    const { session: sessionRules } = splitRules(state)
    const next: Desk = { approvals, quiet, notices, approvalTab, seen, rows, usedAt, knock, sessionRules }
    const same = desk && (Object.keys(next) as (keyof Desk)[]).every((key) => desk?.[key] === next[key])
    if (!same || !desk) desk = next
    return desk
  }
  return {
    local: (state) => ({
      ...prefixed('session:', sessionsOf(state)),
      ...(state.lock && { lock: state.lock.record }),
      ...prefixed('site:', state.sites),
      ...prefixed('list:', state.lists),
      ...prefixed('profile:', state.profiles),
      rules: splitRules(state).local,
      settings: state.settings,
    }),
    session: (state) => ({
      ...(state.lock?.open && { vault: state.lock.open.key }),
      ...Object.fromEntries(unsealed(state).map((session) => [`session:${session.user}`, session])),
      ...prefixed('line:', state.lines),
      ...prefixed('call:', state.calls),
      desk: deskOf(state),
      ...(state.taken.length > 0 && { taken: state.taken }),
    }),
  }
}

/** Those that may lie on disk as they are now. */
const sessionsOf = ({ lock, sessions }: State): Records =>
  Object.fromEntries(
    Object.values(sessions).flatMap((one) => [[one.user, diskForm(lock, one)]].filter(([, form]) => form)),
  )

function readLocal(local: Records): { state: State; broken: string[] } {
  const state = emptyState()
  const broken: string[] = []
  for (const [key, value] of Object.entries(local)) {
    if (key.startsWith('aside:')) continue
    const fits = readRecord(state, key, value)
    if (!fits) broken.push(key)
  }
  return { state, broken }
}

/** Who signs by default is somebody who is paired. */
function withAccount(state: State): State {
  const { account } = state.settings
  const users = Object.keys(state.sessions)
  const chosen = account && users.includes(account) ? account : (users[0] ?? null)
  // where a passphrase was forgotten they wait for the same accounts
  const profiles = users.length > 0 ? only(state.profiles, users) : state.profiles
  return { ...state, profiles, settings: { ...state.settings, account: chosen } }
}

const only = <T>(record: Record<string, T>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.includes(key)))

/** Put one record in its place; false where it does not fit. */
function readRecord(state: State, key: string, value: unknown): boolean {
  const [, sort, name] = /^([a-z]+)(?::(.*))?$/s.exec(key) ?? []
  const read = sort && Object.hasOwn(READERS, sort) ? READERS[sort] : undefined
  return read?.(state, value, name ?? '') ?? false
}

const READERS: Record<string, (state: State, value: unknown, name: string) => boolean> = {
  session(state, value, name) {
    const session = check(storedSessionSchema, value).value
    if (session?.user !== name) return false
    state.sessions[name] = session
    return true
  },
  lock(state, value) {
    const record = check(lockSchema, value).value
    state.lock = record && { record, open: null }
    return record !== null
  },
  site(state, value, name) {
    const site = check(siteSchema, value).value
    if (site?.origin !== name) return false
    state.sites[name] = site
    return true
  },
  list(state, value, name) {
    const list = check(listSchema, value).value
    if (list) state.lists[name] = list
    return list !== null
  },
  profile(state, value, name) {
    const profile = check(profileSchema, value).value
    if (profile) state.profiles[name] = profile
    return profile !== null
  },
  rules(state, value) {
    const rules = check(rulesSchema, value)
    state.rules = rules.value ?? []
    return !rules.broken
  },
  settings(state, value) {
    const settings = check(settingsSchema, value)
    state.settings = settings.value ?? state.settings
    return !settings.broken
  },
}

/**
 * What does not hang together would wait for ever, so it is dropped: a page that is still there sends its call again,
 * and it begins anew.
 */
function coherent(state: State): State {
  const asked = new Set(Object.values(state.lines).flatMap(({ requests }) => Object.keys(requests)))
  const waiting = new Set(state.approvals.flatMap(({ callIds }) => callIds))
  const goesOn = ({ id, stage }: OpenCall) =>
    stage.at === 'consent' ? waiting.has(id) : stage.at !== 'signer' || asked.has(stage.request)
  const calls = Object.fromEntries(Object.entries(state.calls).filter(([, call]) => goesOn(call)))
  const approvals = state.approvals
    .map((approval) => ({ ...approval, callIds: approval.callIds.filter((id) => calls[id]?.stage.at === 'consent') }))
    .filter(({ callIds }) => callIds.length > 0)
  return { ...state, calls, approvals, rows: soundRows({ rows: state.rows, calls }) }
}

function withJournal(state: State, session: Records): State {
  const desk = session.desk as Desk | undefined
  const lines = Object.fromEntries(
    Object.entries(unprefixed<Line>('line:', session))
      // the worker died while a log-out said farewell: finish it
      .filter(([, line]) => !isLocked(state) && (line.user === null || line.user in state.sessions)),
  )
  return {
    ...withLines({ ...state, lines }, now()),
    calls: unprefixed('call:', session),
    approvals: desk?.approvals ?? [],
    quiet: desk?.quiet ?? [],
    approvalTab: desk?.approvalTab ?? null,
    seen: desk?.seen ?? {},
    rows: desk?.rows ?? {},
    usedAt: desk?.usedAt ?? now(),
    knock: desk?.knock ?? null,
    taken: liveTaken((session.taken ?? []) as Taken[], now()),
    notices: [...(desk?.notices ?? []), ...state.notices],
    rules: prune([...state.rules, ...(desk?.sessionRules ?? [])], now()),
  }
}
