import { fail } from '../../src/protocol/error'
import type { LogEntry } from '../../src/wire/panel'
import { account, LONG_ORIGIN, NOW, NPUB, paired, USER } from './snapshots'
import type { Story } from './stories'

const MINUTE = 60_000
const OTHER = 'a'.repeat(64)
const hexOf = (n: number): string => n.toString(16).padStart(64, 'd7dd5eb3ab747e16')

const doing = (id: number, part: Partial<LogEntry> = {}): LogEntry => ({
  ...{ id: String(id), at: NOW - id * 7 * MINUTE, account: USER, origin: 'https://notes.example.com', topOrigin: null },
  ...{ permission: 'get_public_key', outcome: 'answered' },
  ...part,
})

const few: LogEntry[] = [
  doing(1, { permission: 'sign_event:1', eventId: hexOf(1), by: 'person' }),
  doing(2, { permission: 'nip44_decrypt', count: 212, by: 'preset' }),
  doing(3, { permission: 'sign_event:3', outcome: 'denied', by: 'rule' }),
  doing(4, { permission: 'sign_event:27235', target: 'POST https://media.example.com/upload', outcome: 'expired' }),
  doing(5, { permission: 'nip44_decrypt', target: 'self', by: 'rule', at: NOW - 26 * 60 * MINUTE }),
  doing(6, { permission: 'sign_event:0', outcome: 'bad-answer', by: 'person', at: NOW - 27 * 60 * MINUTE }),
  doing(7, { permission: 'sign_event:12345', outcome: 'lapsed', at: NOW - 75 * 60 * MINUTE }),
]

const origins = ['https://notes.example.com', 'https://chat.example.org', 'https://shop.example.net']
const outcomes = ['answered', 'answered', 'denied', 'cancelled', 'signer-refused', 'no-relay'] as const
const many = Array.from({ length: 130 }, (_, i) =>
  doing(i, {
    origin: origins[i % 3] ?? '',
    permission: i % 4 ? 'sign_event:7' : 'nip04_encrypt',
    outcome: outcomes[i % 6] ?? 'answered',
    ...(i % 4 && i % 6 === 1 ? { eventId: hexOf(i) } : {}),
    by: i % 5 ? 'rule' : 'person',
  }),
)

const long: LogEntry[] = [
  doing(1, { origin: LONG_ORIGIN, topOrigin: 'https://portal.example.org', by: 'person' }),
  doing(2, { permission: 'sign_event:27235', target: `GET https://api.example.com/${'path'.repeat(68)}` }),
  doing(3, { account: OTHER, permission: 'sign_event:30023', eventId: hexOf(3), by: 'rule' }),
]

const off = { ...paired().settings, log: false }

/** The Activity view. */
export const activityStories: Record<string, Story> = {
  'activity-empty': { snapshot: paired(), view: 'activity' },
  'activity-few': { snapshot: paired(), view: 'activity', log: few },
  'activity-many': { snapshot: paired(), view: 'activity', log: many },
  'activity-off': {
    snapshot: paired({ settings: off }),
    view: 'activity',
    log: few.slice(0, 2),
    open: ['Manage activity'],
  },
  'activity-off-empty': { snapshot: paired({ settings: off }), view: 'activity' },
  'activity-long': {
    snapshot: paired({ accounts: [account(), account({ user: OTHER, npub: NPUB.replace('180', '1aa') })] }),
    view: 'activity',
    log: long,
  },
  'activity-of-site': {
    snapshot: paired(),
    view: `activity/${encodeURIComponent('https://chat.example.org')}`,
    log: many,
  },
  'activity-failing': { snapshot: paired(), view: 'activity', fails: { readLog: fail('internal') } },
}
