import type { LockRecord, ProfileRecord, Settings } from '../edges/records'
import type { Approval } from '../policy/approval'
import type { Lists } from '../policy/lists'
import type { Quiet } from '../policy/quiet'
import type { Rule } from '../policy/rule'
import type { Seen } from '../policy/seen'
import type { Sites } from '../policy/site'
import type { Caution } from '../protocol/caution'
import type { Outcome } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Call } from '../protocol/nip07'
import { DEFAULT_RELAYS } from '../protocol/relay'
import type { Line, Session } from '../signer/line'
import type { Asker, NoticeView, RowView } from '../wire/panel'
import type { Knock } from './knock'
import type { Taken } from './taken'

/**
 * A site's call from its arrival until its page has the answer. The journal keeps it, so that a worker that dies at
 * any stage goes on from here; its id is the bridge's.
 */
export interface OpenCall extends Asker {
  id: string
  call: Call
  /** Why the person must be asked whatever the rules say. */
  caution?: Caution
  /** From a private window: not written into the log. */
  isPrivate?: true
  /** Who let it pass, or stopped it. */
  by?: 'rule' | 'preset' | 'person'
  /** Who signs; decided when the call came. */
  account: Hex
  tabId: number
  /** Of its arguments, in characters. */
  size: number
  askedAt: number
  stage: /** Nothing can be asked before the person has unlocked; then it is decided about by the rules of then. */
    | { at: 'locked' }
    | { at: 'consent' }
    /** `request`: this call's id, or that of another call which asked the very same and was there first. */
    | { at: 'signer'; request: string }
    /** Kept for a while: the page may have missed it, and asks again with the same id. */
    | { at: 'answered'; outcome: Outcome; since: number; isDelivered?: true }
}

/** Client keys are sealed by a passphrase. */
export interface Lock {
  record: LockRecord
  /** The key that opens them, and what it has sealed so far by client key; null: locked. In memory and `storage.session` only. */
  open: { key: Hex; sealed: Record<Hex, string> } | null
}

/** All that the background knows. Changed only by making a new one: see store.ts. */
export interface State {
  /** One per paired user, by user pubkey. */
  sessions: Record<Hex, Session>
  /** null: no passphrase was set. */
  lock: Lock | null
  /** When a panel was last seen or a call let pass (ms): the lock's idle time counts from here. */
  usedAt: number
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
  sites: Sites
  /** By user pubkey. */
  profiles: Record<Hex, ProfileRecord>
  /** Lists that were signed, for what the next version would lose. */
  lists: Lists
  /** Equal calls at their signer, by question: how many there were since the first, and how many have ended. */
  rows: Record<string, RowView>
  /** A site that asked while nobody was paired; null: none, or somebody is. */
  knock: Knock | null
  /** When each site last asked something (ms), by account and origin. */
  seen: Seen
  /** What can be brought back, the newest last. */
  taken: Taken[]
}

export const emptyState = (): State => ({
  sessions: {},
  lock: null,
  usedAt: 0,
  lines: {},
  calls: {},
  approvals: [],
  quiet: [],
  rules: [],
  settings: {
    relays: [...DEFAULT_RELAYS],
    account: null,
    patience: 5,
    sites: 'every',
    log: true,
    notify: false,
    theme: 'system',
    language: null,
    profiles: true,
    links: false,
    profileRelays: null,
  },
  notices: [],
  approvalTab: null,
  sites: {},
  profiles: {},
  lists: {},
  rows: {},
  knock: null,
  seen: {},
  taken: [],
})

/** Without the entry `key`. */
export function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = record
  return rest
}

/** Is there no key at hand until the person unlocks? */
export const isLocked = ({ lock }: Pick<State, 'lock'>): boolean => lock !== null && lock.open === null

/** The line that signs for a user. */
export const lineOf = (state: State, user: Hex): Line | undefined =>
  Object.values(state.lines).find((line) => line.user === user && line.pairing?.stage !== 'failed')

/** The pairing under way, or just done and not yet looked at; there is one at a time. */
export const pairingOf = (state: State): Line | undefined => Object.values(state.lines).find((line) => line.pairing)

/** May another account answer this call? Not one that names its pubkey, nor one that is at its signer. */
export const canSwitch = ({ stage, call }: OpenCall): boolean =>
  stage.at === 'consent' && !(call.method === 'signEvent' && call.pubkey !== null)
