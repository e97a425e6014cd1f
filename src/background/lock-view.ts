import type { LockView } from '../wire/panel'
import { heldCalls } from './held'
import { isLocked, type State } from './state'

/** What the panel draws of the lock. The key is no part of it. */
export function lockView(state: Pick<State, 'lock' | 'calls'>): LockView {
  const { lock } = state
  const counts = new Map<string, number>()
  for (const { origin } of heldCalls(state)) counts.set(origin, (counts.get(origin) ?? 0) + 1)
  return {
    state: lock === null ? 'none' : isLocked(state) ? 'locked' : 'unlocked',
    idle: lock?.record.idle ?? null,
    kdf: lock?.record.kdf ?? null,
    waiting: [...counts].map(([origin, calls]) => ({ origin, calls })),
  }
}
