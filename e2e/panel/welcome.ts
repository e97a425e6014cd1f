import { type Failure, fail } from '../../src/protocol/error'
import type { RelayHealth } from '../../src/protocol/health'
import { DEFAULT_RELAYS } from '../../src/protocol/relay'
import type { SignerName } from '../../src/protocol/signers'
import type { RelayView } from '../../src/wire/panel'
import { account, NOW, NPUB, paired, pairing, relays, snapshot, USER } from './snapshots'
import type { Story } from './stories'

/** Relays that were tried: what is left out is as it should be. */
const tried = (...parts: (Partial<RelayHealth> & Partial<RelayView>)[]): RelayView[] =>
  parts.map(({ state = 'open', trouble = null, ...health }, i) => ({
    url: DEFAULT_RELAYS[i] ?? '',
    ...{ state, trouble },
    health: {
      ...{ at: NOW - 3_000, writes: true, reads: true, auth: false, clockOff: false, roundTrip: 84 + 61 * i },
      ...health,
    },
  }))

const good = tried({}, {}, {}, {})

const failed = (error: Failure, signer: SignerName | null = null, lights = good): Story => ({
  snapshot: snapshot({ pairing: pairing({ stage: 'failed', error, signer, lights }) }),
})

const chosen = (signer: SignerName): Story => ({ snapshot: snapshot({ pairing: pairing({ signer, lights: good }) }) })

/** A token was pasted, and the signer wants a page opened. */
const withPage = (domain: string, foreign: boolean): Story => ({
  snapshot: snapshot({
    pairing: pairing({
      ...{ flow: 'bunker', token: null, lights: relays('open') },
      auth: { url: `https://${domain}/confirm?token=1`, domain, foreign },
    }),
  }),
})

const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#c96" d="M0 0h8v8H0z"/><circle cx="4" cy="4" r="2" fill="#fff"/></svg>',
)}`

const LONG_NAME = 'Maximiliane-Alexandra von und zu Hohenlohe-Schillingsfürst (the younger)'

const beginning: Record<string, Story> = {
  'welcome-silent-background': { snapshot: null },
  'welcome-cancelled': { snapshot: snapshot() },
  'welcome-wanted': { snapshot: snapshot({ pairing: pairing({ lights: good }), knock: 'https://notes.example.com' }) },
  'welcome-connecting': {
    snapshot: snapshot({
      pairing: pairing({
        ...{ stage: 'connecting', startedAt: NOW - 1_000 },
        lights: relays('connecting', 'connecting', 'connecting', 'connecting'),
      }),
    }),
  },
  'welcome-unreachable': {
    snapshot: snapshot({
      pairing: pairing({
        ...{ stage: 'connecting', startedAt: NOW - 9_000 },
        lights: relays('closed', 'connecting', 'closed', 'closed'),
      }),
    }),
  },
  'welcome-waiting': {
    snapshot: snapshot({ pairing: pairing({ lights: relays('open', 'open', 'connecting', 'open') }) }),
  },
  'welcome-amber': chosen('amber'),
  'welcome-primal': chosen('primal'),
  'welcome-nsecapp': chosen('nsecapp'),
  'welcome-aegis': chosen('aegis'),
  'welcome-clave': chosen('clave'),
  'welcome-bunker': chosen('bunker'),
  'welcome-other': chosen('other'),
  'welcome-none-yet': {
    snapshot: snapshot({ pairing: pairing({ lights: good }) }),
    choose: ['I have no signer yet'],
  },
  'welcome-another': { snapshot: paired({ pairing: pairing({ lights: good }) }), view: 'welcome' },
  'welcome-again': {
    snapshot: paired({
      accounts: [account({ signer: 'amber' })],
      pairing: pairing({ signer: 'amber', lights: good }),
    }),
    view: 'welcome',
  },
}

const lights: Record<string, Story> = {
  'welcome-relays': {
    snapshot: snapshot({
      pairing: pairing({
        lights: tried(
          {},
          { auth: true, roundTrip: 480 },
          { reads: false, roundTrip: null },
          {
            ...{ state: 'closed', writes: false, reads: null, roundTrip: null },
            trouble: {
              code: 'no-relay',
              detail: 'restricted: this relay takes members only, see https://example.com/join',
            },
          },
        ),
      }),
    }),
    open: ['Relays'],
  },
  'welcome-replaced': {
    snapshot: snapshot({
      pairing: pairing({
        relays: ['wss://relay.nsec.app', 'wss://relay.example.com', 'wss://nos.lol', 'wss://relay.primal.net'],
        replaced: ['wss://relay.damus.io'],
        lights: good.map((light, i) => (i === 1 ? { ...light, url: 'wss://relay.example.com' } : light)),
      }),
    }),
  },
  'welcome-clock': {
    snapshot: snapshot({
      pairing: pairing({
        lights: tried(
          ...Array.from({ length: 4 }, () => ({ writes: false, reads: false, clockOff: true, roundTrip: null })),
        ),
      }),
    }),
  },
}

const OTHER = 'npub1sn0wdenkukak0d9dfczzeacvhkrgz92ak56egt7vdgzn8pv2wfqqhrjdv9'

/** A signer of 2023 answered, or somebody else did. */
const claims = (...npubs: string[]): Story => ({
  snapshot: snapshot({
    pairing: pairing({ lights: good, claims: npubs.map((npub, i) => ({ remoteSigner: String(i).repeat(64), npub })) }),
  }),
})

const later: Record<string, Story> = {
  'welcome-claim': claims(NPUB),
  'welcome-claims': claims(OTHER, NPUB),
  'welcome-token': {
    snapshot: snapshot({ pairing: pairing({ lights: good }) }),
    open: ['I have a bunker:// token or an address'],
    fails: { pairByToken: fail('token-secret-key') },
  },
  'welcome-bunker-waiting': {
    snapshot: snapshot({ pairing: pairing({ flow: 'bunker', token: null, lights: relays('open') }) }),
  },
  'welcome-bunker-auth': withPage('nsec.app', false),
  'welcome-foreign-auth': withPage('evil.example', true),
  'welcome-answered': { snapshot: snapshot({ pairing: pairing({ stage: 'answered', lights: good }) }) },
  'welcome-paired': {
    snapshot: paired({ pairing: pairing({ stage: 'paired', user: USER, npub: NPUB }) }),
    view: 'welcome',
  },
  'welcome-paired-named': {
    snapshot: paired({
      accounts: [account({ profile: { name: LONG_NAME, picture: PICTURE } })],
      pairing: pairing({ stage: 'paired', user: USER, npub: NPUB }),
    }),
    view: 'welcome',
  },
  'welcome-refused': failed({ code: 'pairing-refused', detail: 'User rejected the request' }),
  'welcome-no-relay': failed({ code: 'no-relay' }, null, relays('closed', 'closed', 'closed', 'closed')),
  'welcome-silent': failed({ code: 'pairing-silent' }, 'amber'),
  'welcome-spent': {
    snapshot: snapshot({
      pairing: pairing({
        ...{ flow: 'bunker', token: null, stage: 'failed', lights: relays('open') },
        error: { code: 'pairing-spent', detail: 'secret already redeemed' },
      }),
    }),
  },
}

export const welcomeStories: Record<string, Story> = { ...beginning, ...lights, ...later }
