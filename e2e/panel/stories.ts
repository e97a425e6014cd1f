import { type Failure, fail, type Outcome } from '../../src/protocol/error'
import type { CommandName, Snapshot } from '../../src/wire/panel'
import {
  account,
  approval,
  LONG_ORIGIN,
  LONG_TEXT,
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
  view?: 'home' | 'welcome' | 'approval' | 'sites' | 'account' | 'settings'
  /** Commands that fail; all others succeed. */
  fails?: Partial<Record<CommandName, Outcome<void>>>
  /** Disclosures to open before the picture is taken, by the text of their summary. */
  open?: string[]
}

const failed = (error: Failure) =>
  snapshot({ pairing: pairing({ stage: 'failed', error }), relays: relays('closed', 'closed', 'open', 'open') })

const hexOf = (n: number): string => n.toString(16).padStart(64, '0')

const pairingStories: Record<string, Story> = {
  'welcome-silent-background': { snapshot: null },
  'welcome-cancelled': { snapshot: snapshot() },
  'welcome-connecting': {
    snapshot: snapshot({
      pairing: pairing({ stage: 'connecting' }),
      relays: relays('connecting', 'connecting', 'connecting', 'connecting'),
    }),
  },
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
  'home-many': {
    snapshot: paired({
      approvals: [approval()],
      pending: [
        pending(),
        pending({ callId: 'call-2', stage: 'connecting', takenBy: 0, expiresAt: null, asked: sign({ kind: 30_023 }) }),
        pending({
          callId: 'call-3',
          stage: 'auth',
          asked: { method: 'nip44_decrypt', peer: hexOf(7) },
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

const approvalStories: Record<string, Story> = {
  'approval-note': { snapshot: paired({ approvals: [approval()] }), view: 'approval' },
  'approval-public-key': {
    snapshot: paired({
      approvals: [
        approval({
          permission: 'get_public_key',
          calls: [{ callId: 'call-1', asked: { method: 'get_public_key' } }],
        }),
      ],
    }),
    view: 'approval',
  },
  'approval-many': {
    snapshot: paired({
      approvals: [
        approval({
          calls: Array.from({ length: 20 }, (_, i) => ({ callId: `c${i}`, asked: sign({ content: `Note ${i + 1}` }) })),
        }),
        approval({ id: 'approval-2', origin: 'https://other.example' }),
      ],
    }),
    view: 'approval',
  },
  'approval-long': {
    snapshot: paired({
      approvals: [
        approval({
          origin: LONG_ORIGIN,
          topOrigin: 'https://portal.example.org',
          calls: [
            {
              callId: 'call-1',
              asked: sign({
                content: LONG_TEXT,
                tags: Array.from({ length: 40 }, (_, i) => ['p', hexOf(i), 'wss://relay.example.com/', `name${i}`]),
              }),
            },
          ],
        }),
      ],
    }),
    view: 'approval',
  },
  'approval-markup': {
    snapshot: paired({
      approvals: [
        approval({
          calls: [
            {
              callId: 'call-1',
              asked: sign({
                content: '<img src=x onerror="document.title=\'owned\'"> <b>bold</b>\n\u202eright to left\u202c',
                tags: [['t', '<script>1</script>']],
              }),
            },
          ],
        }),
      ],
    }),
    view: 'approval',
    open: ['Raw JSON'],
  },
  'approval-decrypt': {
    snapshot: paired({
      approvals: [
        approval({
          permission: 'nip44_decrypt',
          calls: Array.from({ length: 3 }, (_, i) => ({
            callId: `c${i}`,
            asked: { method: 'nip44_decrypt', peer: hexOf(i + 40) } as const,
          })),
        }),
      ],
    }),
    view: 'approval',
    open: ['For a time…'],
  },
  'approval-encrypt': {
    snapshot: paired({
      approvals: [
        approval({
          permission: 'nip44_encrypt',
          calls: [
            {
              callId: 'c1',
              asked: { method: 'nip44_encrypt', peer: hexOf(9), plaintext: 'Meet me at the lighthouse.' },
            },
          ],
        }),
      ],
    }),
    view: 'approval',
  },
  'approval-failing': {
    snapshot: paired({ approvals: [approval()] }),
    view: 'approval',
    fails: { decide: fail('internal') },
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
}
