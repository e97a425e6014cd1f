import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'

/** May `origin` have `permission` from `account`? What rules, approvals and quiet times are about. */
export interface Question {
  account: Hex
  origin: string
  permission: Permission
}

/** Equal in all three: an origin is compared as the browser stamped it, so another scheme or port is another site. */
export const sameQuestion = (a: Question, b: Question): boolean =>
  a.account === b.account && a.origin === b.origin && a.permission === b.permission
