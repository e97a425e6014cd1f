import { naddrEncode, neventEncode, nprofileEncode, npubEncode, nsecEncode } from 'nostr-tools/nip19'
import type { Caution } from '../../src/protocol/caution'
import { fail } from '../../src/protocol/error'
import type { EventTemplate } from '../../src/protocol/event'
import type { ApprovalView, AskedView, Snapshot } from '../../src/wire/panel'
import { account, approval, LONG_ORIGIN, LONG_TEXT, NOW, paired, pending, sign, USER } from './snapshots'
import type { Story } from './stories'

/** Every question there is, as the person meets it. */

const hexOf = (n: number): string => n.toString(16).padStart(64, '0')
const OTHER = hexOf(0x1db1a)

const asks = (part: Partial<ApprovalView> = {}, more: Partial<Snapshot> = {}): Story => ({
  snapshot: paired({ approvals: [approval(part)], ...more }),
  view: 'approval',
})

const one = (asked: AskedView, caution?: Caution): ApprovalView['calls'] => [
  { callId: 'call-1', asked, ...(caution && { caution }) },
]

const signs = (kind: number, template: Partial<EventTemplate>, part: Partial<ApprovalView> = {}): Story =>
  asks({ permission: `sign_event:${kind}`, calls: one(sign({ kind, ...template })), ...part })

const careful = (kind: number, caution: Caution, template: Partial<EventTemplate> = {}): Story =>
  signs(kind, template, { isCautious: true, calls: one(sign({ kind, ...template }), caution) })

const reads = (...peers: [peer: string, count: number][]): Partial<ApprovalView> => ({
  permission: 'nip44_decrypt',
  calls: peers.flatMap(([peer, count], n) =>
    Array.from({ length: count }, (_, i) => ({
      callId: `c${n}-${i}`,
      asked: { method: 'nip44_decrypt', peer, chars: 388 } as const,
    })),
  ),
})

const people = (count: number): string[][] => Array.from({ length: count }, (_, i) => ['p', hexOf(i + 1_000)])

const RICH = `Ferry notes, part two.

The timetable is at https://ferries.example.com/winter?line=7#sundays (thanks, nostr:${nprofileEncode({ pubkey: OTHER })}!). It answers nostr:${neventEncode({ id: hexOf(77) })} and goes on from nostr:${naddrEncode({ kind: 30_023, pubkey: OTHER, identifier: 'on-ferries' })}.

https://media.example.com/2026/pier-in-the-fog.jpg
https://media.example.com/2026/the-horn.mp4

Not what it looks like: https://accounts.example.com@evil.example/login

#ferry #harbour`

const RICH_TAGS = [
  ['e', hexOf(77), 'wss://relay.example.com', 'root'],
  ['e', hexOf(78), '', 'reply'],
  ['p', OTHER],
  ['t', 'ferry'],
  ['t', 'harbour'],
  ['expiration', String(NOW / 1_000 + 86_400)],
  ['imeta', 'url https://media.example.com/2026/pier-in-the-fog.jpg', 'm image/jpeg'],
  ['client', 'Ferry Notes'],
]

const SECRET = `my key is ${nsecEncode(new Uint8Array(32).fill(7))}`

const notes = (count: number): ApprovalView['calls'] =>
  Array.from({ length: count }, (_, i) => ({ callId: `c${i}`, asked: sign({ content: `Note ${i + 1}` }) }))

const signing: Record<string, Story> = {
  'approval-note': asks(),
  'approval-rich': asks({ calls: one(sign({ content: RICH, tags: RICH_TAGS })) }),
  'approval-signer-sees': {
    ...asks({ calls: one(sign({ content: 'Nothing is hidden: \u202egnp.exe\u202c.', tags: [] })) }),
    open: ['What your signer will see'],
  },
  'approval-many': asks(
    { calls: notes(20) },
    {
      approvals: [approval({ calls: notes(20) }), approval({ id: 'approval-2', origin: 'https://other.example' })],
    },
  ),
  'approval-many-secret': asks({
    calls: notes(20).map((call, i) => (i === 2 ? { ...call, asked: sign({ content: SECRET }) } : call)),
  }),
  'approval-long': {
    ...asks({
      origin: LONG_ORIGIN,
      topOrigin: 'https://portal.example.org',
      calls: one(
        sign({
          content: LONG_TEXT,
          tags: Array.from({ length: 40 }, (_, i) => ['p', hexOf(i), 'wss://relay.example.com/', `name${i}`]),
        }),
      ),
    }),
    open: ['34 more tags'],
  },
  'approval-markup': {
    ...asks({
      calls: one(
        sign({
          content: '<img src=x onerror="document.title=\'owned\'"> <b>bold</b>\n\u202eright to left\u202c',
          tags: [['t', '<script>1</script>']],
        }),
      ),
    }),
    open: ['Raw JSON'],
  },
  'approval-rtl': signs(1, {
    content: `صباح الخير من المرفأ. العبّارة متأخرة مرة أخرى https://ferries.example.com/winter\n\nGood morning, nostr:${npubEncode(OTHER)}.\n\n#ميناء`,
    tags: [
      ['t', 'ميناء'],
      ['subject', 'صباح الخير'],
    ],
  }),
  'approval-secret': signs(1, { content: SECRET, tags: [] }),
  'approval-profile': signs(0, {
    content: JSON.stringify({
      name: 'Ada',
      about: 'Ferries, fog and the occasional lighthouse.',
      picture: 'https://media.example.com/ada.jpg',
      nip05: 'ada@example.com',
      bot: false,
    }),
    tags: [],
  }),
  'approval-http-login': signs(
    27_235,
    {
      content: '',
      tags: [
        ['u', 'https://media.example.org/api/upload?size=120000'],
        ['method', 'POST'],
        ['payload', hexOf(0xabcdef)],
      ],
    },
    { target: 'POST https://media.example.org/api/upload' },
  ),
  'approval-relay-login': signs(
    22_242,
    {
      content: '',
      tags: [
        ['relay', 'wss://relay.example.org/'],
        ['challenge', 'b6f3c1d2-4a'],
      ],
    },
    { target: 'wss://relay.example.org' },
  ),
}

const careStories: Record<string, Story> = {
  'approval-follow-loss': careful(3, { why: 'list-loss', removed: 412, of: 418 }, { content: '', tags: people(6) }),
  'approval-private-loss': careful(10_000, { why: 'private-loss' }, { content: '', tags: people(3) }),
  'approval-other-key': careful(1, { why: 'other-key', told: OTHER }),
  'approval-storm': asks({ isStorm: true, calls: notes(50) }),
  'approval-frame': asks({ origin: 'https://widget.example.net', topOrigin: 'https://portal.example.org' }),
  'approval-mixed-scripts': asks({ origin: 'https://notes.xn--pple-43d.com' }),
  'approval-lookalike': asks({ origin: 'https://xn--80ak6aa92e.com' }),
  'approval-failing': { ...asks(), fails: { decide: fail('internal') }, press: ['Allow once'] },
}

const TWO = [account(), account({ user: OTHER, npub: npubEncode(OTHER), signer: 'amber' })]

const contactStories: Record<string, Story> = {
  'approval-public-key': asks({
    permission: 'get_public_key',
    isFirst: true,
    calls: one({ method: 'get_public_key' }),
  }),
  'approval-first-note': asks({ isFirst: true }),
  'approval-everyday': {
    ...asks({ permission: 'get_public_key', isFirst: true, calls: one({ method: 'get_public_key' }) }),
    open: ['What Everyday means'],
  },
  'approval-account': asks({ canSwitch: true }, { accounts: TWO }),
}

const cipherStories: Record<string, Story> = {
  'approval-decrypt': { ...asks(reads([OTHER, 1])), open: ['What your signer will see'] },
  'approval-decrypts': {
    ...asks(reads([OTHER, 37], [hexOf(41), 2], [hexOf(42), 1], [USER, 4])),
    open: ['For a time…'],
  },
  'approval-encrypt': asks({
    permission: 'nip44_encrypt',
    calls: one({ method: 'nip44_encrypt', peer: OTHER, plaintext: 'Meet me at the lighthouse.' }),
  }),
  'approval-auth': asks(
    {},
    {
      approvals: [],
      pending: [
        pending({
          stage: 'auth',
          auth: { url: 'https://use.nsec.app/confirm?id=1', domain: 'use.nsec.app', foreign: false },
        }),
      ],
    },
  ),
  'approval-rows': {
    ...asks(
      {},
      {
        approvals: [],
        rows: [
          { account: USER, origin: 'https://notes.example.com', permission: 'nip44_decrypt', done: 37, of: 120 },
          { account: USER, origin: LONG_ORIGIN, permission: 'sign_event:7', done: 0, of: 8 },
        ],
      },
    ),
  },
}

export const approvalStories: Readonly<Record<string, Story>> = {
  ...signing,
  ...careStories,
  ...contactStories,
  ...cipherStories,
}
