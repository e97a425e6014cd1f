import { npubEncode } from 'nostr-tools/nip19'
import { fail } from '../../src/protocol/error'
import type { SignerName } from '../../src/protocol/signers'
import type { AccountView, Snapshot } from '../../src/wire/panel'
import {
  account,
  approval,
  LONG_ORIGIN,
  NOW,
  paired,
  pending,
  relays,
  settings,
  sign,
  site,
  snapshot,
  template,
  USER,
} from './snapshots'
import type { Story } from './stories'

/** Who signs: the view a person starts from, and the list of all accounts. */

const hexOf = (n: number): string => n.toString(16).padStart(64, '0')

/** A picture as it is kept: small, and a `data:` URL. */
const portrait = (sky: string, ground: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path fill="${sky}" d="M0 0h96v96H0z"/><circle cx="48" cy="38" r="18" fill="${ground}"/><path d="M12 96a36 36 0 0172 0" fill="${ground}"/></svg>`,
  )}`

/** Account number `n` as somebody has it who looks after several. */
const other = (n: number, part: Partial<AccountView> = {}): AccountView => {
  const user = n === 0 ? USER : `${hexOf(n + 7).slice(-2)}${hexOf(n * 7919 + 5).slice(2)}`
  return account({ user, npub: npubEncode(user), signer: n % 3 === 1 ? 'primal' : 'amber', ...part })
}

const named = (name: string, picture: string | null = null) => ({ profile: { name, picture } })

const ADA = other(0, { ...named('Ada of the Ferries', portrait('#7fb8c9', '#1d4c5f')) })
const THREE = [
  ADA,
  other(1, { ...named('Harbour Master', portrait('#f0b27a', '#7b3f1d')), given: 'Work' }),
  other(2, { answeredAt: null }),
]
const NAMES = ['Ada', 'Boris', 'Chidi', 'Dörte', '\u00c9lodie', '福田', 'Григорий', 'هدى', 'Ines', 'Jón']
const TWENTY = Array.from({ length: 20 }, (_, i) =>
  other(
    i,
    i % 4 === 3 ? {} : named(`${NAMES[i % 10]} ${i + 1}`, i % 3 ? null : portrait(`hsl(${i * 36} 60% 70%)`, '#333')),
  ),
)
const LONG = other(0, named('Wilhelmina-Friederike von und zu Hohenlohe-Langenburg, Kapitänin'))
const UNBROKEN = other(1, { given: 'W'.repeat(60) })
const RTL_NAME = other(0, named('هدى من مرفأ الإسكندرية', portrait('#d9c5a0', '#5b4a2f')))

const several = (accounts: AccountView[], part: Partial<Snapshot> = {}): Snapshot =>
  paired({ accounts, account: accounts[0]?.user ?? null, ...part })

const homeOf = (accounts: AccountView[], part: Partial<Snapshot> = {}, rest: Partial<Story> = {}): Story => ({
  ...{ snapshot: several(accounts, part), view: 'home', ...rest },
})

const listOf = (accounts: AccountView[], rest: Partial<Story> = {}): Story => ({
  ...{ snapshot: several(accounts), view: 'account', ...rest },
})

const offline = { lights: relays('closed', 'closed', 'closed', 'closed') }
const HERE = 'https://notes.example.com'

/** A call at a signer that was asked whether it is there and did not answer. */
const silent = (signer: SignerName | null): Story => ({
  snapshot: paired({
    accounts: [account({ signer, learned: { ping: 'answers' } })],
    pending: [pending({ presence: 'silent' })],
  }),
})

const homeStories: Record<string, Story> = {
  'home-empty': { snapshot: paired() },
  'home-ended': {
    snapshot: paired({
      accounts: [account({ cipher: 'nip04', endedAt: NOW - 60_000 })],
      notices: [{ id: 'n', code: 'signed-out', at: NOW - 60_000 }],
    }),
  },
  'home-ended-second': homeOf(
    [account(), account({ user: hexOf(8), npub: npubEncode(hexOf(8)), endedAt: NOW - 60_000 })],
    { notices: [{ id: 'n', code: 'signed-out', at: NOW - 60_000, account: hexOf(8) }] },
  ),
  'home-asleep': { snapshot: null, still: paired({ sites: [site()] }), view: 'home' },
  'home-new': { snapshot: paired({ accounts: [account({ answeredAt: null, pairedAt: NOW - 30_000 })] }) },
  'home-one': { snapshot: paired({ pending: [pending()] }) },
  'home-quiet': {
    snapshot: paired({
      accounts: [account({ signer: 'primal' })],
      pending: [pending({ takenAt: NOW - 16_000 }), pending({ callId: 'call-2', asked: sign({ kind: 7 }) })],
    }),
  },
  'home-silent': silent(null),
  'home-silent-amber': silent('amber'),
  'home-silent-aegis': silent('aegis'),
  'home-silent-clave': silent('clave'),
  'home-silent-nsecapp': silent('nsecapp'),
  'home-silent-bunker': silent('nsecbunkerd'),
  'home-silent-second': {
    snapshot: paired({
      accounts: [account(), account({ user: hexOf(8), npub: npubEncode(hexOf(8)), signer: 'amber' })],
      pending: [pending({ account: hexOf(8), presence: 'silent' })],
    }),
  },
  'home-many': {
    snapshot: paired({
      approvals: [approval()],
      pending: [
        pending(),
        pending({ callId: 'call-2', stage: 'connecting', takenBy: 0, expiresAt: null, asked: sign({ kind: 30_023 }) }),
        pending({
          callId: 'call-3',
          stage: 'auth',
          asked: { method: 'nip44_decrypt', peer: hexOf(7), chars: 388 },
          auth: { url: 'https://nsec.app/confirm', domain: 'nsec.app', foreign: false },
        }),
        pending({
          callId: 'call-4',
          origin: LONG_ORIGIN,
          topOrigin: 'https://portal.example.org',
          asked: sign({ kind: 12_345 }),
          trouble: { code: 'relay-rate', detail: 'rate-limited: slow down, please, there is too much of it' },
        }),
      ],
    }),
    view: 'home',
  },
  'home-notices': {
    snapshot: paired({
      notices: [
        {
          id: 'n1',
          code: 'signed-differently',
          at: NOW - 60_000,
          asked: template(),
          came: { ...template({ content: 'Something else' }), id: hexOf(1), pubkey: USER, sig: hexOf(2) + hexOf(3) },
        },
        { id: 'n2', code: 'record-set-aside', at: NOW - 120_000, detail: 'rules' },
      ],
    }),
    open: ['Compare'],
  },
  'home-picture': homeOf([ADA], { sites: [site()] }),
  'home-over-new-site': homeOf([other(0)], {}, { active: `${HERE}/` }),
  'home-offline': homeOf([{ ...ADA, ...offline }]),
  'home-long-name': homeOf([LONG, UNBROKEN], {}, { open: ['Default account'] }),
  'home-long-name-here': homeOf(
    [LONG, UNBROKEN],
    { sites: [site({ account: UNBROKEN.user })] },
    { active: `${HERE}/`, open: ['Default account', 'Account on this site'] },
  ),
  'home-rtl-name': homeOf([RTL_NAME, THREE[1] ?? ADA], {}, { open: ['Default account'] }),
  'home-qr': homeOf([ADA], {}, { open: ['QR code'] }),
  'home-three': homeOf(THREE, { sites: [site({ account: THREE[1]?.user ?? USER })] }, { active: `${HERE}/` }),
  'home-three-open': homeOf(
    THREE,
    { sites: [site({ account: THREE[1]?.user ?? USER })] },
    { active: `${HERE}/`, open: ['Default account'] },
  ),
  'home-site-off': homeOf(
    THREE,
    { sites: [site({ account: THREE[1]?.user ?? USER, on: false })], settings: settings() },
    { active: `${HERE}/` },
  ),
  'home-twenty': homeOf(TWENTY, {}, { open: ['Default account'] }),
}

const listStories: Record<string, Story> = {
  'account-one': {
    snapshot: paired({ accounts: [account({ lights: relays('open', 'open', 'closed', 'connecting') })] }),
    view: 'account',
    open: ['Relays', 'Signer key'],
  },
  'account-learned': {
    snapshot: paired({
      accounts: [
        account({
          signer: 'nsecapp',
          learned: { ping: 'answers', switch_relays: 'silent', logout: 'unsupported' },
          lights: relays('open', 'open', 'open', 'open'),
        }),
      ],
    }),
    view: 'account',
    open: ['What this signer can do', 'Log out…'],
  },
  'account-log-out': { snapshot: paired(), view: 'account', open: ['Log out…'] },
  'account-none': { snapshot: snapshot(), view: 'account' },
  'account-picture': listOf([ADA], { open: ['QR code'] }),
  'account-rename': listOf([ADA], { press: ['Rename: Ada of the Ferries'] }),
  'account-rename-failing': listOf([ADA], {
    ...{ press: ['Rename: Ada of the Ferries', 'Save'], fails: { renameAccount: fail('storage') } },
  }),
  'account-pair-again': listOf([ADA], { open: ['Pair again…'] }),
  'account-offline': listOf([{ ...ADA, ...offline }], { open: ['Relays'] }),
  'account-long-name': listOf([LONG]),
  'account-rtl-name': listOf([RTL_NAME]),
  'accounts-three': listOf(THREE),
  'accounts-three-open': listOf(THREE, { open: ['Work'] }),
  'accounts-long-names': listOf([LONG, UNBROKEN, RTL_NAME], { open: ['Wilhelmina'] }),
  'accounts-twenty': listOf(TWENTY),
}

export const accountStories: Readonly<Record<string, Story>> = { ...homeStories, ...listStories }
