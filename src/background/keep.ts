import { now } from '../edges/clock'
import { newId } from '../edges/random'
import { fitsJournal, listSchema, rulesSchema, sessionSchema, settingsSchema, siteSchema } from '../edges/records'
import { check, keepFromPages, type Records, readAll, setAside, writer } from '../edges/storage'
import type { Rule } from '../policy/rule'
import { atBrowserStart, prune } from '../policy/verdict'
import type { Line } from '../signer/line'
import { sessionLine } from '../signer/lines'
import type { NoticeView } from '../wire/panel'
import { soundRows } from './rows'
import { emptyState, type OpenCall, type State } from './state'

/**
 * What stands where. `storage.local`: `session:<user>`, `site:<origin>`, `list:<key>`, `rules`, `settings`. `storage.session`, the journal:
 * `line:<id>`, `call:<id>` and `desk` (what is small). A record per line and call, so that a change writes only itself.
 */

type Desk = Pick<State, 'approvals' | 'quiet' | 'notices' | 'approvalTab' | 'seen' | 'rows'> & { sessionRules: Rule[] }

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
  /** Settles when everything is on disk. */
  stored(): Promise<void>
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
  const { state: stored, broken } = readLocal(local)
  // done before anything is written in its place
  await Promise.all(broken.map((key) => setAside(key, local[key]).catch(() => undefined)))
  for (const key of broken) delete local[key]
  const notices = [...broken, ...unfit].map(
    (key): NoticeView => ({ id: newId(), code: 'record-set-aside', at: now(), detail: key }),
  )
  const state = coherent(withJournal({ ...stored, notices }, journaled))
  const disk = writer('local', local, failed)
  const journal = writer('session', session, failed)
  const memo = remembering()
  return {
    state,
    keep(next) {
      disk.write({ ...asideOf(local), ...memo.local(next) })
      journal.write(memo.session(next))
    },
    stored: async () => void (await Promise.all([disk.stored(), journal.stored()])),
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
    const { approvals, quiet, notices, approvalTab, seen, rows } = state
    const next: Desk = { approvals, quiet, notices, approvalTab, seen, rows, sessionRules: splitRules(state).session }
    const same = desk && (Object.keys(next) as (keyof Desk)[]).every((key) => desk?.[key] === next[key])
    if (!same || !desk) desk = next
    return desk
  }
  return {
    local: (state) => ({
      ...prefixed('session:', state.sessions),
      ...prefixed('site:', state.sites),
      ...prefixed('list:', state.lists),
      rules: splitRules(state).local,
      settings: state.settings,
    }),
    session: (state) => ({
      ...prefixed('line:', state.lines),
      ...prefixed('call:', state.calls),
      desk: deskOf(state),
    }),
  }
}

function readLocal(local: Records): { state: State; broken: string[] } {
  const state = emptyState()
  const broken: string[] = []
  for (const [key, value] of Object.entries(local)) {
    if (key.startsWith('aside:')) continue
    const fits = readRecord(state, key, value)
    if (!fits) broken.push(key)
  }
  const accounts = Object.keys(state.sessions)
  const account = state.settings.account
  const chosen = account && accounts.includes(account) ? account : (accounts[0] ?? null)
  return { state: { ...state, settings: { ...state.settings, account: chosen } }, broken }
}

/** Put one record in its place; false where it does not fit. */
function readRecord(state: State, key: string, value: unknown): boolean {
  const [, sort, name] = /^([a-z]+)(?::(.*))?$/s.exec(key) ?? []
  const read = sort && Object.hasOwn(READERS, sort) ? READERS[sort] : undefined
  return read?.(state, value, name ?? '') ?? false
}

const READERS: Record<string, (state: State, value: unknown, name: string) => boolean> = {
  session(state, value, name) {
    const session = check(sessionSchema, value).value
    if (session?.user !== name) return false
    state.sessions[name] = session
    return true
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
    stage.at === 'consent' ? waiting.has(id) : stage.at === 'answered' || asked.has(stage.request)
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
      .filter(([, line]) => line.user === null || line.user in state.sessions),
  )
  const journaled = new Set(Object.values(lines).map((line) => line.user))
  for (const record of Object.values(state.sessions)) {
    if (journaled.has(record.user)) continue
    const line = sessionLine(record, now())
    lines[line.id] = line
  }
  return {
    ...state,
    lines,
    calls: unprefixed('call:', session),
    approvals: desk?.approvals ?? [],
    quiet: desk?.quiet ?? [],
    approvalTab: desk?.approvalTab ?? null,
    seen: desk?.seen ?? {},
    rows: desk?.rows ?? {},
    notices: [...(desk?.notices ?? []), ...state.notices],
    rules: prune([...state.rules, ...(desk?.sessionRules ?? [])], now()),
  }
}
