import type { Failure, Outcome } from '../protocol/error'
import type { EventTemplate, SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'
import type { RelayUrl } from '../protocol/relay'
import type { Verdict } from '../protocol/verdict'

export type { Verdict }

/** Contract panel ⇄ background, over the runtime port named PANEL_PORT; taken only from our own pages. */
export const PANEL_PORT = 'panel'

/** Everything the panel can ask for. Each answers with an Outcome; the snapshot shows what changed. */
export interface PanelCommands {
  /** Make a QR token on these relays (default: settings) and listen for the answer, for 15 minutes or until cancelled. */
  pairByQr(relays?: RelayUrl[]): void
  /** Pair by a pasted `bunker://` token. */
  pairByToken(token: string): void
  cancelPairing(): void
  /** Decide about a frozen approval; `skip` leaves single calls of it out (they are denied once). */
  decide(approvalId: string, verdict: Verdict, skip?: string[]): void
  /** Reject a call that waits for its signer. */
  cancelCall(callId: string): void
  /** Sign the request anew and send it; the person at the phone may be asked again. */
  askAgain(callId: string): void
  /** Open a signer's `auth_url` for this call, on the person's click. */
  openAuthUrl(callId: string): void
  setRule(account: Hex, origin: string, permission: Permission, verdict: Verdict): void
  forgetRule(account: Hex, origin: string, permission: Permission): void
  forgetSite(origin: string): void
  setDefaultRelays(relays: RelayUrl[]): void
  /** How long a request waits for its person, 1 to 30 minutes. */
  setPatience(minutes: number): void
  dismissNotice(noticeId: string): void
  /** Tell the signer, erase the keys either way. */
  logOut(account: Hex): void
}

export type CommandName = keyof PanelCommands

/** The background's side: every command has a handler, and each may fail in words. */
export type CommandHandlers = {
  [K in CommandName]: (...args: Parameters<PanelCommands[K]>) => Promise<Outcome<void>> | Outcome<void>
}

/** The panel's side: functions that somebody else runs. */
export type RemoteCommands = {
  [K in CommandName]: (...args: Parameters<PanelCommands[K]>) => Promise<Outcome<void>>
}

/** Panel → background. */
export interface CommandMessage {
  n: number
  command: string
  args: unknown[]
}

/** Background → panel: an answer, or the newest snapshot. */
export type PanelMessage = { n: number; outcome: Outcome<void> } | { snapshot: Snapshot }

/** All that the panel may know. No secret key is in it; the pairing secret is (in `token`: it is shown as a QR). */
export interface Snapshot {
  version: string
  /** ms since the epoch when it was taken: waits are counted from it. */
  takenAt: number
  pairing: PairingView | null
  accounts: AccountView[]
  /** Who signs by default; null where nobody is paired. */
  account: Hex | null
  /** Oldest first. Only the first is frozen and can be decided; the others may still grow until their turn. */
  approvals: ApprovalView[]
  /** Calls at their signer, oldest first. */
  pending: PendingView[]
  sites: SiteView[]
  /** Sockets as they are now, for the session or pairing that uses them. */
  relays: RelayView[]
  notices: NoticeView[]
  settings: { relays: RelayUrl[]; patience: number }
}

/** The steps of a pairing, in order; each is shown when it has really happened. */
export type PairingStage =
  | 'connecting' // no relay is listening for us yet
  | 'waiting' // QR: a relay listens, the phone has not answered; bunker: `connect` was taken by a relay
  | 'answered' // the phone answered and is ours
  | 'paired' // its public key is known
  | 'failed'

export interface PairingView {
  id: string
  flow: 'qr' | 'bunker'
  stage: PairingStage
  /** The `nostrconnect://` token of a QR pairing. */
  token: string | null
  relays: RelayUrl[]
  startedAt: number
  /** Set at `paired`. */
  user: Hex | null
  npub: string | null
  error: Failure | null
  /** A page the signer wants opened, with a warning where another key sent it. */
  auth: AuthView | null
}

export interface AuthView {
  url: string
  domain: string
  /** True where it was not signed by the paired signer's key. */
  foreign: boolean
}

export interface AccountView {
  user: Hex
  npub: string
  remoteSigner: Hex
  relays: RelayUrl[]
  pairedAt: number
  /** When the signer last answered anything; null: not since pairing. */
  answeredAt: number | null
}

/** Who asks: the origin as the browser stamped it, and the page it is embedded in where that differs. */
export interface Asker {
  origin: string
  topOrigin: string | null
}

/** What is asked, as a person may read it. Never a plaintext of a decrypt. */
export type AskedView =
  | { method: 'get_public_key' }
  | { method: 'sign_event'; template: EventTemplate; eventId: Hex }
  | { method: 'nip04_encrypt' | 'nip44_encrypt'; peer: Hex; plaintext: string }
  | { method: 'nip04_decrypt' | 'nip44_decrypt'; peer: Hex }

/** One question to the person: equal calls (origin, account, permission), frozen once shown. */
export interface ApprovalView extends Asker {
  id: string
  account: Hex
  npub: string
  permission: Permission
  askedAt: number
  calls: { callId: string; asked: AskedView }[]
}

/** Where a request stands. */
export type RequestStage =
  | 'connecting' // no relay has taken it yet
  | 'taken' // at least one relay has it; the phone has not answered
  | 'auth' // the signer wants its person to open a page

export interface PendingView extends Asker {
  callId: string
  account: Hex
  asked: AskedView
  stage: RequestStage
  /** Relays that took the request, and how many it was sent to. */
  takenBy: number
  relays: number
  since: number
  /** When waiting ends; null while no relay has taken it. */
  expiresAt: number | null
  auth: AuthView | null
  /** A relay's refusal, in its words. */
  trouble: Failure | null
  /** Is the phone there? Asked by `ping` after a while; `unknown` where the signer does not answer that. */
  presence: 'reached' | 'silent' | 'unknown'
}

export interface RuleView {
  permission: Permission
  allow: boolean
  /** ms since the epoch; null: always. `session`: until the browser closes. */
  until: number | 'session' | null
}

export interface SiteView {
  origin: string
  account: Hex
  rules: RuleView[]
  /** ms; null: not since the browser was opened. */
  lastAt: number | null
}

export interface RelayView {
  url: RelayUrl
  state: 'connecting' | 'open' | 'closed'
  trouble: Failure | null
}

/** Something that was repaired, set aside or lost, that the person should know. `code` names a sentence `notice_<code>`. */
export interface NoticeView {
  id: string
  code: 'record-set-aside' | 'storage-full' | 'signed-differently' | 'signed-out'
  at: number
  /** For `signed-differently`: what was asked beside what came. */
  asked?: EventTemplate
  came?: SignedEvent | null
  detail?: string
}
