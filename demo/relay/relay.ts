import { createServer as createPlain, type IncomingMessage, type Server } from 'node:http'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Event, Filter } from '@nostr-relay/common'
import { WebSocket, WebSocketServer } from 'ws'
import { selfSigned } from './certificate'
import { openHouse } from './house'

export interface RelayOptions {
  /** Default 0: any free one. It stays the same over `stop` and `start`. */
  port?: number
  /** NIP-42 needed for reading and writing. */
  closed?: boolean
  /** `wss://` with a self-signed certificate made on the spot. */
  tls?: boolean
  /** ms each way. */
  latency?: number
  /** Keep ephemeral events for 300 s and replay them, as strfry does. */
  keepsEphemeral?: boolean
}

/** One message that crossed a socket of the relay, as the relay saw it. */
export interface Frame {
  /** ms since the epoch. */
  at: number
  /** Which socket: counted from 1 in order of coming. */
  socket: number
  way: 'in' | 'out'
  /** Parsed JSON; the raw text where it is none. */
  message: unknown
}

/** A socket's coming, with what its browser said of itself in the handshake; empty where it said nothing. */
export interface Visit {
  /** ms since the epoch. */
  at: number
  socket: number
  origin: string
  agent: string
  language: string
}

/** A relay on 127.0.0.1 that a test or the demo has in its hand. */
export interface LocalRelay {
  url: string
  /** Everything said since the start, in order: what a relay could learn. */
  frames: Frame[]
  /** Every socket that was ever opened, in order. */
  visits: Visit[]
  /** Stored events, asked of the store itself and not over a socket. */
  find(filter: Filter): Event[]
  /** How many sockets are open. */
  guests(): number
  setLatency(ms: number): void
  /** Cut every socket without a goodbye; the relay stays up. */
  dropAll(): void
  /** Go down: sockets cut, port closed; stored events stay. */
  stop(): Promise<void>
  /** Come up again on the same port. */
  start(): Promise<void>
  /** Go down for good. */
  close(): Promise<void>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

/** Start a real Nostr relay in memory, on 127.0.0.1. */
export async function startRelay(options: RelayOptions = {}): Promise<LocalRelay> {
  const house = openHouse({ closed: options.closed ?? false, keepsEphemeral: options.keepsEphemeral ?? false })
  const certificate = options.tls ? selfSigned(new Date()) : null
  const frames: Frame[] = []
  const visits: Visit[] = []
  const sockets = new Set<WebSocket>()
  let latency = options.latency ?? 0
  let count = 0
  let port = options.port ?? 0
  let server: Server | null = null

  const later = (run: () => void): void => {
    if (latency > 0) setTimeout(run, latency)
    else run()
  }

  function welcome(socket: WebSocket, { headers }: IncomingMessage): void {
    const number = ++count
    const { origin = '', 'user-agent': agent = '', 'accept-language': language = '' } = headers
    visits.push({ at: Date.now(), socket: number, origin, agent, language })
    const isOpen = () => socket.readyState === WebSocket.OPEN
    const record = (way: Frame['way'], text: string) =>
      frames.push({ at: Date.now(), socket: number, way, message: parse(text) })
    sockets.add(socket)
    const guest = house.enter({
      isOpen,
      send: (text) =>
        later(() => {
          if (!isOpen()) return
          record('out', text)
          socket.send(text)
        }),
    })
    socket.on('message', (data) =>
      later(() => {
        record('in', String(data))
        void guest.hear(String(data))
      }),
    )
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      sockets.delete(socket)
      guest.leave()
    })
  }

  const relay = {
    url: '',
    frames,
    visits,
    find: house.find,
    guests: () => sockets.size,
    setLatency(ms: number) {
      latency = ms
    },
    dropAll() {
      for (const socket of sockets) socket.terminate()
    },
    async start() {
      if (server) return
      server = certificate ? createSecure(certificate) : createPlain()
      new WebSocketServer({ server }).on('connection', welcome)
      port = await listen(server, port)
    },
    async stop() {
      const closing = server
      if (!closing) return
      server = null
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()))
      relay.dropAll()
      closing.closeAllConnections()
      await closed
    },
    close: () => relay.stop(),
  }
  await relay.start()
  relay.url = `${certificate ? 'wss' : 'ws'}://127.0.0.1:${port}`
  return relay
}
