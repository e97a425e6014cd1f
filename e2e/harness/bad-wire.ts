import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'

/** What can be wrong with the wire to a relay: read at each frame, so a test may change it at any time. */
export interface WireFaults {
  /** ms each way. */
  latency: number
  /** Every other frame waits so much longer (ms): the next ones overtake it. */
  overtakes: number
  /** No frame arrives. */
  loses: boolean
  /** Each frame arrives twice. */
  duplicates: boolean
  /** Before each frame to the guest comes one that makes no sense; before each event also a forged copy under its id. */
  garbage: boolean
  /** No EOSE arrives. */
  hidesEose: boolean
  /** Events are taken, passed on to nobody, and no OK is said. */
  isMute: boolean
  /** Events are taken, OK is said, and none ever comes back to the guest. */
  isWriteOnly: boolean
  /** Events are refused in these words, and passed on to nobody. */
  refuses: string | null
  /** New connections are accepted (TCP), and no handshake ever answered. */
  isBlackhole: boolean
}

const SOUND: WireFaults = {
  ...{ latency: 0, overtakes: 0, loses: false, duplicates: false, garbage: false },
  ...{ hidesEose: false, isMute: false, isWriteOnly: false, refuses: null, isBlackhole: false },
}

/** A relay's other address, under which a test may make it as bad as it likes. */
export interface BadWire {
  url: string
  faults: WireFaults
  /** No faults any more. What is frozen or held stays so. */
  heal(): void
  /** Connections of now go half-open: they look open, and nothing goes through in either direction. New ones are sound. */
  freeze(): void
  /** Cut every connection without a goodbye. */
  cut(): void
  /** How many connections wait for their handshake. */
  held(): number
  close(): Promise<void>
}

/**
 * Put a bad wire in front of a relay.
 * @param hosts addresses of this machine to listen on, the first that there is
 */
export async function startBadWire(relayUrl: string, hosts: string[] = ['127.0.0.1']): Promise<BadWire> {
  const threads = new Set<Thread>()
  const held = new Set<Duplex>()
  const server = createServer()
  const handshakes = new WebSocketServer({ noServer: true })
  const wire: BadWire = {
    ...{ url: '', faults: { ...SOUND }, held: () => held.size },
    heal() {
      wire.faults = { ...SOUND }
    },
    freeze() {
      for (const thread of threads) thread.freeze()
    },
    cut() {
      for (const thread of threads) thread.cut()
    },
    async close() {
      wire.cut()
      for (const socket of held) socket.destroy()
      server.close()
      server.closeAllConnections()
    },
  }
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (wire.faults.isBlackhole) {
      held.add(socket)
      socket.on('close', () => held.delete(socket))
      return
    }
    handshakes.handleUpgrade(request, socket, head, (guest) => {
      const thread = spin(guest, relayUrl, () => wire.faults)
      threads.add(thread)
      guest.on('close', () => threads.delete(thread))
    })
  })
  wire.url = `ws://${await listen(server, hosts)}`
  return wire
}

/** @returns host and port as a URL names them */
async function listen(server: Server, [host, ...others]: string[]): Promise<string> {
  try {
    await once(server.listen(0, host), 'listening')
    const { port } = server.address() as AddressInfo
    return `${host?.includes(':') ? `[${host}]` : host}:${port}`
  } catch (error) {
    if (others.length === 0) throw error
    return listen(server, others)
  }
}

/** One guest, and the connection to the relay that stands for it. */
interface Thread {
  freeze(): void
  cut(): void
}

function spin(guest: WebSocket, relayUrl: string, faults: () => WireFaults): Thread {
  const relay = new WebSocket(relayUrl, { rejectUnauthorized: false })
  const isOpen = once(relay, 'open').catch(() => undefined)
  let isFrozen = false
  let frames = 0

  /** One frame on its way, to either end. */
  function travel(to: WebSocket, text: string): void {
    const { latency, overtakes, loses, duplicates } = faults()
    frames += 1
    if (loses) return
    const arrive = () => {
      if (isFrozen || to.readyState !== WebSocket.OPEN) return
      to.send(text)
      if (duplicates) to.send(text)
    }
    const wait = latency + (frames % 2) * overtakes
    if (wait > 0) setTimeout(arrive, wait)
    else arrive()
  }

  guest.on('message', (data) => {
    const text = String(data)
    const answer = instead(JSON.parse(text), faults())
    if (answer === null) void isOpen.then(() => travel(relay, text))
    else if (answer !== '') travel(guest, answer)
  })
  relay.on('message', (data) => {
    const text = String(data)
    const { garbage, hidesEose, isWriteOnly } = faults()
    if (isWriteOnly && text.startsWith('["EVENT"')) return
    if (hidesEose && text.startsWith('["EOSE"')) return
    if (garbage) for (const noise of noiseBefore(text)) travel(guest, noise)
    travel(guest, text)
  })
  for (const end of [guest, relay]) end.on('error', () => end.terminate())
  guest.on('close', () => relay.terminate())
  relay.on('close', () => isFrozen || guest.terminate())
  return {
    freeze() {
      isFrozen = true
    },
    cut: () => guest.terminate(),
  }
}

/** What the guest hears instead of the relay's word on an event: a refusal, nothing (''); null where the relay is asked. */
function instead([verb, event]: [string, { id: string }], { isMute, refuses }: WireFaults): string | null {
  if (verb !== 'EVENT') return null
  if (refuses !== null) return JSON.stringify(['OK', event.id, false, refuses])
  return isMute ? '' : null
}

/** What no relay should say, of every sort. */
const NOISE = ['', 'null', '[]', '{"not": "a frame"', '["EVENT"]', '["OK", 1, 2]', '["EVENT", "lanyard", {"id": 7}]']
let noises = 0

function noiseBefore(text: string): string[] {
  noises += 1
  const [verb, subscription, event] = JSON.parse(text)
  const forged = verb === 'EVENT' ? [JSON.stringify([verb, subscription, { ...event, content: 'forged' }])] : []
  return [NOISE[noises % NOISE.length] ?? '', ...forged]
}
