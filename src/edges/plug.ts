import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import type { LineInput, Wanted } from '../signer/line'
import { after, jitter } from './clock'
import { openSocket, type Socket } from './socket'

/** What a plug needs to connect; asked anew for each connection, for `since` moves on. */
export interface Terms {
  clientSecretKey: Hex
  filter: Wanted['filter']
  /** Ids of events that any relay of this line brought already. */
  read: Set<Hex>
  /** What happens that is no input of the line, in words of the protocol, and in the relay's. */
  note(what: string, relay: RelayUrl, words: string): void
}

/** A line's hold on one relay: opens a socket, and another whenever it breaks, until pulled. */
export interface Plug {
  relay: RelayUrl
  publish(event: SignedEvent): void
  probe(): void
  /** Leave the socket there is and open another at once. */
  renew(): void
  /** Close for good; nothing is said any more. */
  pull(): void
}

/** First wait before opening a broken socket again, doubled each time up to the last (ms): a request that nobody took ends after 30 s. */
const BACKOFF = { first: 500, last: 5_000 }

export function plugIn(relay: RelayUrl, terms: () => Terms, say: (input: LineInput) => void): Plug {
  let socket: Socket | null = null
  let authUrl = relay
  let failures = 0
  /** How often it took the connection only to turn us away. */
  let refusals = 0
  let callOff = () => {}
  let pulled = false

  function later(reason: string): void {
    if (pulled) return
    socket = null
    if (isRefusal(reason)) failures = ++refusals
    callOff = after(jitter(Math.min(BACKOFF.first * 2 ** failures, BACKOFF.last)), connect)
    failures += 1
    say({ type: 'closed', relay, reason })
  }

  function connect(): void {
    const { clientSecretKey, filter, read, note } = terms()
    note('opening', relay, '')
    socket = openSocket(relay, authUrl, clientSecretKey, filter, {
      up() {
        failures = refusals
        say({ type: 'open', relay })
      },
      down: later,
      event(event) {
        read.add(event.id)
        say({ type: 'event', relay, event })
      },
      known: (eventId) => read.has(eventId),
      note: (what, words) => note(what, relay, words),
      ok: (eventId, accepted, reason) => say({ type: 'ok', relay, eventId, accepted, reason }),
      unsaid: (eventId) => say({ type: 'unsaid', relay, eventId }),
      authRefused(reason) {
        authUrl = otherForm(authUrl)
        socket?.close()
        later(reason)
      },
    })
  }

  connect()
  return {
    relay,
    publish: (event) => socket?.publish(event),
    probe: () => socket?.probe(),
    renew() {
      callOff()
      socket?.close()
      failures = 0
      refusals = 0
      say({ type: 'closed', relay, reason: '' })
      connect()
    },
    pull() {
      pulled = true
      callOff()
      socket?.close()
    },
  }
}

/** In the words of NIP-01 (CLOSED, or a refused AUTH), and not the network's. */
const isRefusal = (reason: string): boolean => /^[a-z]+(-[a-z]+)*: /.test(reason)

/** With a trailing slash, or without: strfry compares the `relay` tag of an AUTH byte for byte. */
const otherForm = (url: RelayUrl): RelayUrl => (url.endsWith('/') ? url.slice(0, -1) : `${url}/`)
