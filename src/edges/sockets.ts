import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { type RelayUrl, relayKey } from '../protocol/relay'
import type { LineInput, Wanted } from '../signer/line'
import { type Plug, plugIn, type Terms } from './plug'

/** What one line wants of the network; `wanted` null: nothing. */
export interface LineWish {
  lineId: string
  clientSecretKey: Hex
  wanted: Wanted | null
}

export interface Sockets {
  /** Make the open sockets match the wishes: opens, closes, and opens again what breaks while it is wanted. */
  want(wishes: readonly LineWish[]): void
  publish(lineId: string, relay: RelayUrl, event: SignedEvent): void
  /** The computer slept, or the network changed: no socket is to be trusted. Opens all anew. */
  renew(): void
  /** Look whether every socket is alive: worth it on wake and from time to time while something is in flight. */
  probe(): void
}

/** Ids remembered per line; more than that in one wakeful time are another time's. */
const MOST_READ = 5_000

/**
 * One socket per line and relay: lines never share one, since AUTH is per connection and two client keys on one would
 * tell the relay that they are one person's.
 * @param tell what happens on them, as inputs of the line
 * @param note what else happens there, for a trace
 */
export function relaySockets(
  tell: (lineId: string, input: LineInput) => void,
  note: Terms['note'] = () => {},
): Sockets {
  /** By line, then by relay. */
  const plugs = new Map<string, Map<string, Plug>>()
  const wishes = new Map<string, Terms>()

  function pull(lineId: string, plug: Plug): void {
    plug.pull()
    plugs.get(lineId)?.delete(relayKey(plug.relay))
    tell(lineId, { type: 'closed', relay: plug.relay, reason: '' })
  }

  function match({ lineId, clientSecretKey, wanted }: LineWish): void {
    const held = plugs.get(lineId) ?? new Map<string, Plug>()
    plugs.set(lineId, held)
    const relays = new Map((wanted?.relays ?? []).map((relay) => [relayKey(relay), relay]))
    for (const [key, plug] of held) if (!relays.has(key)) pull(lineId, plug)
    if (wanted) plugMissing(held, relays, termsOf({ lineId, clientSecretKey, wanted }), lineId)
  }

  function termsOf({ lineId, clientSecretKey, wanted }: LineWish & { wanted: Wanted }): Terms {
    const read = wishes.get(lineId)?.read ?? new Set()
    if (read.size > MOST_READ) read.clear()
    const terms = { clientSecretKey, filter: wanted.filter, read, note }
    wishes.set(lineId, terms)
    return terms
  }

  function plugMissing(held: Map<string, Plug>, relays: Map<string, RelayUrl>, terms: Terms, lineId: string): void {
    const newest = () => wishes.get(lineId) ?? terms
    for (const [key, relay] of relays) {
      if (!held.has(key))
        held.set(
          key,
          plugIn(relay, newest, (input) => tell(lineId, input)),
        )
    }
  }

  const each = (task: (plug: Plug) => void) => {
    for (const held of plugs.values()) for (const plug of held.values()) task(plug)
  }

  return {
    want(list) {
      const named = new Set(list.map(({ lineId }) => lineId))
      for (const [lineId, held] of plugs) {
        if (named.has(lineId)) continue
        for (const plug of held.values()) pull(lineId, plug)
        plugs.delete(lineId)
        wishes.delete(lineId)
      }
      list.forEach(match)
    },
    publish: (lineId, relay, event) => plugs.get(lineId)?.get(relayKey(relay))?.publish(event),
    renew: () => each((plug) => plug.renew()),
    probe: () => each((plug) => plug.probe()),
  }
}
