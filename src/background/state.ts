import type { Settings } from '../edges/records'
import type { Approval } from '../policy/approval'
import type { Quiet } from '../policy/quiet'
import type { Rule } from '../policy/rule'
import type { Outcome } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Call } from '../protocol/nip07'
import { DEFAULT_RELAYS } from '../protocol/relay'
import type { Line, SessionRecord } from '../signer/line'
import type { Asker, NoticeView } from '../wire/panel'

/**
 * A site's call from its arrival until its page has the answer. The journal keeps it, so that a worker that dies at
 * any stage goes on from here; its id is the bridge's.
 */
export interface OpenCall extends Asker {
  id: string
  call: Call
  /** Who signs; decided when the call came. */
  account: Hex
  tabId: number
  /** Of its arguments, in characters. */
  size: number
  askedAt: number
  stage:
    | { at: 'consent' }
    /** `request`: this call's id, or that of another call which asked the very same and was there first. */
    | { at: 'signer'; request: string }
    /** Kept for a while: the page may have missed it, and asks again with the same id. */
    | { at: 'answered'; outcome: Outcome; since: number }
}

/** All that the background knows. Changed only by making a new one: see store.ts. */
export interface State {
  /** One per paired user, by user pubkey. */
  sessions: Record<Hex, SessionRecord>
  /** Lines by id: one per session, and the pairing under way. */
  lines: Record<string, Line>
  calls: Record<string, OpenCall>
  approvals: Approval[]
  quiet: Quiet[]
  rules: Rule[]
  settings: Settings
  notices: NoticeView[]
  /** The tab of the approval window, if it was opened. */
  approvalTab: number | null
  /** When each site last asked something (ms), by account and origin. */
  seen: Record<string, number>
}

export const emptyState = (): State => ({
  sessions: {},
  lines: {},
  calls: {},
  approvals: [],
  quiet: [],
  rules: [],
  settings: { relays: [...DEFAULT_RELAYS], account: null, patience: 5 },
  notices: [],
  approvalTab: null,
  seen: {},
})

/** Without the entry `key`. */
export function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record
  return rest
}

/** The line that signs for a user. */
export const lineOf = (state: State, user: Hex): Line | undefined =>
  Object.values(state.lines).find((line) => line.user === user && line.pairing?.stage !== 'failed')

/** The pairing under way, or just done and not yet looked at; there is one at a time. */
export const pairingOf = (state: State): Line | undefined => Object.values(state.lines).find((line) => line.pairing)
