import type { Caution } from '../protocol/caution'
import type { EventTemplate } from '../protocol/event'
import type { Hex } from '../protocol/hex'

/** Lists that a site replaces as a whole, so that a wrong one loses everything: follows, mutes, relays, bookmarks, sets. */
const GUARDED: readonly number[] = [3, 10_000, 10_002, 10_003, 30_000]

/** Tags that describe the list and are no entries of it. */
const ABOUT: readonly string[] = ['d', 'title', 'name', 'description', 'image', 'alt', 'client']

/** Lists kept per account: a site may sign sets without end, each of a name of its own. */
const MOST = 200

/** Below so many entries nothing is "most of it". */
const FEW = 3

/** The last version of a list that was signed through Lanyard. */
export interface ListSeen {
  /** Its `created_at`, seconds. */
  createdAt: number
  /** A short hash of each entry: 5,000 follows in 35 kB, and nobody's follows lie open. */
  entries: string[]
  /** It had a private part, enciphered in `content`. */
  isPrivate: boolean
}

export type Lists = Record<string, ListSeen>

/** Which list a template replaces: account, kind and `d`; null: none that is guarded. */
export function listKey(account: Hex, { kind, tags }: EventTemplate): string | null {
  if (!GUARDED.includes(kind)) return null
  const d = kind >= 30_000 ? (tags.find((tag) => tag[0] === 'd')?.[1] ?? '') : ''
  return `${account} ${kind} ${hash(d)}`
}

const seenOf = ({ created_at, tags, content }: EventTemplate): ListSeen => ({
  createdAt: created_at,
  entries: [...new Set(tags.filter(isEntry).map(([name, value]) => hash(`${name} ${value}`)))],
  isPrivate: content !== '',
})

const isEntry = ([name, value]: string[]): boolean => name !== undefined && value !== undefined && !ABOUT.includes(name)

/** The lists after a template was signed; an older version than the one known changes nothing. */
export function rememberList(lists: Lists, account: Hex, template: EventTemplate): Lists {
  const key = listKey(account, template)
  if (key === null || (lists[key]?.createdAt ?? 0) > template.created_at) return lists
  return withoutOldest({ ...lists, [key]: seenOf(template) }, account, key)
}

/** Sets are many and go first, the oldest of them; the one just signed stays. */
function withoutOldest(lists: Lists, account: Hex, kept: string): Lists {
  const sets = Object.keys(lists).filter((key) => key.startsWith(`${account} 30000 `))
  if (sets.length <= MOST) return lists
  const age = (key: string) => lists[key]?.createdAt ?? 0
  const [oldest] = sets.filter((key) => key !== kept).sort((a, b) => age(a) - age(b))
  return Object.fromEntries(Object.entries(lists).filter(([key]) => key !== oldest))
}

/** What would be lost by signing: most of the entries, or the private part; null: nothing known. */
export function lossOf(lists: Lists, account: Hex, template: EventTemplate): Caution | null {
  const seen = lists[listKey(account, template) ?? '']
  if (!seen) return null
  const next = seenOf(template)
  const kept = new Set(next.entries)
  const of = seen.entries.length
  const removed = seen.entries.filter((entry) => !kept.has(entry)).length
  if (of >= FEW && removed * 2 > of) return { why: 'list-loss', removed, of }
  // kind 3 of old clients has relays in its content, which nobody misses
  return template.kind !== 3 && seen.isPrivate && !next.isPrivate ? { why: 'private-loss' } : null
}

/** An account logged out: its lists are nobody's business. */
export const withoutListsOf = (lists: Lists, account: Hex): Lists =>
  Object.fromEntries(Object.entries(lists).filter(([key]) => !key.startsWith(account)))

/** FNV-1a, 32 bits: two of 5,000 entries collide once in three hundred lists, and then one entry is miscounted. */
function hash(text: string): string {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return (h >>> 0).toString(36)
}
