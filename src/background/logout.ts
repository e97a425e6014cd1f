import { after } from '../edges/clock'
import { newId } from '../edges/random'
import { forgetAside } from '../edges/storage'
import { withoutListsOf } from '../policy/lists'
import { withoutAccount as forgetInSites } from '../policy/site'
import { dropAccount } from '../policy/verdict'
import { forgetKeys } from '../protocol/envelope'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Calls } from './calls'
import type { Lines } from './lines'
import type { Log } from './log'
import { noticesWithout } from './notices'
import { lineOf, type State, without } from './state'
import type { Store } from './store'
import { takenWithout } from './taken'

/** ms that the signer has to take note; the keys are erased either way. */
const FAREWELL = 5_000

/** Told of a `logout` that is over: answered, refused, or not heard of in time. */
const farewells = new Map<string, () => void>()

export const onSettledFarewell = (requestId: string): void => farewells.get(requestId)?.()

/**
 * End a session: what waits for it fails, the signer is told (`logout`, NIP-46), then client key, session, line,
 * journal and log are erased, confirmed or not. Rules stay only as long as their account does.
 */
export async function logOut(store: Store, lines: Lines, calls: Calls, log: Log, user: Hex): Promise<Outcome<void>> {
  const line = lineOf(store.state, user)
  for (const call of Object.values(store.state.calls)) {
    if (call.account === user) calls.settle(call.id, fail('logged-out'))
  }
  store.update((state) => withoutAccount(state, user))
  const erased = log.forget(({ account }) => account === user).catch(() => undefined)
  if (line) {
    for (const id of Object.keys(line.requests)) lines.feed(line.id, { type: 'cancel', id })
    await sayFarewell(lines, line.id)
  }
  // this line only: the same user may have paired again meanwhile
  if (line) store.update((state) => ({ ...state, lines: without(state.lines, line.id) }))
  forgetKeys()
  await forgetAside(`session:${user}`).catch(() => undefined)
  await erased
  return succeed(undefined)
}

function sayFarewell(lines: Lines, lineId: string): Promise<void> {
  const id = newId()
  return new Promise((resolve) => {
    const over = () => {
      farewells.delete(id)
      resolve()
    }
    farewells.set(id, over)
    after(FAREWELL, over)
    lines.feed(lineId, { type: 'ask', id, method: 'logout', params: [] })
  })
}

function withoutAccount(state: State, user: Hex): State {
  const sessions = Object.fromEntries(Object.entries(state.sessions).filter(([key]) => key !== user))
  const account = state.settings.account === user ? (Object.keys(sessions)[0] ?? null) : state.settings.account
  return {
    ...state,
    lines: Object.fromEntries(
      Object.entries(state.lines).map(([id, line]) => [id, line.user === user ? { ...line, pairing: null } : line]),
    ),
    sessions,
    settings: { ...state.settings, account },
    calls: Object.fromEntries(Object.entries(state.calls).filter(([, call]) => call.account !== user)),
    approvals: state.approvals.filter((approval) => approval.account !== user),
    quiet: state.quiet.filter((denied) => denied.account !== user),
    notices: noticesWithout(state.notices, user),
    rules: dropAccount(state.rules, user),
    sites: forgetInSites(state.sites, user),
    lists: withoutListsOf(state.lists, user),
    taken: takenWithout(state.taken, user),
    profiles: without(state.profiles, user),
    seen: Object.fromEntries(Object.entries(state.seen).filter(([key]) => !key.startsWith(user))),
  }
}
