import type { Caution } from '../protocol/caution'
import type { Failure } from '../protocol/error'
import type { EventTemplate, SignedEvent } from '../protocol/event'
import type { RelayHealth } from '../protocol/health'
import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import type { RelayUrl } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { LockView } from './lock'
import type { AuthView, PairingView } from './pairing'

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
  notices: NoticeView[]
  /** Rows of equal calls at their signer that are long enough for a bar. */
  rows: RowView[]
  lock: LockView
  /** What was just taken away and can be brought back; null: nothing. */
  undo: UndoView | null
  /** Nobody is paired, and this origin asked for a key a short while ago; else null. */
  knock: string | null
  settings: SettingsView
}

/**
 * What a panel would be shown, left in `storage.session` by a background in which nothing goes on: a panel that opens
 * over a sleeping one draws it, and need not wait until that is up.
 */
export interface Still {
  snapshot: Snapshot
  /** ms since the epoch; then something in it is no longer so. Left out: it holds until the next change. */
  until?: number
}

export interface UndoView {
  id: string
  /** Names a sentence `undone_<what>`. */
  what: 'rule' | 'sites' | 'log'
  count: number
  /** ms since the epoch. */
  until: number
}

/** `system`: as the browser is. */
export type Theme = 'system' | 'light' | 'dark'

/** On every site, or only on sites that were switched on. */
export type SitesMode = 'every' | 'chosen'

export interface SettingsView {
  relays: RelayUrl[]
  /** Minutes. */
  patience: number
  sites: SitesMode
  /** Is what sites ask written down? */
  log: boolean
  /** A notification when something waits? */
  notify: boolean
  theme: Theme
  /** A language of `_locales` (`pt_BR`); null: as the browser is. */
  language: string | null
  /** Are names and pictures of the accounts looked up? */
  profiles: boolean
  /** Does a click on a `bunker://` link offer to pair? */
  links: boolean
}

/** How far a long row of equal calls (decrypts, most of all) has come. */
export interface RowView {
  account: Hex
  origin: string
  permission: Permission
  done: number
  of: number
}

export interface AccountView {
  user: Hex
  npub: string
  /** As the person calls it; null: not named. */
  given: string | null
  /** As its profile (kind 0) has it; null: none was found, or none is looked for. */
  profile: ProfileView | null
  remoteSigner: Hex
  relays: RelayUrl[]
  lights: RelayView[]
  pairedAt: number
  /** When the signer last answered anything; null: not since pairing. */
  answeredAt: number | null
  /** Which app it is, as it showed or as the person said; null: unknown. */
  signer: SignerName | null
  /** When the signer ended the session; null: it has not. */
  endedAt: number | null
  /** The encryption that it is spoken to in. */
  cipher: 'nip44' | 'nip04'
  /** What it did with what not every signer knows; left out: it was not asked yet. */
  learned: Partial<Record<'ping' | 'switch_relays' | 'logout', 'answers' | 'unsupported' | 'silent'>>
}

export interface ProfileView {
  name: string | null
  /** A small picture as a `data:` URL. */
  picture: string | null
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
  /** `chars`: how long the ciphertext is. */
  | { method: 'nip04_decrypt' | 'nip44_decrypt'; peer: Hex; chars: number }
  /** A PSBT of version 0, hex; whose inputs are the user's is for the panel to find out. */
  | { method: 'sign_psbt'; psbt: string }
  | { method: 'sign_schnorr'; hash: Hex }

/** One question to the person: equal calls (origin, account, permission), frozen once shown. */
export interface ApprovalView extends Asker {
  id: string
  account: Hex
  npub: string
  permission: Permission
  /** NIP-98 and NIP-42: the URL or relay that it logs in to; an "always" holds for this one only. */
  target?: string
  askedAt: number
  /** The site has no preset with this account yet: one is chosen now. */
  isFirst: boolean
  /** Only "once" may be said: see Caution. */
  isCautious: boolean
  /** No call names its pubkey: another account may answer instead. */
  canSwitch: boolean
  /** The site asks so much at once that denying all of it is offered. */
  isStorm: boolean
  calls: { callId: string; asked: AskedView; caution?: Caution }[]
}

/** Where a request stands. */
export type RequestStage =
  | 'queued' // as many as the signer and its relays can do with are under way; this one is next, or after it
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
  /** When the first relay took it (ms); null: none has. */
  takenAt: number | null
  /** When waiting ends; null while no relay has taken it. */
  expiresAt: number | null
  auth: AuthView | null
  /** A relay's refusal, in its words. */
  trouble: Failure | null
  /** Is the phone there? Asked by `ping` after a while; `unknown` where the signer does not answer that. */
  presence: 'reached' | 'silent' | 'unknown'
}

export interface RuleView {
  /** `*`: whatever the site asks. */
  permission: Permission
  target?: string
  allow: boolean
  /** ms since the epoch; null: always. `session`: until the browser closes. */
  until: number | 'session' | null
}

export interface SiteView {
  origin: string
  account: Hex
  rules: RuleView[]
  /** null: no first contact with this account yet. */
  preset: Preset | null
  /** This account is the one that signs there. */
  isCurrent: boolean
  /** The site knows this account's public key. */
  isTold: boolean
  /** As the person set it; null: as the mode says. */
  on: boolean | null
  /** Another extension's `window.nostr` was seen there. */
  hasOther: boolean
  isFirm: boolean
  /** ms; null: not since the browser was opened. */
  lastAt: number | null
}

/** A relay of a line, and its socket as it is now. */
export interface RelayView {
  url: RelayUrl
  state: 'connecting' | 'open' | 'closed'
  trouble: Failure | null
  /** What was tried with it; null: nothing yet. */
  health: RelayHealth | null
}

/** Something that was repaired, set aside or lost, that the person should know. `code` names a sentence `notice_<code>`. */
export interface NoticeView {
  id: string
  code: 'record-set-aside' | 'storage-full' | 'signed-differently' | 'signed-out' | 'presence-refused'
  at: number
  /** Whose; none: it is about no account. */
  account?: Hex
  /** For `signed-differently`: what was asked beside what came. */
  asked?: EventTemplate
  came?: SignedEvent | null
  detail?: string
}
