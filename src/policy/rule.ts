import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'

/** A stored verdict for (account, origin, permission). */
export interface Rule {
  account: Hex
  origin: string
  permission: Permission
  allow: boolean
  /** ms since the epoch; null: always; `session`: until the browser closes. */
  until: number | 'session' | null
}
