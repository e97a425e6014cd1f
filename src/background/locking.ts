import { now } from '../edges/clock'
import { forgetAside, setAside } from '../edges/storage'
import { forgetKeys } from '../protocol/envelope'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Kdf } from '../wire/panel'
import type { Calls } from './calls'
import { heldCalls } from './held'
import { type Idle, idling } from './idle'
import { notice, noticesWithout } from './notices'
import { fits, locked, openKeys, putSealed, sealCheck, sealKey, unsealed, withKeys, withLines } from './sealed'
import { isLocked, type Lock, type State } from './state'
import type { Store } from './store'

/** The passphrase's lock: while it is shut, no client key is anywhere but sealed on disk. */
export interface Locking extends Idle {
  /**
   * Seal by this key, in place of another or none. `storage` where the disk takes nothing.
   * @param present the key that is set: who finds it open has not the passphrase, and must not change it. null: none is
   */
  set(key: Hex, kdf: Kdf, present: Hex | null): Promise<Outcome<void>>
  remove(present: Hex): Promise<Outcome<void>>
  lock(): Promise<Outcome<void>>
  unlock(key: Hex): Promise<Outcome<void>>
  setIdle(minutes: number | null): Outcome<void>
  /** Only while it is shut: for one who can open it there is `remove`. */
  forgetPairings(): Promise<Outcome<void>>
}

/** Minutes, until the person says otherwise. */
const IDLE = 15

const done = succeed<void>(undefined)

/** @param stored settles when no write is under way, with whether all is stored */
export function lockingOf(store: Store, calls: Calls, stored: () => Promise<boolean>): Locking {
  const inTurn = turns()
  const sealRest = sealing(store)
  const shut = () => shutNow(store, calls)
  const idle = idling(store, shut)

  async function lock(): Promise<Outcome<void>> {
    while (store.state.lock?.open && !shut()) await sealRest()
    return done
  }

  store.follow(() => void sealRest())
  store.follow(idle.look)
  // the worker may have died between an unlock and these
  if (!isLocked(store.state)) calls.admitHeld()
  idle.look()
  return {
    set: (key, kdf, present) => inTurn(async () => refusal(store.state, present) ?? seal(store, stored, key, kdf)),
    remove: (present) => inTurn(async () => refusal(store.state, present) ?? change(store, stored, null)),
    lock: () => inTurn(lock),
    unlock: (key) => inTurn(() => unlock(store, calls, key)),
    setIdle(minutes) {
      if (!store.state.lock) return fail('internal')
      store.update((state) => withIdle(state, minutes))
      return done
    },
    forgetPairings: () => inTurn(() => forgetPairings(store, calls)),
    ...idle,
  }
}

/** Why the lock is not changed by one who shows this key; null: it may be. */
function refusal({ lock }: State, present: Hex | null): Outcome<void> | null {
  if (!lock) return null
  if (!lock.open) return fail('locked')
  return lock.open.key === present ? null : fail('wrong-passphrase')
}

const withIdle = (state: State, idle: number | null): State =>
  state.lock ? { ...state, lock: { ...state.lock, record: { ...state.lock.record, idle } } } : state

/** Nothing waits in here, or a new session could slip in. @returns whether it is shut: not before all is sealed */
function shutNow(store: Store, calls: Calls): boolean {
  if (locked(store.state) === null) return false
  for (const { id, stage } of Object.values(store.state.calls))
    if (stage.at === 'signer') calls.settle(id, fail('locked'))
  store.update((state) => locked(state) ?? state)
  forgetKeys()
  return true
}

/** Change the lock, and undo it where the disk does not take it. */
async function change(store: Store, stored: () => Promise<boolean>, next: Lock | null): Promise<Outcome<void>> {
  const { lock: before } = store.state
  store.update((state) => ({ ...state, lock: next, usedAt: now() }))
  // the store tells its followers at the end of the turn
  await Promise.resolve()
  if (await stored()) return done
  store.update((state) => ({ ...state, lock: before }))
  return fail('storage')
}

/** All is sealed before the lock is there: no session is missing on disk for a moment. */
async function seal(store: Store, stored: () => Promise<boolean>, key: Hex, kdf: Kdf): Promise<Outcome<void>> {
  const check = await sealCheck(key)
  let sealed: Record<Hex, string> = {}
  const next = (): Lock => ({
    record: { kdf, idle: store.state.lock ? store.state.lock.record.idle : IDLE, check },
    open: { key, sealed },
  })
  for (;;) {
    const [session] = unsealed({ ...store.state, lock: next() })
    if (!session) break
    sealed = { ...sealed, [session.clientSecretKey]: await sealKey(key, session) }
  }
  const outcome = await change(store, stored, next())
  // what was set aside of sessions may have their keys in it
  if (outcome.ok) await forgetAside('session:')
  return outcome
}

async function unlock(store: Store, calls: Calls, key: Hex): Promise<Outcome<void>> {
  const { lock, sessions } = store.state
  if (!lock) return done
  if (!(await fits(key, lock.record.check))) return fail('wrong-passphrase')
  if (lock.open) return done
  const opened = await openKeys(sessions, key)
  const gone = await Promise.all(
    opened.broken.map((user) =>
      setAside(`session:${user}`, sessions[user]).then(
        () => [user],
        // it stays as it is until there is room
        () => [],
      ),
    ),
  )
  const broken = gone.flat()
  store.update((state) => withLines(withKeys({ ...state, usedAt: now() }, key, { ...opened, broken }), now()))
  for (const user of opened.broken) store.update(notice('record-set-aside', now(), { detail: `session:${user}` }))
  calls.admitHeld()
  return done
}

async function forgetPairings(store: Store, calls: Calls): Promise<Outcome<void>> {
  if (!isLocked(store.state)) return fail('internal')
  for (const { id } of heldCalls(store.state)) calls.settle(id, fail('not-paired'))
  store.update((state) => ({
    ...state,
    sessions: {},
    lock: null,
    notices: Object.keys(state.sessions).reduce(noticesWithout, state.notices),
    settings: { ...state.settings, account: null },
  }))
  await forgetAside('session:').catch(() => undefined)
  return done
}

/** Seals what is not sealed yet, one after the other; who asks meanwhile waits for the same. */
function sealing(store: Store): () => Promise<void> {
  let running: Promise<void> | null = null
  async function run(): Promise<void> {
    for (;;) {
      const key = store.state.lock?.open?.key
      const [session] = unsealed(store.state)
      if (key === undefined || !session) return
      const text = await sealKey(key, session)
      store.update((state) => putSealed(state, key, session.clientSecretKey, text))
    }
  }
  return () => {
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
}

/** One after the other, in the order they were asked for. */
function turns(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const mine = last.then(task, task)
    last = mine.catch(() => undefined)
    return mine
  }
}
