import type { Cipher } from '../protocol/envelope'
import type { Failure, Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { RelayHealth } from '../protocol/health'
import type { Hex } from '../protocol/hex'
import type { RequestMethod } from '../protocol/nip46'
import type { RelayUrl } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { Pace } from './pace'

/** Milliseconds since the epoch, by the clock that the machine is handed. */
export type Ms = number

/**
 * A session as it is kept on disk: one per paired user. Both keys apart: the remote signer's transport key is often
 * not the user's (SIGNERS, ndk#373).
 */
export interface SessionRecord {
  clientSecretKey: Hex
  remoteSigner: Hex
  user: Hex
  relays: RelayUrl[]
  /** Relays before the last switch, listened to until `until` (SIGNERS rule 8: at least 5 minutes). */
  former: { relays: RelayUrl[]; until: Ms } | null
  cipher: Cipher
  pairedAt: Ms
  answeredAt: Ms | null
  switchedAt: Ms | null
  /** What the signer did with optional methods, so that it is not asked in vain. */
  learned: Partial<Record<RequestMethod, 'answers' | 'unsupported' | 'silent'>>
  /** When it said of a method that sites call that it does not know it: see lacks.ts. Left out: of none. */
  lacks?: Partial<Record<RequestMethod, Ms>>
  /** Which app it is: as it showed, or as the person said; null: unknown. For hints only, nothing is decided by it. */
  signer: SignerName | null
  /** How it is spoken to: see dialect.ts. Left out: as NIP-46 is today. */
  dialect?: Dialect
  /** When the signer ended it (`disconnect` of 2023): it is asked no more. Left out: it has not. */
  endedAt?: Ms
}

/** `object`: as signers of 2023 were, which take and return events as objects, not as text. */
export type Dialect = 'object'

/** A session whose client key lies sealed by a passphrase: it says whose it is, and can do nothing. */
export type SealedSession = Omit<SessionRecord, 'clientSecretKey'> & { sealed: string }

/** No key is reached by accident: who wants to use one asks `isOpen` first. */
export type Session = SessionRecord | SealedSession

/**
 * What one relay did with a request event. `unsaid`: it is there and says nothing of it, so it may well have passed it
 * on. `loggedIn`: refused for want of AUTH on this connection, and sent again after it.
 */
export type Delivery =
  | { state: 'due' | 'sent'; loggedIn?: true }
  | { state: 'unsaid' | 'taken' }
  | { state: 'refused'; reason: string }

/** A request in flight. `ids`: every id it was ever signed under; an answer to any of them counts. */
export interface InFlight {
  id: string
  ids: string[]
  method: RequestMethod
  params: string[]
  /** The sealed request as published: sent again unchanged while younger than 60 s. Null: it waits for its turn. */
  event: SignedEvent | null
  askedAt: Ms
  deliveries: Record<RelayUrl, Delivery>
  /** When the first relay took it, or said nothing of it for so long that it may have; the deadline counts from here. */
  takenAt: Ms | null
  deadline: Ms
  auth: Auth | null
  /** Asked by the line itself to pair or to move relays: its outcome goes to the line, not to a caller. */
  own?: true
  /** The one automatic second asking is used up. */
  reasked?: true
  /** For whom it is asked. */
  turn?: Turn
}

/** Whose requests take turns with whose: see turns.ts. */
export interface Turn {
  /** A site's origin. */
  from: string
  tab: number
}

/** A page that the signer wants its person to open; `foreign`: not signed by the key we are paired with. */
export interface Auth {
  url: string
  foreign: boolean
}

/** A pairing under way: what makes a line become a session. */
export interface Pairing {
  flow: 'qr' | 'bunker'
  /** The QR's token; null for a pasted one. */
  token: string | null
  secret: string
  stage: 'connecting' | 'waiting' | 'answered' | 'paired' | 'failed'
  startedAt: Ms
  /** At `failed`: why. Before: what last came that was no pairing, as a hint. */
  error: Failure | null
  /** In the QR flow a page may be asked for before anybody is known to answer (seen: as the very first frame). */
  auth?: Auth
  /** Of a QR code that is not final: which relays it shall name. Left out: it is. */
  choice?: Choice
  /** Relays that were taken out of the code before it could be scanned. */
  replaced?: RelayUrl[]
  /** The service that the code is for, by its domain; `template`: its page for tokens (NIP-46). */
  service?: { domain: string; template: string | null }
  /** Who says that they are the signer and cannot prove it, in the order in which they came: see claim.ts. */
  claims?: Claim[]
  /** Those of whom the person said no. */
  disowned?: Hex[]
}

/** A `connect` request (2023) to a QR code. */
export interface Claim {
  remoteSigner: Hex
  /** Of the request, for its answer. */
  id: string
}

/** How far the choice of a code's relays has come: see choice.ts. */
export interface Choice {
  /** `late`: what is not proven is slow; `last`: the time for proofs is over. */
  phase: 'early' | 'late' | 'last'
  /** When the first relay opened. */
  openedAt: Ms | null
  /** Not looked at yet, in order. */
  spares: RelayUrl[]
  /** Spares that are listened to beside the code's relays. */
  tried: RelayUrl[]
  /** Chosen by the person: replaced only where no relay works at all. */
  keeps: RelayUrl[]
}

/** Events to ourselves that were sent to a relay to see what it does with them. */
export interface Check {
  /** The newest. */
  eventId: Hex
  sentAt: Ms
  /** When each was sent, by event id. */
  sent: Record<Hex, Ms>
  /** The newest was sent after AUTH. */
  loggedIn?: true
  /** When it was taken; not yet seen again by then. */
  takenAt?: Ms
  /** It was sent a second time, for the first may have overtaken our subscription. */
  isAgain?: true
  /** Why the relay would not take it. */
  refused?: Failure
}

/**
 * One line to one remote signer, in pairing or paired. Plain data: the journal keeps it as it is, and a worker that
 * wakes goes on from it.
 */
export interface Line {
  /** Unique among lines; stable from pairing to session. */
  id: string
  clientSecretKey: Hex
  clientPubkey: Hex
  peer: Hex | null
  user: Hex | null
  relays: RelayUrl[]
  former: { relays: RelayUrl[]; until: Ms } | null
  cipher: Cipher
  answeredAt: Ms | null
  switchedAt: Ms | null
  pairedAt: Ms | null
  learned: SessionRecord['learned']
  lacks?: NonNullable<SessionRecord['lacks']>
  signer: SignerName | null
  dialect?: Dialect
  endedAt?: Ms
  pairing: Pairing | null
  requests: Record<string, InFlight>
  /** Sockets as the edges last reported them. */
  open: RelayUrl[]
  /** Why a relay is of no use just now, in its words. */
  trouble: Record<RelayUrl, Failure>
  /** When the signer was last asked whether it is there (`ping`). */
  pingedAt?: Ms
  /** What the relays were seen to do. */
  health?: Record<RelayUrl, RelayHealth>
  /** The last check of each relay. */
  checks?: Record<RelayUrl, Check>
  /** How many requests may be under way, and how fast; left out: nothing was asked yet. */
  pace?: Pace
  /** Somebody wants these looked at, and they are not open yet; until then they are waited for. */
  checkDue?: { relays: RelayUrl[]; until: Ms }
  /** NIP-44's key with this peer: a waking need not derive it. */
  derived?: { peer: Hex; key: Hex }
  /** Frames that were ignored: garbage, wrong author, unknown id. */
  ignored: number
}

/** Everything that can happen to a line. Events come with their signature checked. */
export type LineInput =
  | { type: 'ask'; id: string; method: RequestMethod; params: string[]; turn?: Turn }
  | { type: 'again'; id: string; newId: string }
  /** A request; or, with the line's own id, its pairing. */
  | { type: 'cancel'; id: string }
  /** The person has compared the key of a claim: it is their signer, or it is not. */
  | { type: 'confirm' | 'disown'; remoteSigner: Hex }
  | { type: 'open'; relay: RelayUrl }
  /** An empty reason: closed by us, for nothing was wanted of it. */
  | { type: 'closed'; relay: RelayUrl; reason: string }
  | { type: 'ok'; relay: RelayUrl; eventId: Hex; accepted: boolean; reason: string }
  /** The relay is alive, and has said neither OK nor no to this event for 10 s. */
  | { type: 'unsaid'; relay: RelayUrl; eventId: Hex }
  | { type: 'event'; relay: RelayUrl; event: SignedEvent }
  /** Look what the relays do with an event to ourselves. */
  | { type: 'check' }
  | { type: 'tick' }
  /** The worker was born again: no socket of before is open any more. */
  | { type: 'wake' }

/** What the edges must do after a step. Which relays to listen on is not here: see `wanted`. */
export type LineEffect =
  | { type: 'publish'; relay: RelayUrl; event: SignedEvent }
  /** `came`: the event of an answer that was not what was asked, for the person to compare. */
  | { type: 'settle'; id: string; outcome: Outcome; came?: SignedEvent }
  /** Pairing is complete: keep this session. */
  | { type: 'paired'; session: SessionRecord }
  /** Something about the session changed that must outlive the browser. */
  | { type: 'keep'; session: SessionRecord }
  /** The signer has ended the session. */
  | { type: 'ended' }

export interface Step {
  line: Line
  effects: LineEffect[]
}

/** What a line needs of the network now; null: nothing, sockets may close. */
export interface Wanted {
  relays: RelayUrl[]
  filter: { kinds: number[]; '#p': Hex[]; since: number }
}
