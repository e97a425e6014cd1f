import type { EventTemplate } from '../../src/protocol/event'
import { DEFAULT_RELAYS } from '../../src/protocol/relay'
import { nostrconnectToken } from '../../src/protocol/token'
import type {
  AccountView,
  ApprovalView,
  AskedView,
  PairingView,
  PendingView,
  RelayView,
  SettingsView,
  SiteView,
  Snapshot,
} from '../../src/wire/panel'

/** Makers of what the panel draws. Every maker takes what differs from the plainest case. */

export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0)
const MINUTE = 60_000

const hex = (seed: string): string => seed.repeat(64).slice(0, 64)
export const USER = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'
export const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
const EVENT_ID = 'd7dd5eb3ab747e16f8d0212d53032ea2a7cadef53837e5a6c66d42849fcb9027'

export const relays = (...states: RelayView['state'][]): RelayView[] =>
  DEFAULT_RELAYS.slice(0, states.length).map((url, i) => ({
    url,
    state: states[i] ?? 'closed',
    trouble: null,
    health: null,
  }))

export const settings = (part: Partial<SettingsView> = {}): SettingsView => ({
  ...{ relays: [...DEFAULT_RELAYS], patience: 5, sites: 'every', log: true, notify: false },
  ...{ theme: 'system', language: null, profiles: true, links: false },
  ...part,
})

export const snapshot = (part: Partial<Snapshot> = {}): Snapshot => ({
  version: '0.1.0',
  takenAt: NOW,
  pairing: null,
  accounts: [],
  account: null,
  approvals: [],
  pending: [],
  sites: [],
  notices: [],
  rows: [],
  lock: { state: 'none', idle: null, kdf: null, waiting: [] },
  undo: null,
  knock: null,
  settings: settings(),
  ...part,
})

export const TOKEN = nostrconnectToken(hex('a1b2c3d4'), DEFAULT_RELAYS, 'Xh3kP9sQ2mLw7RtVb5Nc8YfDg4Jz6KaE')

export const pairing = (part: Partial<PairingView> = {}): PairingView => ({
  id: 'pairing',
  flow: 'qr',
  stage: 'waiting',
  token: TOKEN,
  relays: [...DEFAULT_RELAYS],
  lights: [],
  replaced: [],
  startedAt: NOW - 20_000,
  user: null,
  npub: null,
  error: null,
  auth: null,
  signer: null,
  claims: [],
  service: null,
  ...part,
})

export const account = (part: Partial<AccountView> = {}): AccountView => ({
  user: USER,
  npub: NPUB,
  given: null,
  profile: null,
  remoteSigner: hex('9f86d081'),
  relays: [...DEFAULT_RELAYS],
  lights: [],
  pairedAt: NOW - 3 * 24 * 60 * MINUTE,
  answeredAt: NOW - 2 * MINUTE - 5_000,
  endedAt: null,
  signer: null,
  cipher: 'nip44',
  learned: {},
  ...part,
})

/** Somebody with a paired phone. */
export const paired = (part: Partial<Snapshot> = {}): Snapshot =>
  snapshot({ accounts: [account()], account: USER, ...part })

export const template = (part: Partial<EventTemplate> = {}): EventTemplate => ({
  kind: 1,
  created_at: NOW / 1_000,
  tags: [['client', 'lanyard-demo']],
  content: 'Good morning from the harbour. The ferry is late again, the coffee is not.',
  ...part,
})

export const sign = (part: Partial<EventTemplate> = {}): AskedView => ({
  method: 'sign_event',
  template: template(part),
  eventId: EVENT_ID,
})

export const pending = (part: Partial<PendingView> = {}): PendingView => ({
  callId: 'call-1',
  origin: 'https://notes.example.com',
  topOrigin: null,
  account: USER,
  asked: sign(),
  stage: 'taken',
  takenBy: 3,
  relays: 4,
  since: NOW - 42_000,
  takenAt: NOW - 12_000,
  expiresAt: NOW + 4 * MINUTE,
  auth: null,
  trouble: null,
  presence: 'unknown',
  ...part,
})

export const approval = (part: Partial<ApprovalView> = {}): ApprovalView => ({
  id: 'approval-1',
  origin: 'https://notes.example.com',
  topOrigin: null,
  account: USER,
  npub: NPUB,
  permission: 'sign_event:1',
  askedAt: NOW - 3_000,
  ...{ isFirst: false, isCautious: false, canSwitch: false, isStorm: false },
  calls: [{ callId: 'call-1', asked: sign() }],
  ...part,
})

export const site = (part: Partial<SiteView> = {}): SiteView => ({
  origin: 'https://notes.example.com',
  account: USER,
  rules: [
    { permission: 'get_public_key', allow: true, until: null },
    { permission: 'sign_event:1', allow: true, until: NOW + 35 * MINUTE },
    { permission: 'sign_event:3', allow: false, until: null },
    { permission: 'nip44_decrypt', allow: true, until: 'session' },
  ],
  ...{ preset: 'everyday', isCurrent: true, isTold: true, on: null, hasOther: false, isFirm: false },
  lastAt: NOW - 7 * MINUTE,
  ...part,
})

export const LONG_ORIGIN =
  'https://a-very-long-subdomain.of-an-even-longer-name-that-will-not-fit.on-any-popup.xn--mnchen-3ya.example.com:8443'

export const LONG_TEXT = `${'Wind over water, line after line, and no end to it. '.repeat(60)}\n\n${'Unbroken'.repeat(60)}`
