import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'

/** May `origin` have `permission` from `account`? What rules, approvals and quiet times are about. */
export interface Question {
  account: Hex
  origin: string
  permission: Permission
  /** What a log-in logs in to, or `self`: what was enciphered to oneself (see targetOf). */
  target?: string
}

/** Equal in all: an origin is compared as the browser stamped it, so another scheme or port is another site. */
export const sameQuestion = (a: Question, b: Question): boolean =>
  sameSite(a, b) && a.permission === b.permission && a.target === b.target

export const sameSite = (a: Pick<Question, 'account' | 'origin'>, b: Pick<Question, 'account' | 'origin'>): boolean =>
  a.account === b.account && a.origin === b.origin

/** No more than what the question is about: what is asked may carry more. */
export const questionOf = ({ account, origin, permission, target }: Question): Question => ({
  ...{ account, origin, permission },
  ...(target !== undefined && { target }),
})
