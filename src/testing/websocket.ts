import type { SignedEvent } from '../protocol/event'
import { relayKey } from '../protocol/relay'
import type { Wanted } from '../signer/line'
import type { FakeClock } from './clock'
import type { FakeRelay, FakeSocket } from './relay'

/** The fake relays behind a class that can stand in for the browser's `WebSocket`. */
export interface FakeNetwork {
  WebSocket: unknown
  /** Sockets that are open or opening, by address. */
  open(): string[]
  /** Their owner is dead: they close, and nobody hears of it. */
  cut(): void
}

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const

export function network(clock: FakeClock, relays: readonly FakeRelay[]): FakeNetwork {
  const live = new Set<FakeWebSocket>()

  class FakeWebSocket {
    static CONNECTING = CONNECTING
    static OPEN = OPEN
    static CLOSING = CLOSING
    static CLOSED = CLOSED
    readyState: number = CONNECTING
    onopen: (() => void) | null = null
    onmessage: ((message: { data: string }) => void) | null = null
    onclose: ((event: object) => void) | null = null
    onerror: (() => void) | null = null
    readonly url: string
    private readonly relay: FakeRelay | undefined
    private readonly socket: FakeSocket | undefined
    private subscription = ''

    constructor(url: string) {
      this.url = url
      this.relay = relays.find((relay) => relayKey(relay.url) === relayKey(url))
      live.add(this)
      this.socket = this.relay?.connect({
        open: () => {
          this.readyState = OPEN
          this.onopen?.()
        },
        closed: () => this.end(),
        ok: (...said) => this.say('OK', ...said),
        event: (event) => this.say('EVENT', this.subscription, event),
      })
      if (!this.relay) clock.after(1, () => this.end())
    }

    private say(...frame: unknown[]): void {
      if (this.readyState === OPEN) this.onmessage?.({ data: JSON.stringify(frame) })
    }

    private end(): void {
      const wasOpen = this.readyState === OPEN
      this.readyState = CLOSED
      live.delete(this)
      if (wasOpen) this.onclose?.({})
      else this.onerror?.()
    }

    send(text: string): void {
      const [type, ...rest] = JSON.parse(text) as [string, ...unknown[]]
      if (type === 'EVENT') this.socket?.publish(rest[0] as SignedEvent)
      if (type === 'REQ') this.subscribe(String(rest[0]), rest[1] as Wanted['filter'])
    }

    private subscribe(id: string, filter: Wanted['filter']): void {
      if (this.relay?.faults.isBlackhole) return
      // a probe asks for a sign of life only
      if (!id.startsWith('<')) {
        this.subscription = id
        this.socket?.subscribe(filter)
      }
      clock.after(2 * (this.relay?.faults.latency ?? 0), () => this.say('EOSE', id))
    }

    close(): void {
      this.readyState = CLOSED
      live.delete(this)
      this.socket?.close()
    }
  }

  return {
    WebSocket: FakeWebSocket,
    open: () => [...live].map(({ url }) => relayKey(url)),
    cut() {
      for (const socket of live) socket.close()
    },
  }
}
