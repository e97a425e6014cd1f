import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'

/** A stored verdict for (account, origin, permission), and target where there is one. */
export interface Rule {
  account: Hex
  origin: string
  /** `*`: whatever the site asks; only ever denied. */
  permission: Permission
  target?: string
  allow: boolean
  /** ms since the epoch; null: always; `session`: until the browser closes. */
  until: number | 'session' | null
}
