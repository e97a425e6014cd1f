import type { SignedEvent } from '../protocol/event'
import { relayKey } from '../protocol/relay'
import type { Ms, Wanted } from '../signer/line'
import type { FakeClock } from './clock'
import type { FakeRelay, FakeSocket } from './relay'

/** The fake relays behind a class that can stand in for the browser's `WebSocket`. */
export interface FakeNetwork {
  WebSocket: unknown
  /** Sockets that are open or opening, by address. */
  open(): string[]
  /** Between their owner and this relay nothing arrives for `ms`. */
  lose(relay: FakeRelay, ms: Ms): void
  /** Their owner is dead: they close, and nobody hears of it. */
  cut(): void
}

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const

export function network(clock: FakeClock, relays: readonly FakeRelay[]): FakeNetwork {
  const live = new Set<FakeWebSocket>()
  const lossy = new Map<FakeRelay | undefined, Ms>()

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
    private isAuthed = false

    constructor(url: string) {
      this.url = url
      this.relay = relays.find((relay) => relayKey(relay.url) === relayKey(url))
      live.add(this)
      this.socket = this.relay?.connect({
        open: () => {
          this.readyState = OPEN
          this.onopen?.()
          if (this.relay?.faults.needsAuth) this.say('AUTH', 'who are you?')
        },
        closed: () => this.end(),
        ok: (...said) => {
          if (this.relay?.faults.needsAuth && /^auth-required:/.test(said[2])) this.say('AUTH', 'who are you?')
          this.say('OK', ...said)
        },
        event: (event) => this.say('EVENT', this.subscription, event),
      })
      if (!this.relay) clock.after(1, () => this.end())
    }

    private isLost(): boolean {
      return clock.now() < (lossy.get(this.relay) ?? 0)
    }

    private say(...frame: unknown[]): void {
      if (this.isLost()) return
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
      if (this.isLost()) return
      const [type, ...rest] = JSON.parse(text) as [string, ...unknown[]]
      if (type === 'EVENT') this.socket?.publish(rest[0] as SignedEvent)
      if (type === 'REQ') this.subscribe(String(rest[0]), rest[1] as Wanted['filter'])
      if (type === 'AUTH') this.authenticate((rest[0] as SignedEvent).id)
    }

    private authenticate(eventId: string): void {
      const isRefused = this.relay?.faults.isClosedShop ?? false
      this.isAuthed = !isRefused
      if (!isRefused) this.socket?.authenticate()
      this.socket?.ask(() => this.say('OK', eventId, !isRefused, isRefused ? 'restricted: members only' : ''))
    }

    private subscribe(id: string, filter: Wanted['filter']): void {
      const { isBlackhole, isEndless, needsAuth } = this.relay?.faults ?? {}
      if (isBlackhole) return
      if (needsAuth && !this.isAuthed) {
        this.socket?.ask(() => this.say('CLOSED', id, 'auth-required: who are you?'))
        return
      }
      // what a probe brings comes under the first one's name
      if (!id.startsWith('<')) this.subscription = id
      this.socket?.subscribe(filter)
      if (!isEndless) this.socket?.ask(() => this.say('EOSE', id))
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
    lose: (relay, ms) => void lossy.set(relay, clock.now() + ms),
    cut() {
      for (const socket of live) socket.close()
    },
  }
}
