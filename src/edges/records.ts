import * as v from 'valibot'
import type { ListSeen } from '../policy/lists'
import type { Rule } from '../policy/rule'
import type { SiteRecord } from '../policy/site'
import { type Hex, isHex64 } from '../protocol/hex'
import { METHODS, type RequestMethod } from '../protocol/nip46'
import { PRESETS } from '../protocol/preset'
import { parseRelays, type RelayUrl } from '../protocol/relay'
import { SIGNER_NAMES } from '../protocol/signers'
import type { SessionRecord } from '../signer/line'
import type { SitesMode } from '../wire/panel'

/** Shapes of what stands in storage; a record that does not fit is set aside, never trusted and never thrown away. */

const hex = v.custom<Hex>(isHex64)
const ms = v.pipe(v.number(), v.finite())
const relays = v.custom<RelayUrl[]>(
  (value) => Array.isArray(value) && value.every((url) => typeof url === 'string') && parseRelays(value).ok,
)
const permission = v.pipe(v.string(), v.maxLength(100))
const target = v.pipe(v.string(), v.maxLength(300))

export const sessionSchema = v.object({
  clientSecretKey: hex,
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
}) satisfies v.GenericSchema<unknown, SessionRecord>

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
}

/** 1 to 30 minutes; a phone may lie in another room. */
const patience = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30))

export const isPatience = (value: unknown): value is number => v.is(patience, value)

export const settingsSchema = v.object({
  relays,
  account: v.nullable(hex),
  // came later than the others
  patience: v.optional(patience, 5),
  sites: v.optional(v.picklist(['every', 'chosen']), 'every'),
  log: v.optional(v.boolean(), true),
  notify: v.optional(v.boolean(), false),
}) satisfies v.GenericSchema<unknown, Settings>

const texts = v.array(v.string())
const method = v.custom<RequestMethod>((value) => typeof value === 'string' && Object.hasOwn(METHODS, value))

const requestSchema = v.looseObject({
  ...{ id: v.string(), ids: texts, method, params: texts, askedAt: ms, takenAt: v.nullable(ms), deadline: ms },
  event: v.looseObject({ id: hex, created_at: ms }),
  deliveries: v.record(v.string(), v.looseObject({ state: v.string() })),
  auth: v.nullable(v.looseObject({ url: v.string() })),
})

const lineSchema = v.looseObject({
  ...{ id: v.string(), clientSecretKey: hex, clientPubkey: hex, peer: v.nullable(hex), user: v.nullable(hex) },
  ...{ relays: texts, open: texts, trouble: v.looseObject({}), learned: v.looseObject({}) },
  former: v.nullable(v.looseObject({ relays: texts, until: ms })),
  pairing: v.nullable(v.looseObject({ stage: v.string(), startedAt: ms })),
  requests: v.record(v.string(), requestSchema),
})

const callSchema = v.looseObject({
  ...{ id: v.string(), account: hex, origin: v.string(), topOrigin: v.nullable(v.string()), askedAt: ms },
  call: v.looseObject({ method: v.string() }),
  stage: v.looseObject({ at: v.picklist(['consent', 'signer', 'answered']) }),
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
  rows: v.optional(v.record(v.string(), v.looseObject({ done: v.number(), of: v.number() })), {}),
  sessionRules: rulesSchema,
})

/**
 * Does a record of the journal hold what going on from it relies on? It is ours alone and lives no longer than the
 * browser, so no more than that is looked at.
 */
export function fitsJournal(key: string, value: unknown): boolean {
  if (key === 'desk') return v.is(deskSchema, value)
  return key.startsWith('line:') ? v.is(lineSchema, value) : key.startsWith('call:') && v.is(callSchema, value)
}
