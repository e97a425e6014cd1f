import * as v from 'valibot'
import type { Rule } from '../policy/rule'
import { type Hex, isHex64 } from '../protocol/hex'
import { parseRelays, type RelayUrl } from '../protocol/relay'
import type { SessionRecord } from '../signer/line'

/** Shapes of what stands in storage; a record that does not fit is set aside, never trusted and never thrown away. */

const hex = v.custom<Hex>(isHex64)
const ms = v.pipe(v.number(), v.finite())
const relays = v.custom<RelayUrl[]>(
  (value) => Array.isArray(value) && value.every((url) => typeof url === 'string') && parseRelays(value).ok,
)
const permission = v.pipe(v.string(), v.maxLength(100))

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
}) satisfies v.GenericSchema<unknown, SessionRecord>

export const rulesSchema = v.array(
  v.object({
    account: hex,
    origin: v.string(),
    permission,
    allow: v.boolean(),
    until: v.nullable(v.union([ms, v.literal('session')])),
  }),
) satisfies v.GenericSchema<unknown, Rule[]>

/** What the person set. */
export interface Settings {
  relays: RelayUrl[]
  /** Who signs where the site does not say. */
  account: Hex | null
}

export const settingsSchema = v.object({
  relays,
  account: v.nullable(hex),
}) satisfies v.GenericSchema<unknown, Settings>
