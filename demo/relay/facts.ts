import type { Filter } from 'nostr-tools/filter'
import type { Event } from 'nostr-tools/pure'
import type { Frame } from './relay'

// What a relay can know, worked out of the frames that crossed its sockets.

/** A text and the bytes that it may stand for: a ciphertext that is only base64 would be found. */
function faces(text: string): string[] {
  const long = text.match(/[A-Za-z0-9+/]{24,}={0,2}/g) ?? []
  return [text, ...long.map((part) => Buffer.from(part, 'base64').toString('utf8'))]
}

/** Those of the words that can be read in any frame, passing or stored, as it is or under base64. */
export function readableIn(frames: readonly Frame[], words: readonly string[]): string[] {
  const all = frames.flatMap(({ message }) => faces(JSON.stringify(message))).join('\n')
  return words.filter((word) => all.includes(word))
}

/** An event that was handed in. */
export interface Handed {
  at: number
  socket: number
  event: Event
  /** Bytes of the whole frame. */
  size: number
}

/** A question, as often as it was asked over one socket. */
export interface Asked {
  at: number
  socket: number
  /** Without `since`, which moves on. */
  filter: Filter
  id: string
}

export interface Proof {
  at: number
  socket: number
  pubkey: string
}

/** Everything said to the relay, in order. */
export interface Facts {
  handed: Handed[]
  asked: Asked[]
  proofs: Proof[]
}

export function factsOf(frames: readonly Frame[]): Facts {
  const facts: Facts = { handed: [], asked: [], proofs: [] }
  for (const { at, socket, way, message } of frames) {
    if (way !== 'in' || !Array.isArray(message)) continue
    const [verb, first, ...rest] = message
    if (verb === 'EVENT') facts.handed.push({ at, socket, event: first, size: JSON.stringify(message).length })
    if (verb === 'AUTH') facts.proofs.push({ at, socket, pubkey: first.pubkey })
    if (verb === 'REQ') for (const filter of rest) facts.asked.push({ at, socket, filter, id: first })
  }
  return facts
}
