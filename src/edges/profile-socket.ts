import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { newer, profileEvent } from '../protocol/profile'
import type { RelayUrl } from '../protocol/relay'
import { after, now } from './clock'

/** What relays said of a profile. */
export interface Found {
  /** The newest; null: they have none. */
  event: SignedEvent | null
  /** Did any of them answer? */
  isAnswered: boolean
}

/** ms that a relay has, from dialling to its last word. */
const PATIENCE = 4_000
/** Characters that a frame may have. */
const MAX_FRAME = 100_000
/** One is asked for; who sends more than so many wants our time. */
const MAX_EVENTS = 3
const NAME = 'profile'

/**
 * Ask each relay, over a connection of its own that lives for this one question: no key of a session is near it, and an
 * AUTH that is asked for is not given.
 */
export async function findProfile(relays: readonly RelayUrl[], user: Hex): Promise<Found> {
  const all = await Promise.all(relays.map((relay) => ask(relay, user)))
  return {
    event: all.map(({ event }) => event).reduce(newer, null),
    isAnswered: all.some(({ isAnswered }) => isAnswered),
  }
}

function ask(relay: RelayUrl, user: Hex): Promise<Found> {
  return new Promise((resolve) => {
    let event: SignedEvent | null = null
    let count = 0
    const socket = new WebSocket(relay)
    const end = (isAnswered: boolean) => {
      callOff()
      socket.onmessage = null
      socket.close()
      resolve({ event, isAnswered: isAnswered || event !== null })
    }
    const callOff = after(PATIENCE, () => end(false))
    socket.onclose = () => end(false)
    socket.onerror = () => end(false)
    socket.onopen = () => socket.send(JSON.stringify(['REQ', NAME, { kinds: [0], authors: [user], limit: 1 }]))
    const hear = (type: unknown, raw: unknown) => {
      if (type === 'EOSE') end(true)
      else if (type !== 'EVENT' || ++count > MAX_EVENTS) end(false)
      else event = newer(event, profileEvent(raw, user, now() / 1_000))
    }
    socket.onmessage = ({ data }: { data: unknown }) => {
      const [type, name, raw] = frameOf(data)
      // notices, and AUTH, name no question
      if (type === null) end(false)
      else if (name === NAME) hear(type, raw)
    }
  })
}

/** A frame of a relay's; its type is null where it is too large, or none. */
function frameOf(data: unknown): [type: unknown, name?: unknown, raw?: unknown] {
  if (typeof data !== 'string' || data.length > MAX_FRAME) return [null]
  try {
    const frame: unknown = JSON.parse(data)
    return Array.isArray(frame) ? [frame[0] ?? null, frame[1], frame[2]] : [null]
  } catch {
    return [null]
  }
}
