import { now } from '../edges/clock'
import { fetchPicture } from '../edges/profile-picture'
import { findProfile } from '../edges/profile-socket'
import type { ProfileRecord } from '../edges/records'
import { fail, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { cleanName } from '../protocol/name'
import { readProfile } from '../protocol/profile'
import { PROFILE_RELAYS, type RelayUrl } from '../protocol/relay'
import type { AccountView, CommandHandlers } from '../wire/panel'
import { type OpenCall, type State, without } from './state'
import type { Store } from './store'

/** ms for which what was found is good. */
const GOOD_FOR = 7 * 86_400_000
/** ms until relays that did not answer are asked again. */
const AGAIN = 10 * 60_000
/** Each learns whose profile is looked for: no more are asked than are needed. */
const MOST_RELAYS = 3

export interface Profiles {
  /** A person looks at the panel: what is missing or old is looked up. */
  look(): void
}

const EMPTY: ProfileRecord = { name: null, picture: null, source: null, given: null, createdAt: 0, checkedAt: null }

/**
 * Looks up names and pictures of accounts: when one is paired, and when a person opens a panel and the last look is over
 * a week old. Never by a page's doing, and never while nobody looks: relays would learn when somebody is there.
 */
export function profilesOf(store: Store): Profiles {
  /** When each was last tried, in this life of the background. */
  const tried = new Map<Hex, number>()
  let known = store.state
  let wanted = new Set<Hex>()
  let isRunning = false

  const isDue = (user: Hex): boolean => {
    const last = Math.max(tried.get(user) ?? 0, 0)
    const { checkedAt = null } = store.state.profiles[user] ?? EMPTY
    return now() - last >= AGAIN && (checkedAt === null || now() - checkedAt >= GOOD_FOR)
  }

  function want(users: readonly Hex[]): void {
    if (!store.state.settings.profiles) return
    for (const user of users) if (isDue(user)) wanted.add(user)
    if (!isRunning) void run()
  }

  /** One after another: asked in one breath, they would be known to be one person's. */
  async function run(): Promise<void> {
    isRunning = true
    for (const user of wanted) {
      wanted.delete(user)
      tried.set(user, now())
      await lookUp(store, user).catch(() => undefined)
    }
    isRunning = false
  }

  store.follow((state) => {
    const before = known
    known = state
    if (!state.settings.profiles) wanted = new Set()
    else if (!before.settings.profiles) want(Object.keys(state.sessions))
    else want(Object.keys(state.sessions).filter((user) => !before.sessions[user]))
  })
  return {
    look() {
      // the approval window opens by a page's call: a look then would tell relays of it
      if (!Object.values(store.state.calls).some(isOpen)) want(Object.keys(store.state.sessions))
    },
  }
}

/** Answered ones are only kept for pages that missed it. */
const isOpen = ({ stage }: OpenCall): boolean => stage.at !== 'answered'

const isStillWanted = ({ settings, sessions }: State, user: Hex): boolean => settings.profiles && user in sessions

async function lookUp(store: Store, user: Hex): Promise<void> {
  const relays = profileRelays(store.state)
  if (relays.length === 0 || !isStillWanted(store.state, user)) return
  const { event, isAnswered } = await findProfile(relays, user)
  if (!isAnswered || !isStillWanted(store.state, user)) return
  const old = store.state.profiles[user] ?? EMPTY
  if (!event || event.created_at < old.createdAt) return keep(store, user, { checkedAt: now() })
  const { name, picture: source } = readProfile(event.content)
  const isKept = source === old.source && (source === null || old.picture !== null)
  // a name need not wait for its picture
  keep(store, user, { name, source, createdAt: event.created_at, checkedAt: now(), ...(!isKept && { picture: null }) })
  if (isKept || source === null) return
  const picture = await fetchPicture(source)
  if (isStillWanted(store.state, user)) keep(store, user, { picture })
}

/** Those that no session speaks over, by host: else they could tell whose key a client asks for. */
export function profileRelays({ lines, sessions, settings }: State): RelayUrl[] {
  const used = [...Object.values(lines), ...Object.values(sessions)].flatMap(({ relays, former }) => [
    ...relays,
    ...(former?.relays ?? []),
  ])
  const hosts = new Set(used.map(hostOf))
  return (settings.profileRelays ?? PROFILE_RELAYS).filter((relay) => !hosts.has(hostOf(relay))).slice(0, MOST_RELAYS)
}

const hostOf = (relay: RelayUrl): string => (URL.canParse(relay) ? new URL(relay).host : relay)

function keep(store: Store, user: Hex, part: Partial<ProfileRecord>): void {
  store.update((state) => ({
    ...state,
    profiles: { ...state.profiles, [user]: { ...EMPTY, ...state.profiles[user], ...part } },
  }))
}

/** What was found is erased; what the person gave stays. */
function onlyGiven(profiles: State['profiles']): State['profiles'] {
  const given = Object.entries(profiles).filter(([, record]) => record.given !== null)
  return Object.fromEntries(given.map(([user, { given }]) => [user, { ...EMPTY, given }]))
}

export const accountCommands = (store: Store): Pick<CommandHandlers, 'renameAccount' | 'setProfiles'> => ({
  renameAccount(user, name) {
    if (!store.state.sessions[user] || (name !== null && typeof name !== 'string')) return fail('internal')
    const given = name === null ? null : cleanName(name)
    const isEmpty = given === null && (store.state.profiles[user]?.checkedAt ?? null) === null
    if (isEmpty) store.update((state) => ({ ...state, profiles: without(state.profiles, user) }))
    else keep(store, user, { given })
    return succeed(undefined)
  },
  setProfiles(on) {
    store.update((state) => ({
      ...state,
      settings: { ...state.settings, profiles: on === true },
      profiles: on === true ? state.profiles : onlyGiven(state.profiles),
    }))
    return succeed(undefined)
  },
})

/** As the panel shows it. */
export function profileView({ profiles }: State, user: Hex): Pick<AccountView, 'given' | 'profile'> {
  const { given, name, picture } = profiles[user] ?? EMPTY
  return { given, profile: name === null && picture === null ? null : { name, picture } }
}
