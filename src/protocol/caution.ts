import type { Hex } from './hex'

/** Why a call is asked about whatever rules and presets say, and leaves no rule behind. */
export type Caution =
  /** A new version of a list that drops most of the last one seen (kinds 3, 10000, 10002, 10003, 30000). */
  | { why: 'list-loss'; removed: number; of: number }
  /** A list whose private part, in `content`, would be gone. */
  | { why: 'private-loss' }
  /** The site was told another key, and may not know that this one would sign. */
  | { why: 'other-key'; told: Hex }
  /** A Bitcoin transaction: what is signed is spent. */
  | { why: 'money' }
  /** A bare hash: nobody can see what is signed, be it an event, money, or a log-in. */
  | { why: 'blind' }
