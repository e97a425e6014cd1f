import { npubEncode } from 'nostr-tools/nip19'
import { fail } from '../../src/protocol/error'
import type { LogEntry, SiteView, Snapshot } from '../../src/wire/panel'
import { account, LONG_ORIGIN, NOW, paired, site, snapshot, USER } from './snapshots'
import type { Story } from './stories'

const SITE = 'https://notes.example.com'
const users = [USER, ...['7e7e9c42', '32e18273', 'c4eabae1', 'fa984bd7'].map((seed) => seed.repeat(8))]

/** So many phones are paired. */
const several = (count: number, part: Partial<Snapshot> = {}): Snapshot =>
  paired({
    accounts: users
      .slice(0, count)
      .map((user, i) => account({ user, npub: npubEncode(user), signer: i % 2 ? 'primal' : 'amber' })),
    ...part,
  })

const settings = (part: Partial<Snapshot['settings']>) => ({ ...snapshot().settings, ...part })

/** The popup over a page of SITE. */
const here = (part: Partial<Snapshot>, rest: Partial<Story> = {}): Story => ({
  ...{ snapshot: paired(part), view: 'home', active: `${SITE}/some/page`, ...rest },
})

const hours = (n: number): number => NOW + n * 3_600_000

const others: SiteView[] = [
  site({ lastAt: NOW - 60_000, on: false }),
  site({
    ...{ origin: 'https://storm.example.com', preset: 'ask', lastAt: NOW - 120_000 },
    rules: [{ permission: '*', allow: false, until: hours(1) }],
  }),
  site({ origin: 'https://stranger.example.com', preset: null, rules: [], isTold: false, lastAt: null }),
]

const bound: SiteView = site({
  preset: 'phone',
  rules: [
    { permission: 'sign_event:27235', target: 'POST https://media.example.com/upload', allow: true, until: null },
    { permission: 'sign_event:22242', target: 'wss://relay.example.com', allow: false, until: null },
    { permission: 'nip44_decrypt', target: 'self', allow: true, until: 'session' },
    { permission: '*', allow: false, until: hours(1) },
  ],
  hasOther: true,
})

const fifty = Array.from({ length: 50 }, (_, i) =>
  site({
    origin: i === 3 ? LONG_ORIGIN : `https://site-${i + 1}.example.org`,
    preset: (['everyday', 'everyday', 'phone', 'ask', null] as const)[i % 5] ?? null,
    lastAt: i < 40 ? NOW - i * 7_000_000 : null,
    on: i % 9 === 8 ? false : null,
    rules: i % 3 ? site().rules.slice(0, i % 5) : [],
  }),
)

/** Of three accounts, as somebody has them after years. */
const hundreds = Array.from({ length: 500 }, (_, i) =>
  site({
    ...{ origin: `https://site-${i + 1}.example.org`, account: users[i % 3] ?? USER, lastAt: NOW - i * 700_000 },
    rules: i % 3 ? site().rules.slice(0, i % 5) : [],
  }),
)

const doings: LogEntry[] = [
  { permission: 'sign_event:1', outcome: 'answered', by: 'preset' } as const,
  { permission: 'sign_event:3', outcome: 'denied', by: 'person' } as const,
].map((what, i) => ({
  ...{ id: `${i}`, at: NOW - (i + 1) * 420_000, account: USER, origin: SITE, topOrigin: null },
  ...what,
}))

/** The site under the popup, the list of all, and what holds for them. */
export const siteStories: Record<string, Story> = {
  'this-site-new': here({}),
  'this-site-known': here({ sites: [site()] }, { log: doings }),
  'this-site-off': here({ sites: [site({ on: false })] }),
  'this-site-chosen-mode': here({ settings: settings({ sites: 'chosen' }) }),
  'this-site-denied': here({
    sites: [site({ preset: 'ask', rules: [{ permission: '*', allow: false, until: hours(1) }] })],
  }),
  'this-site-other': here({ sites: [site({ hasOther: true })] }),
  'this-site-firm': here({ sites: [site({ hasOther: true, isFirm: true })] }),
  'this-site-long': here({ sites: [site({ origin: LONG_ORIGIN, preset: 'ask' })] }, { active: `${LONG_ORIGIN}/x` }),
  'this-site-failing': here(
    { sites: [site()] },
    { toggle: ['Lanyard on this site'], fails: { setPreset: fail('storage'), setSiteOn: fail('internal') } },
  ),
  'switcher-two': here(several(2, { sites: [site({ account: users[1] ?? USER })] }), {
    open: ['Default account', 'Account on this site'],
  }),
  'switcher-five': here(several(5, { sites: [site()] }), { open: ['Default account', 'Account on this site'] }),
  'switcher-default': { snapshot: several(2), view: 'home', open: ['Default account'] },
  'sites-states': { snapshot: paired({ sites: others }), view: 'sites', open: ['storm.example.com'] },
  'sites-bound': { snapshot: paired({ sites: [bound] }), view: 'sites', open: ['notes.example.com'] },
  'sites-two-accounts': {
    snapshot: several(2, {
      sites: [
        site({ account: users[1] ?? USER, isTold: true }),
        site({ isCurrent: false, isTold: false, preset: 'phone', rules: [], lastAt: null }),
      ],
    }),
    view: 'sites',
    open: ['notes.example.com'],
  },
  'sites-fifty': { snapshot: paired({ sites: fifty }), view: 'sites' },
  'sites-picking': { snapshot: paired({ sites: fifty.slice(0, 9) }), view: 'sites', press: ['Select', 'Select all'] },
  'sites-hundreds': { snapshot: several(3, { sites: hundreds }), view: 'sites' },
}
