import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { newer, profileEvent } from '../protocol/profile'
import type { RelayUrl } from '../protocol/relay'
import { askRelay } from './ask-relay'
import { now } from './clock'

/** What relays said of a profile. */
export interface Found {
  /** The newest; null: they have none. */
  event: SignedEvent | null
  /** Did any of them answer? */
  isAnswered: boolean
}

/** ms that a relay has, from dialling to its last word. */
const PATIENCE = 4_000
/** One is asked for. */
const MAX_EVENTS = 3

/** Ask each relay for a user's profile. */
export async function findProfile(relays: readonly RelayUrl[], user: Hex): Promise<Found> {
  const all = await Promise.all(relays.map((relay) => ask(relay, user)))
  return {
    event: all.map(({ event }) => event).reduce(newer, null),
    isAnswered: all.some(({ isAnswered }) => isAnswered),
  }
}

async function ask(relay: RelayUrl, user: Hex): Promise<Found> {
  let event: SignedEvent | null = null
  const isAnswered = await askRelay(relay, {
    ...{ filter: { kinds: [0], authors: [user], limit: 1 }, most: MAX_EVENTS, patience: PATIENCE },
    take(raw) {
      event = newer(event, profileEvent(raw, user, now() / 1_000))
    },
  })
  return { event, isAnswered: isAnswered || event !== null }
}
