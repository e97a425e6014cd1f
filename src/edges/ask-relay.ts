import type { RelayUrl } from '../protocol/relay'
import { after } from './clock'
import { nameless } from './nameless'

/** Of every subscription: the relay reads it, and many clients begin with this one, for nostr-tools makes it. */
export const SUBSCRIPTION = 'sub:1'

export interface Question {
  filter: object
  /** Who sends more events than so many wants our time. */
  most: number
  /** ms that the relay has, from dialling to its last word. */
  patience: number
  /** Takes each event as it came, unchecked. */
  take(raw: unknown): void
}

/** Characters that a frame may have. */
const MAX_FRAME = 100_000

/**
 * Ask a relay one thing, over a connection of its own that lives for it alone: no key of a session is near it, and an
 * AUTH that is asked for is not given.
 * @returns did it come to its end?
 */
export async function askRelay(relay: RelayUrl, question: Question): Promise<boolean> {
  await new Promise<void>(nameless)
  return ask(relay, question)
}

function ask(relay: RelayUrl, { filter, most, patience, take }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    let count = 0
    const socket = new WebSocket(relay)
    const end = (isAnswered: boolean) => {
      callOff()
      socket.onmessage = null
      socket.close()
      resolve(isAnswered)
    }
    const callOff = after(patience, () => end(false))
    socket.onclose = () => end(false)
    socket.onerror = () => end(false)
    socket.onopen = () => socket.send(JSON.stringify(['REQ', SUBSCRIPTION, filter]))
    const hear = (type: unknown, raw: unknown) => {
      if (type === 'EOSE') end(true)
      else if (type !== 'EVENT' || ++count > most) end(false)
      else take(raw)
    }
    socket.onmessage = ({ data }: { data: unknown }) => {
      const [type, name, raw] = frameOf(data)
      // notices, and AUTH, name no question
      if (type === null) end(false)
      else if (name === SUBSCRIPTION) hear(type, raw)
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
