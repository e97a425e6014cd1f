import type { ErrorCode } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'
import type { Asker } from './snapshot'

/** What a site asked and what came of it. Never a plaintext, of decrypts or else. */
export interface LogEntry extends Asker {
  id: string
  /** ms since the epoch when it ended. */
  at: number
  /** So many equal ones within a minute, `at` being the last one's; absent: one. */
  count?: number
  account: Hex
  permission: Permission
  /** The URL or relay that a log-in was for. */
  target?: string
  /** Of an event that was signed. */
  eventId?: Hex
  outcome: 'answered' | ErrorCode
  /** Who decided: a stored rule, the site's preset, the person just then; absent: nobody was asked. */
  by?: 'rule' | 'preset' | 'person'
}

/** What of the log is wanted; newest first. */
export interface LogQuery {
  /** Found in origin, permission, target or event id; lower case. */
  text?: string
  /** Beside `text`: permissions by whose names it was meant. */
  permissions?: Permission[]
  origin?: string
  account?: Hex
  /** At most so many; without it, all. */
  limit?: number
}
