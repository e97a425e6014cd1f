import { DEFAULT_RELAYS, type RelayUrl, relayKey, SPARE_RELAYS } from '../protocol/relay'
import { sparesBeside } from '../signer/choice'

/** What may take the place of a code's relays that are of no use, and which of these stay while any of them works. */
export interface Spares {
  spares: RelayUrl[]
  keeps: RelayUrl[]
}

const keysOf = (relays: readonly RelayUrl[]): Set<string> => new Set(relays.map(relayKey))

/**
 * Nobody is sent to relays that they did not choose: where the settings are the person's own, or the code's relays were
 * named for this code, only their own list comes in, and only where no relay works. A relay that was put beside defaults,
 * for a signer that cannot do without it, stays as well.
 * @param own the relays of the settings
 */
export function sparesFor(relays: readonly RelayUrl[], own: readonly RelayUrl[]): Spares {
  const [defaults, ours] = [keysOf(DEFAULT_RELAYS), keysOf([...DEFAULT_RELAYS, ...SPARE_RELAYS])]
  const isOurList = own.length === defaults.size && own.every((relay) => defaults.has(relayKey(relay)))
  if (!isOurList) return { spares: sparesBeside(own, relays), keeps: [...relays] }
  const keeps = relays.filter((relay) => !ours.has(relayKey(relay)))
  // all of them named by the person: no default is meant here
  if (keeps.length === relays.length) return { spares: [], keeps }
  return { spares: sparesBeside(SPARE_RELAYS, relays), keeps }
}
