import { METHODS, type Patience } from '../protocol/nip46'
import type { InFlight, Ms } from './line'

/** What a caller may set about waiting. */
export interface Options {
  /** How long a person may take over a request once a relay has it. Default: 5 minutes. */
  personMs?: Ms
  /** The tab that the person looks at: its calls come first. */
  tab?: number
}

/** Until a relay must have taken a request. */
export const RELAY_MS = 30_000

/** strfry refuses ephemeral events older than this, by `created_at`; until then the same event may be sent again. */
export const YOUNG_MS = 60_000

/** From this age on an event that nobody has taken is sealed anew: it may still be under way at `YOUNG_MS`. */
export const STALE_MS = 50_000

/** `since` reaches back by this: no relay of ours takes an ephemeral event from a clock that is further behind. */
export const OVERLAP_MS = 60_000

/** No relay is asked for what is older: those that keep ephemeral events at all keep them for minutes (strfry: 5). */
export const KEPT_MS = 60 * 60_000

/** Time to fetch a stored answer after the worker was born again, even where the deadline passed while it was dead. */
export const GRACE_MS = 15_000

/** Former relays are listened to for so long (SIGNERS rule 8). */
export const FORMER_MS = 5 * 60_000

/** How often a session in use asks for other relays. */
export const SWITCH_MS = 24 * 3_600_000

/** How long a person may look at a request before the phone is asked whether it is there. */
export const PRESENCE_MS = 5_000

/** How long a QR code is listened for. */
export const QR_MS = 15 * 60_000

/** Silence after a first `connect` that makes the next try NIP-04 (seen: nsecbunkerd reads nothing else). */
export const CONNECT_RETRY_MS = 15_000

/**
 * Silence to a pairing's first `get_public_key`: some signers answer the token before they listen for requests (NDK's
 * backend, seen), and relays keep nothing for them.
 */
const FIRST_KEY_MS = 4_000

/** And to its second: some signers ask their person for each public key, and the pairing is looked at meanwhile. */
const SECOND_KEY_MS = 2 * 60_000

/** A check of a relay that is silent for so long has come to nothing. */
export const CHECK_MS = 4_000

/** A check that was taken comes back sooner than this after it, or else it overtook our subscription. */
export const ECHO_MS = 150

/** A relay is not checked more often, whoever asks. */
export const CHECK_PAUSE_MS = 10_000

/** A relay that is to be checked is waited for so long: a little longer than a connection may take. */
export const REACH_MS = 12_000

/** How long after its first relay opened a code waits for the proof of its relays. */
export const PROOF_MS = 2_500

/** A relay that is not proven by then, after the first one opened, is slow: spares are looked at. */
export const LATE_MS = 1_000

/** A person may have to find the phone, unlock it and read before `connect` is answered. */
const CONNECT_MS = 3 * 60_000

const PATIENCE_MS: Readonly<Record<Patience, Ms>> = { person: 5 * 60_000, machine: 30_000, optional: 4_000 }

/** How long a request may wait once a relay has it; a page to open makes any request one for a person. */
export function patience({ method, own, auth, reasked }: InFlight, { personMs = PATIENCE_MS.person }: Options): Ms {
  if (own && method === 'connect') return CONNECT_MS
  if (own && method === 'get_public_key' && !auth) return reasked ? SECOND_KEY_MS : FIRST_KEY_MS
  const { patience } = METHODS[method]
  return auth || patience === 'person' ? personMs : PATIENCE_MS[patience]
}
