import { MAX_CALL_CHARS, MAX_OPEN_CALLS } from '../protocol/limits'
import type { DownAnswer, Up, UpCall } from '../wire/background'
import { OTHER, TOUCH } from '../wire/handoff'
import type { PageAnswer, PageCall } from '../wire/page'
import { TOO_LARGE, TOO_MANY } from '../wire/refusal'

/** A runtime port, as far as it is used here. */
export interface UpPort {
  postMessage(up: Up): void
  onMessage: { addListener(listen: (answer: DownAnswer) => void): void }
  onDisconnect: { addListener(listen: () => void): void }
  /** Ends it from this side; onDisconnect says so only at the other. */
  disconnect(): void
}

/** What a courier needs of its world. */
export interface World {
  /** Opens a line to the background; throws where the extension is gone. */
  connect(): UpPort
  /** Hands an answer to the page. */
  answer(answer: PageAnswer): void
  uuid(): string
  /** Runs a task after so many ms. */
  later(task: () => void, ms: number): unknown
}

/** Before the next try, in ms, after so many breaks without an answer in between: at once, then ever slower. */
export const pause = (breaks: number): number => Math.min(100 * breaks ** 2, 5_000)

/**
 * Carries the calls of one frame to the background and the answers back, and decides nothing. A call is kept until it is
 * answered: when the line breaks (a worker died), it goes up again under the same id, which the background joins to the
 * first. No line is opened before the page touches `nostr`, and none again while nothing is open.
 */
export function courier(world: World): {
  /** The page has looked at `nostr`: a call may come soon. */
  touch(): void
  /** Take a message of the page. */
  take(raw: unknown): void
  /** The page goes, perhaps into the back/forward cache: nobody is to be asked for it meanwhile. */
  hangUp(): void
  /** The page is back: what is still open goes up again. */
  dial(): void
} {
  const open = new Map<string, { n: number; call: UpCall }>()
  let line: UpPort | null = null
  /** Breaks since the last answer. */
  let breaks = 0
  let dialsLater = false

  function broken(port: UpPort): void {
    if (port !== line) return
    line = null
    if (open.size === 0) return
    dialsLater = true
    world.later(dial, pause(breaks++))
  }

  function connect(): UpPort {
    const port = world.connect()
    port.onMessage.addListener(({ id, outcome }) => {
      breaks = 0
      const waiting = open.get(id)
      open.delete(id)
      if (waiting) world.answer({ n: waiting.n, outcome })
    })
    port.onDisconnect.addListener(() => broken(port))
    return port
  }

  function send(up: Up): void {
    if (dialsLater) return // with the rest
    try {
      line ??= connect()
    } catch {
      return open.clear() // the extension is gone: the provider tells the page, when it asks who is alive
    }
    try {
      line.postMessage(up)
    } catch {
      broken(line) // closed, and its onDisconnect is still to come
    }
  }

  function dial(): void {
    dialsLater = false
    if (!line) for (const { call } of open.values()) send(call)
  }

  function take(raw: unknown): void {
    if (raw === OTHER) return send(raw)
    const { n, method, params } = Object(raw) as PageCall
    // not our provider's
    if (typeof method !== 'string' || typeof params !== 'string') return
    const size = method.length + params.length
    const error = size > MAX_CALL_CHARS ? TOO_LARGE : open.size < MAX_OPEN_CALLS ? null : TOO_MANY
    if (error) return world.answer({ n, outcome: { ok: false, error } })
    const call = { id: world.uuid(), method, params }
    open.set(call.id, { n, call })
    send(call)
  }

  function hangUp(): void {
    line?.disconnect()
    line = null
  }

  return { touch: () => send(TOUCH), take, hangUp, dial }
}
