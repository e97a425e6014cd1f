import type { RelayUrl } from '../protocol/relay'

/**
 * What happened on the line, as a person may show it to somebody who helps them: no secret, no plaintext, no ciphertext.
 * Keys and event ids are shortened by whoever wrote it.
 */
export interface TraceEntry {
  /** ms since the epoch. */
  at: number
  relay: RelayUrl | null
  /** A word of the protocol or of ours: `open`, `closed`, `auth`, `REQ`, `EVENT`, `OK`, `answer`, `ignored`, `switch`, `woke`, … */
  what: string
  /** "get_public_key 7f3a… 412 bytes", "auth-required: members only" */
  detail: string
}
