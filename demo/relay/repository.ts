import { type Event, EventRepository, EventType, EventUtils, type Filter } from '@nostr-relay/common'
import { matchFilter, type Filter as NostrFilter } from 'nostr-tools/filter'

/** Newest first, as NIP-01 wants it; of equal age the lower id. */
const newestFirst = (a: Event, b: Event): number => b.created_at - a.created_at || (a.id < b.id ? -1 : 1)

/** NIP-01 filters, tags included. */
export const matches = (filter: Filter, event: Event): boolean => matchFilter(filter as NostrFilter, event)

/** Where an event is kept: replaceable and addressable kinds share a place, every other event has its own. */
function placeOf(event: Event): string {
  const type = EventUtils.getType(event.kind)
  return type === EventType.REPLACEABLE || type === EventType.PARAMETERIZED_REPLACEABLE
    ? `${event.kind}:${event.pubkey}:${EventUtils.extractDTagValue(event) ?? ''}`
    : event.id
}

const valuesOf = (event: Event, name: string): string[] =>
  event.tags.flatMap(([tag, value]) => (tag === name && value ? [value] : []))

/** The store of a relay in memory: replaceable and addressable kinds (NIP-01), deletion requests (NIP-09). */
export class MemoryRepository extends EventRepository {
  readonly #events = new Map<string, Event>()
  readonly #deleted = new Set<string>()

  isSearchSupported(): boolean {
    return false
  }

  /** `isDuplicate` also where the event was deleted before, or is older than the one in its place. */
  upsert(event: Event): { isDuplicate: boolean } {
    const place = placeOf(event)
    const current = this.#events.get(place)
    const late = current !== undefined && newestFirst(current, event) <= 0
    if (late || this.#deleted.has(event.pubkey + event.id)) return { isDuplicate: true }
    this.#events.set(place, event)
    return { isDuplicate: false }
  }

  find(filter: Filter): Event[] {
    const found = [...this.#events.values()].filter((event) => matches(filter, event)).sort(newestFirst)
    return found.slice(0, filter.limit ?? 500)
  }

  /** Forgets ephemeral events created before `before` (seconds). */
  expire(before: number): void {
    for (const [place, event] of this.#events)
      if (EventUtils.getType(event.kind) === EventType.EPHEMERAL && event.created_at < before)
        this.#events.delete(place)
  }

  /** Removes what the request names, if its author wrote it, and keeps the request itself. */
  override async deleteByDeletionRequest(request: Event): Promise<void> {
    for (const id of valuesOf(request, 'e')) {
      this.#deleted.add(request.pubkey + id)
      this.#remove(request, ({ id: candidate }) => candidate === id)
    }
    for (const address of valuesOf(request, 'a'))
      this.#remove(request, (event) => placeOf(event) === address && event.created_at <= request.created_at)
    this.#events.set(request.id, request)
  }

  async destroy(): Promise<void> {
    this.#events.clear()
  }

  #remove(request: Event, named: (event: Event) => boolean): void {
    for (const [place, event] of this.#events)
      if (event.pubkey === request.pubkey && named(event)) this.#events.delete(place)
  }
}
