import * as v from 'valibot'
import type { ListSeen } from '../policy/lists'
import type { Rule } from '../policy/rule'
import type { SiteRecord } from '../policy/site'
import { type Hex, isHex64 } from '../protocol/hex'
import { MAX_NAME } from '../protocol/name'
import { METHODS, type RequestMethod } from '../protocol/nip46'
import { PRESETS } from '../protocol/preset'
import { parseRelays, type RelayUrl } from '../protocol/relay'
import { SIGNER_NAMES } from '../protocol/signers'
import type { Session, SessionRecord } from '../signer/line'
import type { Kdf, SitesMode, Theme } from '../wire/panel'

/** Shapes of what stands in storage; a record that does not fit is set aside, never trusted and never thrown away. */

const hex = v.custom<Hex>(isHex64)
const ms = v.pipe(v.number(), v.finite())
const relays = v.custom<RelayUrl[]>(
  (value) => Array.isArray(value) && value.every((url) => typeof url === 'string') && parseRelays(value).ok,
)
const permission = v.pipe(v.string(), v.maxLength(100))
const target = v.pipe(v.string(), v.maxLength(300))

const facts = {
  remoteSigner: hex,
  user: hex,
  relays,
  former: v.nullable(v.object({ relays, until: ms })),
  cipher: v.picklist(['nip44', 'nip04']),
  pairedAt: ms,
  answeredAt: v.nullable(ms),
  switchedAt: v.nullable(ms),
  learned: v.record(v.string(), v.picklist(['answers', 'unsupported', 'silent'])),
  // came later than the others; a name of a later version is worth no session
  signer: v.fallback(v.nullable(v.picklist(SIGNER_NAMES)), null),
  lacks: v.exactOptional(v.record(v.string(), ms)),
  dialect: v.exactOptional(v.literal('object')),
  endedAt: v.exactOptional(ms),
}

export const sessionSchema = v.object({ clientSecretKey: hex, ...facts }) satisfies v.GenericSchema<
  unknown,
  SessionRecord
>

/** base64 of a few hundred bytes at most */
const sealed = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{20,600}={0,2}$/))

/** As it lies on disk. */
export const storedSessionSchema = v.union([sessionSchema, v.object({ sealed, ...facts })]) satisfies v.GenericSchema<
  unknown,
  Session
>

const isPowerOf2 = (n: number): boolean => n > 1 && (n & (n - 1)) === 0

/** A key derivation that a file or a disk names: at most 1 GB and some seconds, or a file could bring the panel down. */
export const kdfSchema = v.pipe(
  v.object({
    name: v.literal('scrypt'),
    salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
    n: v.pipe(v.number(), v.integer(), v.check(isPowerOf2)),
    r: v.pipe(v.number(), v.integer(), v.minValue(1)),
    p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4)),
  }),
  v.check(({ n, r }) => 128 * n * r <= 2 ** 30),
) satisfies v.GenericSchema<unknown, Kdf>

export const isKdf = (value: unknown): value is Kdf => v.is(kdfSchema, value)

/** The passphrase's lock as it lies on disk. */
export interface LockRecord {
  kdf: Kdf
  /** Minutes; null: only with the browser. */
  idle: number | null
  /** A known text, sealed: tells the right key from a wrong one, also where nobody is paired. */
  check: string
}

/** 1 minute to a day. */
const idle = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 60)))

export const isIdle = (value: unknown): value is number | null => v.is(idle, value)

export const lockSchema = v.object({ kdf: kdfSchema, idle, check: sealed }) satisfies v.GenericSchema<
  unknown,
  LockRecord
>

export const rulesSchema = v.array(
  v.object({
    account: hex,
    origin: v.string(),
    permission,
    target: v.exactOptional(target),
    allow: v.boolean(),
    until: v.nullable(v.union([ms, v.literal('session')])),
  }),
) satisfies v.GenericSchema<unknown, Rule[]>

export const siteSchema = v.object({
  origin: v.string(),
  account: v.nullable(hex),
  presets: v.record(hex, v.picklist(PRESETS)),
  told: v.nullable(hex),
  on: v.nullable(v.boolean()),
  hasOther: v.boolean(),
  isFirm: v.boolean(),
}) satisfies v.GenericSchema<unknown, SiteRecord>

export const listSchema = v.object({
  createdAt: v.number(),
  entries: v.array(v.string()),
  isPrivate: v.boolean(),
}) satisfies v.GenericSchema<unknown, ListSeen>

/** What is known of an account: as its profile has it, and as the person calls it. */
export interface ProfileRecord {
  name: string | null
  /** A small picture as a `data:` URL. */
  picture: string | null
  /** Where the picture was fetched, or tried. */
  source: string | null
  given: string | null
  /** Of the profile, s; 0: none was found. */
  createdAt: number
  /** When relays last said what they have, ms; null: never. */
  checkedAt: number | null
}

const name = v.nullable(v.pipe(v.string(), v.maxLength(MAX_NAME)))

export const profileSchema = v.object({
  ...{ name, given: name, createdAt: v.number(), checkedAt: v.nullable(ms) },
  picture: v.nullable(v.pipe(v.string(), v.startsWith('data:image/'), v.maxLength(20_000))),
  source: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, ProfileRecord>

/** What the person set. */
export interface Settings {
  relays: RelayUrl[]
  /** Who signs where the site does not say. */
  account: Hex | null
  /** Minutes that a request waits for its person once a relay has it. */
  patience: number
  sites: SitesMode
  log: boolean
  notify: boolean
  theme: Theme
  /** A language of `_locales`; null: the browser's. */
  language: string | null
  /** Look up the accounts' names and pictures? */
  profiles: boolean
  /** Offer to pair where a `bunker://` link is clicked? */
  links: boolean
  /** Where they are looked up; null, for nearly everyone: PROFILE_RELAYS. */
  profileRelays: RelayUrl[] | null
}

/** 1 to 30 minutes; a phone may lie in another room. */
const patience = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30))

export const isPatience = (value: unknown): value is number => v.is(patience, value)

/** `de`, `pt_BR`. */
const language = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/))

export const isLanguage = (value: unknown): value is string => v.is(language, value)

export const settingsSchema = v.object({
  relays,
  account: v.nullable(hex),
  // came later than the others
  patience: v.optional(patience, 5),
  sites: v.optional(v.picklist(['every', 'chosen']), 'every'),
  log: v.optional(v.boolean(), true),
  notify: v.optional(v.boolean(), false),
  theme: v.optional(v.picklist(['system', 'light', 'dark']), 'system'),
  language: v.optional(v.nullable(language), null),
  profiles: v.optional(v.boolean(), true),
  links: v.optional(v.boolean(), false),
  profileRelays: v.optional(v.nullable(relays), null),
}) satisfies v.GenericSchema<unknown, Settings>

const texts = v.array(v.string())
const method = v.custom<RequestMethod>((value) => typeof value === 'string' && Object.hasOwn(METHODS, value))

const requestSchema = v.looseObject({
  ...{ id: v.string(), ids: texts, method, params: texts, askedAt: ms, takenAt: v.nullable(ms), deadline: ms },
  event: v.nullable(v.looseObject({ id: hex, created_at: ms })),
  deliveries: v.record(v.string(), v.looseObject({ state: v.string() })),
  auth: v.nullable(v.looseObject({ url: v.string() })),
})

const lineSchema = v.looseObject({
  ...{ id: v.string(), clientSecretKey: hex, clientPubkey: hex, peer: v.nullable(hex), user: v.nullable(hex) },
  ...{ relays: texts, open: texts, trouble: v.looseObject({}), learned: v.looseObject({}) },
  former: v.nullable(v.looseObject({ relays: texts, until: ms })),
  pairing: v.nullable(v.looseObject({ stage: v.string(), startedAt: ms })),
  requests: v.record(v.string(), requestSchema),
  derived: v.optional(v.looseObject({ peer: hex, key: hex })),
})

const callSchema = v.looseObject({
  ...{ id: v.string(), account: hex, origin: v.string(), topOrigin: v.nullable(v.string()), askedAt: ms },
  call: v.looseObject({ method: v.string() }),
  stage: v.looseObject({ at: v.picklist(['locked', 'consent', 'signer', 'answered']) }),
})

const question = { account: hex, origin: v.string(), permission }

const deskSchema = v.looseObject({
  approvals: v.array(
    v.looseObject({ ...question, id: v.string(), callIds: texts, askedAt: ms, shownAt: v.nullable(ms) }),
  ),
  quiet: v.array(v.looseObject({ ...question, until: ms })),
  notices: v.array(v.looseObject({ id: v.string(), code: v.string() })),
  approvalTab: v.nullable(v.number()),
  seen: v.record(v.string(), ms),
  usedAt: v.optional(ms, 0),
  knock: v.optional(v.nullable(v.looseObject({ origin: v.string(), at: ms }))),
  rows: v.optional(v.record(v.string(), v.looseObject({ done: v.number(), of: v.number() })), {}),
  sessionRules: rulesSchema,
})

const takenSchema = v.array(
  v.looseObject({
    ...{ id: v.string(), what: v.picklist(['rule', 'sites', 'log']), count: v.number(), until: ms },
    ...{ rules: rulesSchema, sites: v.array(siteSchema), log: v.array(v.looseObject({ id: v.string() })) },
  }),
)

/**
 * Does a record of the journal hold what going on from it relies on? It is ours alone and lives no longer than the
 * browser, so no more than that is looked at.
 */
export function fitsJournal(key: string, value: unknown): boolean {
  if (key === 'taken') return v.is(takenSchema, value)
  if (key === 'desk') return v.is(deskSchema, value)
  if (key === 'vault') return isHex64(value)
  // panels alone read it (edges/still.ts)
  if (key === 'still') return true
  if (key.startsWith('session:')) return v.is(sessionSchema, value)
  if (key.startsWith('request:')) return v.is(requestSchema, value)
  return key.startsWith('line:') ? v.is(lineSchema, value) : key.startsWith('call:') && v.is(callSchema, value)
}
