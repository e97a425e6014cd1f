import type { Outcome } from '../protocol/error'
import { type Hex, isHex64 } from '../protocol/hex'
import { permissionOf, targetOf } from '../protocol/permission'
import type { LogEntry, LogQuery } from '../wire/panel'
import type { OpenCall } from './state'

/**
 * What the log keeps of a call: of its matter no more than permission, target and the id of what was signed.
 * @param at ms
 * @returns null for a call that tells nothing about anyone (`getRelays`)
 */
export function entryOf(open: OpenCall, outcome: Outcome, id: string, at: number): LogEntry | null {
  const { call, account, origin, topOrigin, by } = open
  const permission = permissionOf(call)
  if (!permission) return null
  const target = targetOf(call, account)
  const eventId = call.method === 'signEvent' && outcome.ok ? idOf(outcome.value) : undefined
  return {
    ...{ id, at, account, origin, topOrigin, permission, outcome: outcome.ok ? 'answered' : outcome.error.code },
    ...(target !== undefined && { target }),
    ...(eventId !== undefined && { eventId }),
    ...(by !== undefined && { by }),
  }
}

function idOf(event: unknown): Hex | undefined {
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined
  return isHex64(id) ? id : undefined
}

/** What is the same in entries that may be written as one; null where an event was signed: each has its own id. */
export function likenessOf(entry: LogEntry): string | null {
  const { origin, topOrigin, account, permission, target, eventId, outcome, by } = entry
  if (eventId !== undefined) return null
  return JSON.stringify([origin, topOrigin, account, permission, target, outcome, by])
}

/** Newest first. */
export function find(entries: readonly LogEntry[], { text = '', permissions = [], ...query }: LogQuery): LogEntry[] {
  const isMeant = ({ origin, topOrigin, permission, target, eventId }: LogEntry): boolean =>
    permissions.includes(permission) ||
    [origin, topOrigin, permission, target, eventId].some((part) => part?.toLowerCase().includes(text))
  const found = entries.filter(
    (entry) =>
      (query.origin === undefined || entry.origin === query.origin) &&
      (query.account === undefined || entry.account === query.account) &&
      isMeant(entry),
  )
  return newestFirst(found).slice(0, query.limit)
}

const newestFirst = (entries: readonly LogEntry[]): LogEntry[] => [...entries].sort((a, b) => b.at - a.at)

/**
 * What goes, where there are more than `most`: places are dealt out to the sites in turn, newest entries first, so that
 * a site which asks without end takes no place of one which asks little. A site is the page that the person sees: its
 * frames may have any number of names.
 * @returns their ids
 */
export function surplus(entries: readonly LogEntry[], most: number): string[] {
  const dealt = new Map<string, number>()
  const ranked = newestFirst(entries).map(({ id, origin, topOrigin }) => {
    const site = topOrigin ?? origin
    const turn = dealt.get(site) ?? 0
    dealt.set(site, turn + 1)
    return { id, turn }
  })
  const inTurn = ranked.sort((a, b) => a.turn - b.turn)
  return inTurn.slice(most).map(({ id }) => id)
}
