import { now } from '../edges/clock'
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
import { check, keepFromPages, type MakeWay, type Records, readAll, setAside, writer } from '../edges/storage'
import { prune } from '../policy/verdict'
import type { Still } from '../wire/panel'
import { callsIn, type Desk, journal, linesIn } from './journal'
import { loadLock, withoutKey } from './load-lock'
import { notice } from './notices'
import { soundRows } from './rows'
import { withLines } from './sealed'
import { emptyState, isLocked, type OpenCall, type State } from './state'
import { liveTaken, type Taken } from './taken'

export interface Keeper {
  state: State
  /** Bring both areas in line with `state`. */
  keep(state: State): void
  /** Leave `still` beside this state, until another one is kept. */
  leave(state: State, still: Still): void
  /** Settles when no write is under way. @returns whether everything is stored */
  stored(): Promise<boolean>
}

/** Load everything, setting aside what does not fit; the notices say so. */
export async function openKeeper(failed: (error: unknown) => void): Promise<Keeper> {
  // asked for before anything is written, and not waited for: every waking would be later by that
  keepFromPages().catch(() => undefined)
  const [local, session] = await Promise.all([readAll('local'), readAll('session')])
  const unfit = Object.keys(session).filter((key) => !fitsJournal(key, session[key]))
  const journaled = Object.fromEntries(Object.entries(session).filter(([key]) => !unfit.includes(key)))
  const { state: read, broken } = readLocal(local)
  const { broken: shut, ...pairings } = await loadLock(read, journaled)
  broken.push(...shut.map((user) => `session:${user}`))
  const makeWay = settingAside(new Map(broken.map((key) => [key, local[key]])))
  await Promise.all(broken.map((key) => makeWay([key], local).catch(() => undefined)))
  for (const key of broken) delete local[key]
  const state = [...broken, ...unfit].reduce(
    (told, key) => notice('record-set-aside', now(), { detail: key })(told),
    coherent(withJournal(withAccount({ ...read, ...pairings }), journaled)),
  )
  const disk = writer('local', local, failed, makeWay)
  const memory = writer('session', session, failed)
  const records = journal(asideOf(local))
  let left: { state: State; still: Still } | null = null
  // with the first change it is no longer so: in the same write, or a death in between would leave an untrue one
  const remember = (next: State) =>
    memory.write(() => ({ ...records.session(next), still: left?.state === next ? left.still : null }))
  return {
    state,
    keep(next) {
      disk.write(() => records.local(next))
      remember(next)
    },
    leave(of, still) {
      left = { state: of, still }
      remember(of)
    },
    stored: async () => (await Promise.all([disk.stored(), memory.stored()])).every((isStored) => isStored),
  }
}

/**
 * Records that do not fit are set aside before anything is written in their place. Where there is no room for that,
 * nothing is written there either, until there is.
 * @returns sets aside what of these keys is not yet; `disk` is what lies, or will lie, beside it
 */
function settingAside(broken: Map<string, unknown>): MakeWay {
  return async (keys, disk) => {
    for (const key of keys.filter((key) => broken.has(key))) {
      const value = broken.get(key)
      await setAside(key, 'lock' in disk && key.startsWith('session:') ? withoutKey(value) : value)
      broken.delete(key)
    }
  }
}

const asideOf = (local: Records): Records =>
  Object.fromEntries(Object.entries(local).filter(([key]) => key.startsWith('aside:')))

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
    linesIn(session)
      // the worker died while a log-out said farewell: finish it
      .filter((line) => !isLocked(state) && (line.user === null || line.user in state.sessions))
      .map((line) => [line.id, line]),
  )
  return {
    ...withLines({ ...state, lines }, now()),
    calls: callsIn(session),
    approvals: desk?.approvals ?? [],
    quiet: desk?.quiet ?? [],
    approvalTab: desk?.approvalTab ?? null,
    seen: desk?.seen ?? {},
    rows: desk?.rows ?? {},
    usedAt: desk?.usedAt ?? now(),
    knock: desk?.knock ?? null,
    taken: liveTaken((session.taken ?? []) as Taken[], now()),
    notices: desk?.notices ?? [],
    rules: prune([...state.rules, ...(desk?.sessionRules ?? [])], now()),
  }
}
