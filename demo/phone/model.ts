import type { Event } from 'nostr-tools/pure'
import type { Detail } from './methods'

/** A client that may ask. */
export interface Client {
  pubkey: string
  name: string
  url: string
  relays: string[]
  /** ms since the epoch. */
  since: number
}

/** What the phone keeps when it is switched off. The transport key is not the user's. */
export interface Memory {
  transportKey: string
  userKey: string
  /** Good for one `bunker://` pairing, then another takes its place. */
  secret: string
  clients: Client[]
}

/** One request as the person sees it. */
export interface Entry extends Detail {
  key: string
  client: string
  clientName: string
  method: string
  /** ms since the epoch. */
  at: number
  state: 'waiting' | 'approved' | 'rejected' | 'failed' | 'answered'
}

export interface Switches {
  /** Approve by itself. */
  auto: boolean
  slow: boolean
  offline: boolean
  /** Whoever is unknown gets no answer, as from a signer with a key for each connection; else an error. */
  silent: boolean
}

export interface PhoneView {
  user: string
  transport: string
  bunker: string
  clients: Client[]
  /** Newest first. */
  entries: Entry[]
  switches: Switches
  /** What is wrong with the last scan. */
  trouble: string | null
}

/** All that the phone needs of the world. */
export interface PhoneWorld {
  /** Relays of its own, named in its `bunker://` token. */
  relays: string[]
  now(): number
  later(ms: number, run: () => void): void
  /** Random bytes as hex. */
  random(bytes: number): string
  load(): Memory | null
  save(memory: Memory): void
  /** Be connected to exactly these. */
  listen(relays: string[]): void
  publish(relays: string[], event: Event): void
}

export interface Phone {
  view(): PhoneView
  onChange(run: () => void): void
  /** A token's text, read from a picture or pasted. */
  scan(text: string): void
  approve(key: string): void
  reject(key: string): void
  /** Disconnect a client: its next request is refused. */
  remove(client: string): void
  set(change: Partial<Switches>): void
  hear(event: Event): void
}
