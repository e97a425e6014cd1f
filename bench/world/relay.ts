import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serve } from './child'

// A relay that does nothing but pass on, in a process of its own: no store, no signatures checked. Guests are told apart
// by the path they come by, so that several can be counted on one relay.

/** What a guest did since it was last asked about. */
export interface Counts {
  connections: number
  /** Sockets that are open now. */
  open: number
  reqs: number
  closes: number
  auths: number
  /** EVENTs that it published, and that were passed to it. */
  published: number
  delivered: number
  /** OK false. */
  refused: number
  /** All messages, and their bytes, both ways. */
  messages: number
  bytes: number
}

interface Filter {
  '#p'?: string[]
}

interface Guest {
  socket: WebSocket
  counts: Counts
  filters: Map<string, Filter>
  isSigner: boolean
}

const none = (): Counts => ({
  ...{ connections: 0, open: 0, reqs: 0, closes: 0, auths: 0 },
  ...{ published: 0, delivered: 0, refused: 0, messages: 0, bytes: 0 },
})

const counted = new Map<string, Counts>()
const guests = new Set<Guest>()
/** ms each way. */
let delay = 0
/** EVENTs a second that guests may publish all together, with as many at once; the signer has no limit. 0: none. */
let rate = 0
let tokens = 0
let filledAt = 0

const later = (run: () => void): void => void (delay > 0 ? setTimeout(run, delay) : run())

function countsOf(path: string): Counts {
  const counts = counted.get(path) ?? none()
  counted.set(path, counts)
  return counts
}

function say({ socket, counts }: Guest, message: unknown[]): void {
  const text = JSON.stringify(message)
  counts.messages += 1
  counts.bytes += text.length
  if (message[0] === 'EVENT') counts.delivered += 1
  later(() => socket.send(text))
}

/** A bucket that holds a second's worth. */
function isTooFast({ isSigner }: Guest): boolean {
  if (rate === 0 || isSigner) return false
  const now = performance.now()
  tokens = Math.min(rate, tokens + ((now - filledAt) / 1000) * rate)
  filledAt = now
  if (tokens < 1) return true
  tokens -= 1
  return false
}

function pass(guest: Guest, event: { id: string; tags: string[][] }): void {
  guest.counts.published += 1
  if (isTooFast(guest)) {
    guest.counts.refused += 1
    return say(guest, ['OK', event.id, false, 'rate-limited: slow down'])
  }
  say(guest, ['OK', event.id, true, ''])
  const to = event.tags.flatMap(([name, value]) => (name === 'p' && value ? [value] : []))
  for (const other of guests) {
    for (const [id, filter] of other.filters)
      if (filter['#p']?.some((key) => to.includes(key))) say(other, ['EVENT', id, event])
  }
}

function hear(guest: Guest, text: string): void {
  guest.counts.messages += 1
  guest.counts.bytes += text.length
  const [type, ...rest] = JSON.parse(text)
  if (type === 'EVENT') pass(guest, rest[0])
  else if (type === 'REQ') {
    guest.counts.reqs += 1
    guest.filters.set(rest[0], rest[1])
    say(guest, ['EOSE', rest[0]])
  } else if (type === 'CLOSE') {
    guest.counts.closes += 1
    guest.filters.delete(rest[0])
  } else if (type === 'AUTH') guest.counts.auths += 1
}

function welcome(socket: WebSocket, { url = '/' }: IncomingMessage): void {
  // some clients put a slash behind
  const path = url.replaceAll('/', '')
  const counts = countsOf(path)
  const guest: Guest = { socket, counts, filters: new Map(), isSigner: path === 'signer' }
  counts.connections += 1
  counts.open += 1
  guests.add(guest)
  socket.on('message', (data) => later(() => hear(guest, String(data))))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    countsOf(path).open -= 1
    guests.delete(guest)
  })
}

const server = createServer()
const sockets = new WebSocketServer({ noServer: true })
// a handshake is a round trip of its own
server.on('upgrade', (request, socket, head) =>
  setTimeout(
    () => sockets.handleUpgrade(request, socket, head, (guest) => welcome(guest, request)),
    delay > 0 ? delay * 2 : 0,
  ),
)

/** What the bench may ask of it. */
const commands = {
  listen: () =>
    new Promise<string>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)),
    ),
  slow(ms: number): void {
    delay = ms
  },
  limit(perSecond: number): void {
    ;[rate, tokens, filledAt] = [perSecond, perSecond, performance.now()]
  },
  /** What a guest did, and count anew. */
  take(path: string): Counts {
    const { ...counts } = countsOf(path)
    Object.assign(countsOf(path), none(), { open: counts.open })
    return counts
  },
}

export type RelayCommands = typeof commands

serve(commands)
