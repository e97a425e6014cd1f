import { isIdle, isKdf } from '../edges/records'
import { fail } from '../protocol/error'
import { isHex64 } from '../protocol/hex'
import type { CommandHandlers } from '../wire/panel'
import type { Locking } from './locking'

export { lockView } from './lock-view'

export const lockCommands = (
  locking: Locking,
): Pick<CommandHandlers, 'setLock' | 'removeLock' | 'lock' | 'unlock' | 'setLockIdle' | 'forgetPairings'> => ({
  setLock: (key, kdf, present) => (isHex64(key) && isKdf(kdf) ? locking.set(key, kdf, present) : fail('internal')),
  removeLock: locking.remove,
  lock: locking.lock,
  unlock: (key) => (isHex64(key) ? locking.unlock(key) : fail('wrong-passphrase')),
  setLockIdle: (minutes) => (isIdle(minutes) ? locking.setIdle(minutes) : fail('internal')),
  forgetPairings: locking.forgetPairings,
})
