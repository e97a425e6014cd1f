import * as v from 'valibot'
import type { Rule } from '../policy/rule'
import type { SiteRecord } from '../policy/site'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { SessionRecord } from '../signer/line'
import type { SettingsView } from '../wire/panel'
import { kdfSchema, rulesSchema, sessionSchema, settingsSchema, siteSchema } from './records'

/**
 * A file of settings. It comes from a disk, so it is a stranger's: whatever does not fit to the letter, or is more than
 * anybody has, makes the whole file one that is not taken.
 */

const FORMAT = 'lanyard-backup'
const VERSION = 1

/** Characters of the file; entries of each sort. */
export const MOST = { chars: 5 * 1024 * 1024, sites: 5_000, rules: 20_000, pairings: 100, sealed: 1_000_000 }

const ms = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(8.64e15))

const isOrigin = (text: unknown): text is string =>
  typeof text === 'string' &&
  text.length <= 300 &&
  /^https?:\/\//.test(text) &&
  URL.canParse(text) &&
  new URL(text).origin === text

const origin = v.custom<string>(isOrigin)

const PERMISSION = /^(get_public_key|sign_event:(0|[1-9]\d{0,4})|nip(04|44)_(en|de)crypt)$/

const ruleSchema = v.pipe(
  v.strictObject({
    ...rulesSchema.item.entries,
    origin,
    permission: v.string(),
    // what was allowed until the browser closed has ended when a file is read
    until: v.nullable(ms),
  }),
  // everything at once may only ever be denied
  v.check(({ permission, allow }) => (permission === '*' ? !allow : PERMISSION.test(permission))),
) satisfies v.GenericSchema<unknown, Rule>

const presets = v.pipe(
  siteSchema.entries.presets,
  v.check((of) => Object.keys(of).length <= MOST.pairings),
)

const oneSiteSchema = v.strictObject({ ...siteSchema.entries, origin, presets }) satisfies v.GenericSchema<
  unknown,
  SiteRecord
>

/** All that is set but who signs. A file of an earlier version lacks what came later: that is as if nobody had set it. */
const fileSettingsSchema = v.strictObject(v.omit(settingsSchema, ['account']).entries) satisfies v.GenericSchema<
  unknown,
  SettingsView
>

const backupSchema = v.strictObject({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  at: ms,
  settings: fileSettingsSchema,
  sites: v.pipe(v.array(oneSiteSchema), v.maxLength(MOST.sites)),
  rules: v.pipe(v.array(ruleSchema), v.maxLength(MOST.rules)),
  pairings: v.nullable(v.strictObject({ kdf: kdfSchema, sealed: v.pipe(v.string(), v.maxLength(MOST.sealed)) })),
})

const pairingsSchema = v.pipe(
  v.array(v.strictObject({ ...sessionSchema.entries, pairedAt: ms })),
  v.maxLength(MOST.pairings),
) satisfies v.GenericSchema<unknown, SessionRecord[]>

/** What a file holds. */
export type Backup = v.InferOutput<typeof backupSchema>

/** What is said of the sealed part, so that it opens as nothing else. */
export const ABOUT_PAIRINGS = `${FORMAT} ${VERSION} pairings`

const NOT_OURS = ['__proto__', 'constructor', 'prototype']

/** JSON that names nothing which an object has by itself. Throws. */
const parseJson = (text: string): unknown =>
  JSON.parse(text, (key, value) => {
    if (NOT_OURS.includes(key)) throw new Error(key)
    return value
  })

function parse<T>(schema: v.GenericSchema<unknown, T>, text: unknown): Outcome<T> {
  if (typeof text !== 'string' || text.length > MOST.chars) return fail('bad-backup')
  try {
    const parsed = v.safeParse(schema, parseJson(text), { abortEarly: true })
    return parsed.success ? succeed(parsed.output) : fail('bad-backup')
  } catch {
    return fail('bad-backup')
  }
}

/** @returns `bad-backup` where anything in it does not fit */
export const parseBackup = (text: unknown): Outcome<Backup> => parse(backupSchema, text)

/** Pairings as they were sealed. @returns `bad-backup` where anything in it does not fit */
export const parsePairings = (text: string): Outcome<SessionRecord[]> => parse(pairingsSchema, text)

/** @param at ms. What would not be taken back (of another version, from other places than the web) is left out. */
export function backupText(backup: Omit<Backup, 'format' | 'version' | 'rules'> & { rules: readonly Rule[] }): string {
  const whole = {
    ...{ format: FORMAT, version: VERSION, ...backup },
    sites: backup.sites.filter((site) => v.is(oneSiteSchema, site)).slice(0, MOST.sites),
    rules: backup.rules.filter((rule) => v.is(ruleSchema, rule)).slice(0, MOST.rules),
  }
  return JSON.stringify(whole)
}
