import type { Hex } from '../protocol/hex'

/**
 * How a key of 32 bytes is made of a passphrase (RFC 7914). It is made in the panel: the passphrase itself goes nowhere.
 * `n` is the number of rounds, a power of 2.
 */
export interface Kdf {
  name: 'scrypt'
  /** 16 bytes, made anew whenever a passphrase is set. */
  salt: Hex
  n: number
  r: number
  p: number
}

/** Is what lies on disk of the pairings sealed by a passphrase, and is it open now? */
export interface LockView {
  /** `none`: no passphrase was set. */
  state: 'none' | 'locked' | 'unlocked'
  /** Minutes without a call or an open panel until it locks by itself; null: only when the browser closes. */
  idle: number | null
  /** How the passphrase becomes the key; null where none was set. */
  kdf: Kdf | null
  /** Sites with calls that wait for the unlock, the longest waiting first. */
  waiting: { origin: string; calls: number }[]
}
