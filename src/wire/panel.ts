import type { Outcome } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import type { RelayUrl } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { Verdict } from '../protocol/verdict'
import type { BackupView, Imported } from './backup'
import type { Kdf } from './lock'
import type { LogEntry, LogQuery } from './log'
import type { SitesMode, Snapshot, Theme } from './snapshot'
import type { TraceEntry } from './trace'

export type * from './backup'
export type * from './lock'
export type * from './log'
export type * from './pairing'
export type * from './snapshot'
export type * from './trace'
export type { Preset, Verdict }

/** Contract panel ⇄ background, over the runtime port named PANEL_PORT; taken only from our own pages. */
export const PANEL_PORT = 'panel'

/** Everything the panel can ask for. Each answers with an Outcome; the snapshot shows what changed. */
export interface PanelCommands {
  /**
   * Make a QR token on these relays (default: settings) and listen for the answer, for 15 minutes or until cancelled.
   * `spares` may take the place of those that turn out to be of no use before the code can be scanned (default: see
   * background/spares.ts).
   */
  pairByQr(relays?: RelayUrl[], signer?: SignerName | null, spares?: RelayUrl[]): void
  /** Pair by a pasted `bunker://` token, or with the signer at an address (`nsec.app`, `bob@bunker.example`), looked up now. */
  pairByToken(token: string, signer?: SignerName | null): void
  cancelPairing(): void
  /** Signers that announce themselves on relays (NIP-89), and whose domains vouch for them. */
  findSigners(): AnnouncedSigner[]
  /** The token of a link that the person chose on a page; null: there is none. */
  readOffer(): { token: string; origin: string } | null
  /** It was decided. */
  endOffer(): void
  /** Offer to pair where a `bunker://` link is clicked? */
  setLinks(on: boolean): void
  /** The person has compared the key: this claim of the pairing is their signer. */
  confirmSigner(pairingId: string, remoteSigner: Hex): void
  /** This claim is not their signer; it is not heard again. */
  disownSigner(pairingId: string, remoteSigner: Hex): void
  /** Which app signs for this user, or is to be paired: for hints. null: unknown. */
  setSigner(whose: Hex | 'pairing', signer: SignerName | null): void
  /**
   * Decide about a frozen approval; `skip` leaves single calls of it out (they are denied once). `preset`: how the site
   * is dealt with from now on, chosen on first contact.
   */
  decide(approvalId: string, verdict: Verdict, skip?: string[], preset?: Preset): void
  /** Deny the site whatever it asks of this account, for so many minutes (a storm). */
  denySite(account: Hex, origin: string, minutes: number): void
  /** Cancel every call of a row that waits for its signer. */
  stopRow(account: Hex, origin: string, permission: Permission): void
  /** Reject a call that waits for its signer. */
  cancelCall(callId: string): void
  /** Sign the request anew and send it; the person at the phone may be asked again. */
  askAgain(callId: string): void
  /** Open a signer's `auth_url` for this call, on the person's click. */
  openAuthUrl(callId: string): void
  setRule(account: Hex, origin: string, permission: Permission, verdict: Verdict, target?: string): void
  /** Can be undone for a while. */
  forgetRule(account: Hex, origin: string, permission: Permission, target?: string): void
  /** All rules of a site for this account; its preset stays. Can be undone for a while. */
  forgetRules(account: Hex, origin: string): void
  /** Rules, presets, account and key told: these sites are strangers again. Can be undone for a while. */
  forgetSites(origins: string[]): void
  /** Bring back what `undo` of the snapshot names. */
  undo(id: string): void
  /** null: the site is a stranger to this account again. */
  setPreset(account: Hex, origin: string, preset: Preset | null): void
  /** Who signs for a site; what waits for consent there is asked anew as this account, and its pages are told. */
  setSiteAccount(origin: string, account: Hex): void
  /** Who signs where nothing was chosen. */
  setDefaultAccount(account: Hex): void
  /** Is Lanyard there on this site? null: as the mode says. */
  setSiteOn(origin: string, on: boolean | null): void
  /** Every site, or only those that were switched on. */
  setSitesMode(mode: SitesMode): void
  /** Where another extension answers too: keep `window.nostr` ours on this site. */
  setSiteFirm(origin: string, firm: boolean): void
  readLog(query: LogQuery): LogEntry[]
  /** Can be undone for a while. */
  clearLog(): void
  setLogging(on: boolean): void
  /** Also show a notification when something waits. */
  setNotify(on: boolean): void
  setDefaultRelays(relays: RelayUrl[]): void
  /** How long a request waits for its person, 1 to 30 minutes. */
  setPatience(minutes: number): void
  setTheme(theme: Theme): void
  /** A language of `_locales`; null: the browser's. */
  setLanguage(language: string | null): void
  /** Look up names and pictures of the accounts? Those found before are forgotten when it is switched off. */
  setProfiles(on: boolean): void
  /** null: not named. At most 60 characters. */
  renameAccount(account: Hex, name: string | null): void
  /** Send an event to ourselves over each relay of a line, to see which can be written and read, and how quickly. */
  checkRelays(whose: Hex | 'pairing'): void
  /**
   * Seal the pairings with a key made of a passphrase, or with another one. Not while they are locked.
   * @param present the key that is set; `wrong-passphrase` where it is another. null: none is
   */
  setLock(key: Hex, kdf: Kdf, present: Hex | null): void
  removeLock(present: Hex): void
  lock(): void
  /** Fails with `wrong-passphrase` where the key does not open what is sealed. */
  unlock(key: Hex): void
  setLockIdle(minutes: number | null): void
  /** The passphrase is forgotten: the sealed pairings are erased; rules, sites and settings stay for a new pairing. */
  forgetPairings(): void
  /** The newest last; kept in memory only. */
  readTrace(): TraceEntry[]
  /** Settings, sites and rules as text for a file; with `seal` also the pairings, sealed by its key. */
  exportBackup(seal: { key: Hex; kdf: Kdf } | null): string
  /** What a file holds, before it is taken in; with `kdf` where a passphrase is needed for its pairings. */
  readBackup(text: string): BackupView & { kdf: Kdf | null }
  /** @param key for the pairings in it; null: leave them */
  importBackup(text: string, key: Hex | null): Imported
  dismissNotice(noticeId: string): void
  /** Tell the signer, erase the keys either way. */
  logOut(account: Hex): void
}

/** Its domain is its address. */
export interface AnnouncedSigner {
  domain: string
  name: string | null
}

export type CommandName = keyof PanelCommands

/** The background's side: every command has a handler, and each may fail in words. */
export type CommandHandlers = {
  [K in CommandName]: (
    ...args: Parameters<PanelCommands[K]>
  ) => Promise<Outcome<ReturnType<PanelCommands[K]>>> | Outcome<ReturnType<PanelCommands[K]>>
}

/** The panel's side: functions that somebody else runs. */
export type RemoteCommands = Eyes & {
  [K in CommandName]: (...args: Parameters<PanelCommands[K]>) => Promise<Outcome<ReturnType<PanelCommands[K]>>>
}

/** What a person sees in the panel, for the keys of the browser that allow it. */
export interface Eyes {
  /** From now on this approval's buttons are live before the person; null: none is. */
  see(live: LiveApproval | null): void
}

export interface LiveApproval {
  id: string
  /** Press "once". */
  allow: () => void
}

/** Panel → background, without an answer: the id of the approval that is live. */
export interface SeenMessage {
  seen: string | null
}

/** Panel → background. */
export interface CommandMessage {
  n: number
  command: string
  args: unknown[]
}

/** Background → panel: an answer, the newest snapshot, or "press once", with the id of the approval that is live there. */
export type PanelMessage = { n: number; outcome: Outcome } | { snapshot: Snapshot } | { press: string }
