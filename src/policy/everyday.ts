import { isOneByOne, type Permission, SELF } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import type { Question } from './question'

/** Why a row is as it is. Names a sentence of `_locales` (`everyday_<reason>` with `_` for `-`) for the panel. */
export type Reason =
  | 'who' // a site that a person logs in to has to know who it is
  | 'speech' // public words and signs: seen at once, and one can ask for each to be deleted
  | 'draft' // stays with the person, enciphered to themselves
  | 'message' // sends a message; opens none
  | 'cipher' // tells nothing about the user: the site knows the text already
  | 'profile' // replaces how the user is known to everyone
  | 'list' // replaces a whole list: an empty one loses all follows, mutes or relays
  | 'deletion' // asks everyone to forget, and cannot be taken back
  | 'settings' // replaces the settings of some other app, unseen
  | 'login' // logs in at another server in the user's name (NIP-98, NIP-42)
  | 'reading' // opens what others wrote to the user in private
  | 'money' // what is signed is spent
  | 'blind' // a bare hash: it may be anything
  | 'unknown' // nobody here knows what it does

export interface Row {
  permission: Permission
  passes: boolean
  reason: Reason
}

const kinds = (passes: boolean, reason: Reason, ...numbers: number[]): Row[] =>
  numbers.map((kind) => ({ permission: `sign_event:${kind}`, passes, reason }))

/** What Everyday means: one row per permission. What has no row is unknown, and asked. */
export const EVERYDAY: readonly Row[] = [
  { permission: 'get_public_key', passes: true, reason: 'who' },
  ...kinds(true, 'speech', 1, 6, 7, 16, 1111), // note, repost, reaction, generic repost, comment
  ...kinds(true, 'speech', 20, 21, 22, 1222, 1244), // picture, video, short video, voice message and its reply
  ...kinds(true, 'speech', 1018, 1068, 1311, 9802, 30_023), // poll answer, poll, live chat, highlight, article
  ...kinds(true, 'draft', 30_024, 31_234), // draft article, draft wrap (NIP-37)
  ...kinds(true, 'message', 4, 13), // NIP-04 message, seal (NIP-59)
  { permission: 'nip04_encrypt', passes: true, reason: 'cipher' },
  { permission: 'nip44_encrypt', passes: true, reason: 'cipher' },
  ...kinds(false, 'profile', 0),
  ...kinds(false, 'list', 3, 10_000, 10_001, 10_002, 10_003, 10_050, 30_000, 30_003), // follows, mutes, pins, relays, …
  ...kinds(false, 'deletion', 5, 62), // deletion, request to vanish
  ...kinds(false, 'settings', 30_078), // app-specific data (NIP-78)
  ...kinds(false, 'login', 22_242, 27_235),
  { permission: 'nip04_decrypt', passes: false, reason: 'reading' },
  { permission: 'nip44_decrypt', passes: false, reason: 'reading' },
  { permission: 'sign_psbt', passes: false, reason: 'money' },
  { permission: 'sign_schnorr', passes: false, reason: 'blind' },
]

type About = Pick<Question, 'permission' | 'target'>

/** The row that speaks about a question. */
export function rowOf({ permission, target }: About): Row {
  const row = EVERYDAY.find((one) => one.permission === permission)
  if (!row) return { permission, passes: false, reason: 'unknown' }
  return row.reason === 'reading' && target === SELF ? { permission, passes: true, reason: 'draft' } : row
}

/** What a site's preset says where no rule does. */
export function judgeByPreset(preset: Preset, about: About): 'allow' | 'ask' {
  if (preset === 'everyday') return rowOf(about).passes ? 'allow' : 'ask'
  return preset === 'phone' && !isOneByOne(about.permission) ? 'allow' : 'ask'
}
