import type { RelayUrl } from './relay'

/** A remote signer as its person knows it. From SIGNERS; where a signer has changed since, believe the signer. */
export interface KnownSigner {
  /** Its own name, the same in every language; null where it is one of many. */
  name: string | null
  /** Where it runs. */
  platform: 'phone' | 'browser' | 'machine' | null
  /** How it pairs: it reads our QR code, it gives out a `bunker://` token, or either. */
  flow: 'qr' | 'bunker' | 'both'
  /** Key of the sentence that says what to do where it is silent. */
  hint: string
  /** A relay that it cannot do without. */
  relay?: RelayUrl
  /** What it runs on, for those that are offered while pairing. */
  on?: readonly System[]
  /** A `nostrconnect://` link opens it where it is installed (their manifests; Aegis has a scheme of its own). */
  link?: true
  /** Its makers' own page, from which it can be had. */
  page?: string
}

export type System = 'android' | 'ios' | 'web' | 'server'

/** The signers that people have, those for the most of them first. */
export const SIGNERS = {
  amber: {
    name: 'Amber',
    platform: 'phone',
    flow: 'both',
    hint: 'hint_amber',
    on: ['android'],
    link: true,
    page: 'https://github.com/greenart7c3/Amber',
  },
  primal: {
    name: 'Primal',
    platform: 'phone',
    flow: 'qr',
    hint: 'hint_primal',
    on: ['android', 'ios'],
    link: true,
    page: 'https://primal.net',
  },
  aegis: {
    name: 'Aegis',
    platform: 'phone',
    flow: 'both',
    hint: 'hint_aegis',
    on: ['android', 'ios'],
    page: 'https://github.com/ZharlieW/Aegis',
  },
  clave: {
    name: 'Clave',
    platform: 'phone',
    flow: 'both',
    hint: 'hint_clave',
    relay: 'wss://relay.powr.build',
    on: ['ios'],
    link: true,
    page: 'https://github.com/DocNR/clave',
  },
  nsecapp: {
    name: 'nsec.app',
    platform: 'browser',
    flow: 'both',
    hint: 'hint_nsecapp',
    on: ['web'],
    page: 'https://nsec.app',
  },
  igloo: { name: 'Igloo', platform: 'machine', flow: 'qr', hint: 'hint_igloo' },
  nak: { name: 'nak bunker', platform: 'machine', flow: 'bunker', hint: 'hint_process' },
  bunker46: { name: 'bunker46', platform: 'machine', flow: 'both', hint: 'hint_process' },
  keycast: { name: 'keycast', platform: 'machine', flow: 'bunker', hint: 'hint_keycast' },
  nsecbunkerd: { name: 'nsecbunkerd', platform: 'machine', flow: 'bunker', hint: 'hint_nsecbunkerd' },
  /** Some bunker: the person did not say which. */
  bunker: { name: null, platform: null, flow: 'bunker', hint: 'hint_bunker', on: ['server'] },
  other: { name: null, platform: null, flow: 'both', hint: 'hint_other', link: true },
} as const satisfies Record<string, KnownSigner>

export type SignerName = keyof typeof SIGNERS

export const SIGNER_NAMES = Object.keys(SIGNERS) as SignerName[]

export const isSignerName = (value: unknown): value is SignerName =>
  typeof value === 'string' && Object.hasOwn(SIGNERS, value)

/** What a signer showed of itself: NIP-46 does not name it. */
export interface Signs {
  /** The result by which it answered our QR code. */
  greeting?: unknown
  /** The relays of its `bunker://` token. */
  token?: readonly RelayUrl[]
  /** The relays that it moved us to. */
  moved?: readonly RelayUrl[]
  /** Its transport key is the user's own. */
  isOneKey?: boolean
  /** The text of an error. */
  refusal?: string
  /** A page that it wants opened, signed by its own key. */
  authUrl?: string
}

/**
 * What only one signer does. Not here, for it tells nothing: an answer whose id is the secret (Aegis and Igloo), and
 * relay.primal.net or relay.nsec.app alone, which others use as well (Amber's tokens named the latter for long).
 */
const MARKS: readonly [SignerName, (seen: Signs) => boolean][] = [
  // a list, as text, that begins with the secret
  ['primal', ({ greeting }) => typeof greeting === 'string' && greeting.startsWith('[')],
  ['nsecapp', ({ authUrl }) => authUrl !== undefined && hostOf(authUrl) === 'use.nsec.app'],
  // the others write it small
  ['bunker46', ({ refusal }) => refusal !== undefined && /^Unknown client\b/.test(refusal)],
  // what wakes it, so it names it wherever it can
  ['clave', ({ token = [], moved = [] }) => [...token, ...moved].map(hostOf).includes('relay.powr.build')],
  ['aegis', ({ token = [] }) => isOnly(token, '127.0.0.1')],
  ['nsecapp', ({ token = [], isOneKey }) => isOneKey === true && isOnly(token, 'relay.nsec.app')],
]

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

const isOnly = (relays: readonly RelayUrl[], host: string): boolean =>
  relays.length > 0 && relays.every((relay) => hostOf(relay) === host)

/** Which signer shows itself so; null where no sign is sound. Never throws, whatever the other end sent. */
export const guessSigner = (seen: Signs): SignerName | null => MARKS.find(([, isSeen]) => isSeen(seen))?.[0] ?? null
