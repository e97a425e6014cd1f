import type { Records } from '../edges/storage'
import type { Hex } from '../protocol/hex'
import type { Session, SessionRecord } from '../signer/line'
import { isOpen } from '../signer/record'
import { fits, openKeys, withKeys } from './sealed'
import type { Lock } from './state'

interface Loaded {
  sessions: Record<Hex, Session>
  lock: Lock | null
}

/**
 * What the disk says of sessions and lock, and what the journal has beside: the key of an open lock (`vault`), and
 * sessions that were not sealed yet when the worker died (`session:`).
 * @returns both as they hold together, and the users whose session is of no use: sealed where there is no lock or by
 *   another key, or lying open beside a lock
 */
export async function loadLock({ sessions, lock }: Loaded, journal: Records): Promise<Loaded & { broken: Hex[] }> {
  const all = Object.values(sessions)
  const wrong = all.filter((session) => isOpen(session) !== (lock === null)).map(({ user }) => user)
  const sound = Object.fromEntries(all.filter(({ user }) => !wrong.includes(user)).map((one) => [one.user, one]))
  const key = journal.vault
  const isUnlocked = lock !== null && typeof key === 'string' && (await fits(key, lock.record.check))
  if (!isUnlocked) return { sessions: sound, lock, broken: wrong }
  const fresh = Object.values(freshOf(journal)).map((session) => [session.user, session])
  const opened = await openKeys(sound, key)
  const open = withKeys({ sessions: { ...sound, ...Object.fromEntries(fresh) }, lock }, key, opened)
  return { ...open, broken: [...wrong, ...opened.broken].filter((user) => !open.sessions[user]) }
}

const freshOf = (journal: Records): SessionRecord[] =>
  Object.entries(journal).flatMap(([name, value]) => (name.startsWith('session:') ? [value as SessionRecord] : []))

/** What is kept aside of a broken record: beside a lock nothing with a client key in it. */
export function withoutKey(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null
  const { clientSecretKey: _, ...rest } = value as Record<string, unknown>
  return rest
}
