import type { Filter } from 'nostr-tools/filter'
import type { Event, EventTemplate } from 'nostr-tools/pure'

/** What the relay said to an event (NIP-01 `OK`). */
export interface Said {
  ok: boolean
  message: string
}

/** One relay, held open: what was subscribed and not yet answered is said again after every reconnect. */
export interface Line {
  publish(event: Event): Promise<Said>
  /** @returns the way to end it */
  subscribe(filter: Filter, onEvent: (event: Event) => void): () => void
  /** Every stored event that matches. */
  fetch(filter: Filter): Promise<Event[]>
  close(): void
}

/** The world of a line. */
export interface LineWorld {
  open: (url: string) => WebSocket
  /** Signs the NIP-42 log-in of a closed relay. */
  logIn?: (template: EventTemplate) => Promise<Event>
  onState?: (state: 'open' | 'closed') => void
}

interface Subscription {
  filter: Filter
  onEvent: (event: Event) => void
  onEnd: () => void
}

/** The first wait before connecting again; doubled each time up to the longest. */
const RETRY_MS = 250
const LONGEST_RETRY_MS = 8000

/** Keep a line to one relay, as a page does: raw WebSocket, reconnect, NIP-42. */
export function openLine(url: string, world: LineWorld): Line {
  const subscriptions = new Map<string, Subscription>()
  const unanswered = new Map<string, { event: Event; settle: (said: Said) => void }>()
  let socket: WebSocket | null = null
  let closed = false
  let count = 0
  let authId = ''
  let wait = RETRY_MS

  const say = (...message: unknown[]): void => {
    if (socket?.readyState === 1) socket.send(JSON.stringify(message))
  }

  function sayAll(): void {
    for (const [id, { filter }] of subscriptions) say('REQ', id, filter)
    for (const { event } of unanswered.values()) say('EVENT', event)
  }

  async function answerChallenge(challenge: string): Promise<void> {
    if (!world.logIn) return
    const tags = [
      ['relay', url],
      ['challenge', challenge],
    ]
    const event = await world.logIn({ kind: 22_242, created_at: Math.floor(Date.now() / 1000), tags, content: '' })
    authId = event.id
    say('AUTH', event)
  }

  function hearOk(id: string, ok: boolean, message: string): void {
    if (id === authId && ok) sayAll()
    // a closed relay: the event is said again once logged in
    if (!ok && message.startsWith('auth-required:') && world.logIn) return
    unanswered.get(id)?.settle({ ok, message })
    unanswered.delete(id)
  }

  function hear(message: unknown): void {
    if (!Array.isArray(message)) return
    const [verb, first, second, third] = message
    if (verb === 'EVENT') subscriptions.get(first)?.onEvent(second as Event)
    else if (verb === 'OK') hearOk(first, second, String(third ?? ''))
    else if (verb === 'EOSE') subscriptions.get(first)?.onEnd()
    else if (verb === 'AUTH') void answerChallenge(first)
  }

  function connect(): void {
    if (closed) return
    const opening = world.open(url)
    socket = opening
    opening.onopen = () => {
      wait = RETRY_MS
      world.onState?.('open')
      sayAll()
    }
    opening.onmessage = ({ data }) => hear(JSON.parse(String(data)))
    opening.onerror = () => {}
    opening.onclose = () => {
      world.onState?.('closed')
      if (!closed) setTimeout(connect, wait)
      wait = Math.min(wait * 2, LONGEST_RETRY_MS)
    }
  }

  function subscribe(filter: Filter, onEvent: (event: Event) => void, onEnd = () => {}): () => void {
    const id = `s${++count}`
    subscriptions.set(id, { filter, onEvent, onEnd })
    say('REQ', id, filter)
    return () => {
      subscriptions.delete(id)
      say('CLOSE', id)
    }
  }

  connect()
  return {
    publish: (event) =>
      new Promise((settle) => {
        unanswered.set(event.id, { event, settle })
        say('EVENT', event)
      }),
    subscribe,
    fetch: (filter) =>
      new Promise((resolve) => {
        const events: Event[] = []
        const end = subscribe(
          filter,
          (event) => events.push(event),
          () => {
            end()
            resolve(events)
          },
        )
      }),
    close() {
      closed = true
      socket?.close()
    },
  }
}
