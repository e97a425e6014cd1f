import { npubEncode } from 'nostr-tools/nip19'
import { type Failure, fail, type Outcome } from '../../src/protocol/error'
import type { SignerName } from '../../src/protocol/signers'
import type { CommandName, LogEntry, Snapshot } from '../../src/wire/panel'
import { activityStories } from './activity'
import { approvalStories } from './approvals'
import { siteStories } from './sites'
import {
  account,
  approval,
  LONG_ORIGIN,
  NOW,
  NPUB,
  paired,
  pairing,
  pending,
  relays,
  sign,
  site,
  snapshot,
  template,
  USER,
} from './snapshots'

/** A view in a state: what the background says, where the panel stands, and what commands come to. */
export interface Story {
  /** null: the background never speaks. */
  snapshot: Snapshot | null
  view?: 'home' | 'welcome' | 'approval' | 'sites' | 'activity' | `activity/${string}` | 'account' | 'settings'
  /** Commands that fail; all others succeed. */
  fails?: Partial<Record<CommandName, Outcome<void>>>
  /** What the log holds. */
  log?: LogEntry[]
  /** The page over which the popup stands. */
  active?: string
  /** Buttons to press before the picture is taken. */
  press?: string[]
  /** Disclosures to open before the picture is taken, by the text of their summary. */
  open?: string[]
}

const failed = (error: Failure) =>
  snapshot({ pairing: pairing({ stage: 'failed', error }), relays: relays('closed', 'closed', 'open', 'open') })

const chosen = (signer: SignerName): Story => ({
  snapshot: snapshot({ pairing: pairing({ signer }), relays: relays('open', 'open', 'open', 'open') }),
})

/** A call at a signer that was asked whether it is there and did not answer. */
const silent = (signer: SignerName | null): Story => ({
  snapshot: paired({
    accounts: [account({ signer, learned: { ping: 'answers' } })],
    pending: [pending({ presence: 'silent' })],
  }),
})

const hexOf = (n: number): string => n.toString(16).padStart(64, '0')

const pairingStories: Record<string, Story> = {
  'welcome-silent-background': { snapshot: null },
  'welcome-cancelled': { snapshot: snapshot() },
  'welcome-connecting': {
    snapshot: snapshot({
      pairing: pairing({ stage: 'connecting', startedAt: NOW - 1_000 }),
      relays: relays('connecting', 'connecting', 'connecting', 'connecting'),
    }),
  },
  'welcome-unreachable': {
    snapshot: snapshot({
      pairing: pairing({ stage: 'connecting', startedAt: NOW - 9_000 }),
      relays: relays('closed', 'connecting', 'closed', 'closed'),
    }),
  },
  'welcome-amber': chosen('amber'),
  'welcome-nsecapp': chosen('nsecapp'),
  'welcome-clave': chosen('clave'),
  'welcome-bunker': chosen('bunker'),
  'welcome-waiting': {
    snapshot: snapshot({ pairing: pairing(), relays: relays('open', 'open', 'connecting', 'open') }),
  },
  'welcome-relays': {
    snapshot: snapshot({
      pairing: pairing(),
      relays: [
        ...relays('open', 'open', 'connecting'),
        {
          url: 'wss://relay.primal.net',
          state: 'closed',
          trouble: {
            code: 'no-relay',
            detail: 'restricted: this relay takes members only, see https://example.com/join',
          },
        },
      ],
    }),
    open: ['Relays'],
  },
  'welcome-token': {
    snapshot: snapshot({ pairing: pairing(), relays: relays('open', 'open', 'open', 'open') }),
    open: ['I have a bunker:// token'],
    fails: { pairByToken: fail('token-secret-key') },
  },
  'welcome-bunker-auth': {
    snapshot: snapshot({
      pairing: pairing({
        flow: 'bunker',
        token: null,
        auth: { url: 'https://nsec.app/confirm?token=1', domain: 'nsec.app', foreign: false },
      }),
      relays: relays('open'),
    }),
  },
  'welcome-foreign-auth': {
    snapshot: snapshot({
      pairing: pairing({
        flow: 'bunker',
        token: null,
        auth: { url: 'https://evil.example/confirm', domain: 'evil.example', foreign: true },
      }),
      relays: relays('open'),
    }),
  },
  'welcome-answered': {
    snapshot: snapshot({ pairing: pairing({ stage: 'answered' }), relays: relays('open', 'open', 'open', 'open') }),
  },
  'welcome-paired': {
    snapshot: paired({ pairing: pairing({ stage: 'paired', user: USER, npub: NPUB }) }),
    view: 'welcome',
  },
  'welcome-refused': { snapshot: failed({ code: 'pairing-refused', detail: 'User rejected the request' }) },
  'welcome-no-relay': { snapshot: failed({ code: 'no-relay' }) },
}

const homeStories: Record<string, Story> = {
  'home-empty': { snapshot: paired() },
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
          trouble: { code: 'signer-refused', detail: 'rate-limited: slow down, please, there is too much of it' },
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
}

const otherStories: Record<string, Story> = {
  'sites-empty': { snapshot: paired(), view: 'sites' },
  'sites-one': { snapshot: paired({ sites: [site()] }), view: 'sites', open: ['notes.example.com'] },
  'sites-many': {
    snapshot: paired({
      sites: [
        site({ origin: LONG_ORIGIN }),
        ...Array.from({ length: 24 }, (_, i) =>
          site({
            origin: `https://site-${i + 1}.example.org`,
            lastAt: NOW - i * 5_000_000,
            rules: i % 5 ? site().rules : [],
          }),
        ),
      ],
    }),
    view: 'sites',
  },
  'account-one': {
    snapshot: paired({ relays: relays('open', 'open', 'closed', 'connecting') }),
    view: 'account',
    open: ['Signer key'],
  },
  'account-learned': {
    snapshot: paired({
      accounts: [
        account({ signer: 'nsecapp', learned: { ping: 'answers', switch_relays: 'silent', logout: 'unsupported' } }),
      ],
      relays: relays('open', 'open', 'open', 'open'),
    }),
    view: 'account',
    open: ['What it can do'],
  },
  'account-log-out': { snapshot: paired(), view: 'account', open: ['Log out…'] },
  'account-none': { snapshot: snapshot(), view: 'account' },
  'settings-relays': {
    snapshot: paired(),
    view: 'settings',
    fails: { setDefaultRelays: fail('relay-plain', 'ws://relay.example.com') },
  },
}

export const STORIES: Readonly<Record<string, Story>> = {
  ...pairingStories,
  ...homeStories,
  ...approvalStories,
  ...otherStories,
  ...activityStories,
  ...siteStories,
}
