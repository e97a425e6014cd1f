import type { Outcome } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import type { RelayUrl } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { Verdict } from '../protocol/verdict'
import type { LogEntry, LogQuery } from './log'
import type { SitesMode, Snapshot } from './snapshot'

export type * from './log'
export type * from './snapshot'
export type { Preset, Verdict }

/** Contract panel ⇄ background, over the runtime port named PANEL_PORT; taken only from our own pages. */
export const PANEL_PORT = 'panel'

/** Everything the panel can ask for. Each answers with an Outcome; the snapshot shows what changed. */
export interface PanelCommands {
  /** Make a QR token on these relays (default: settings) and listen for the answer, for 15 minutes or until cancelled. */
  pairByQr(relays?: RelayUrl[], signer?: SignerName | null): void
  /** Pair by a pasted `bunker://` token. */
  pairByToken(token: string, signer?: SignerName | null): void
  cancelPairing(): void
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
  forgetRule(account: Hex, origin: string, permission: Permission, target?: string): void
  /** Rules, presets, account and key told: the site is a stranger again. */
  forgetSite(origin: string): void
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
  clearLog(): void
  setLogging(on: boolean): void
  /** Also show a notification when something waits. */
  setNotify(on: boolean): void
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
  [K in CommandName]: (
    ...args: Parameters<PanelCommands[K]>
  ) => Promise<Outcome<ReturnType<PanelCommands[K]>>> | Outcome<ReturnType<PanelCommands[K]>>
}

/** The panel's side: functions that somebody else runs. */
export type RemoteCommands = {
  [K in CommandName]: (...args: Parameters<PanelCommands[K]>) => Promise<Outcome<ReturnType<PanelCommands[K]>>>
}

/** Panel → background. */
export interface CommandMessage {
  n: number
  command: string
  args: unknown[]
}

/** Background → panel: an answer, or the newest snapshot. */
export type PanelMessage = { n: number; outcome: Outcome } | { snapshot: Snapshot }
