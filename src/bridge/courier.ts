import { MAX_CALL_CHARS, MAX_OPEN_CALLS } from '../protocol/limits'
import type { DownAnswer, Up, UpCall } from '../wire/background'
import { OTHER, TOUCH } from '../wire/handoff'
import type { PageAnswer, PageCall, PageCalls } from '../wire/page'
import { type Refusal, TOO_LARGE, TOO_MANY } from '../wire/refusal'

/** A runtime port, as far as it is used here. */
export interface UpPort {
  postMessage(up: Up): void
  onMessage: { addListener(listen: (answers: DownAnswer[]) => void): void }
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

/** Calls in one message: Chromium takes 64 MiB, and each may have MAX_CALL_CHARS. */
const MOST = 40

/** Before the next try, in ms, after so many breaks without an answer in between: at once, then ever slower. */
export const pause = (breaks: number): number => Math.min(100 * breaks ** 2, 5_000)

/** Does a provider of ours say such things? */
const isOurs = (...texts: unknown[]): boolean => texts.every((text) => typeof text === 'string')

/** @param size in characters @param open calls of this frame that wait */
const refusal = (size: number, open: number): Refusal | null =>
  size > MAX_CALL_CHARS ? TOO_LARGE : open < MAX_OPEN_CALLS ? null : TOO_MANY

/**
 * Carries the calls of one frame to the background and the answers back, and decides nothing. A call is kept until it is
 * answered: when the line breaks (a worker died), it goes up again under the same id, which the background joins to the
 * first. No line is opened before the page touches `nostr`, and none again while nothing is open.
 */
export function courier({ connect, answer, uuid, later }: World): {
  /** The page has looked at `nostr`: a call may come soon. */
  touch(): void
  /** Take a message of the page. */
  take(raw: unknown): void
  /** The page goes, perhaps into the back/forward cache: nobody is to be asked for it meanwhile. */
  hangUp(): void
  /** The page is back: what is still open goes up again. */
  dial(): void
} {
  const open = new Map<string, { n: string; call: UpCall }>()
  let line: UpPort | null = null
  /** Breaks since the last answer. */
  let breaks = 0
  let dialsLater = false

  function broken(port: UpPort): void {
    if (port !== line) return
    line = null
    if (open.size === 0) return
    dialsLater = true
    later(dial, pause(breaks++))
  }

  function dialled(): UpPort {
    const port = connect()
    port.onMessage.addListener((answers) => {
      breaks = 0
      for (const { id, outcome } of answers) {
        const waiting = open.get(id)
        open.delete(id)
        if (waiting) answer({ n: waiting.n, outcome })
      }
    })
    port.onDisconnect.addListener(() => broken(port))
    return port
  }

  function send(up: Up): void {
    if (dialsLater) return // with the rest
    try {
      line ??= dialled()
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
    if (!line) sendAll([...open.values()].map(({ call }) => call))
  }

  function sendAll(calls: UpCall[]): void {
    while (calls.length > 0) send(calls.splice(0, MOST))
  }

  function take(raw: unknown): void {
    if (raw === OTHER) return send(raw)
    const calls: UpCall[] = []
    for (const n in raw as PageCalls) {
      const { method, params } = Object((raw as PageCalls)[n]) as PageCall
      if (!isOurs(method, params)) continue
      const error = refusal(method.length + params.length, open.size)
      const call = { id: uuid(), method, params }
      if (error) answer({ n, outcome: { ok: false, error } })
      else {
        open.set(call.id, { n, call })
        calls.push(call)
      }
    }
    sendAll(calls)
  }

  function hangUp(): void {
    line?.disconnect()
    line = null
  }

  return { touch: () => send(TOUCH), take, hangUp, dial }
}
