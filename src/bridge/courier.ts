import { MAX_CALL_CHARS, MAX_OPEN_CALLS } from '../protocol/limits'
import type { DownAnswer, UpCall } from '../wire/background'
import type { PageAnswer, PageCall } from '../wire/page'
import { RELOAD, type Refusal, TOO_LARGE, TOO_MANY, UNSAYABLE } from '../wire/refusal'

/** A runtime port, as far as it is used here. */
export interface UpPort {
  postMessage(call: UpCall): void
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

/** No method has a longer name. */
const MAX_METHOD_CHARS = 64

/** Before the next try, in ms, after so many breaks without an answer in between: at once, then ever slower. */
export const pause = (breaks: number): number => Math.min(100 * breaks ** 2, 5_000)

/** The door: rebuild what a page sent; null where no answer could be addressed. */
function parsePageCall(raw: unknown): PageCall | null {
  const { n, method, params } = Object(raw) as Record<string, unknown>
  if (typeof n !== 'number') return null
  const said = typeof method === 'string' && typeof params === 'string'
  return said ? { n, method, params } : { n, method: '', params: '' }
}

/** Why a call goes no further from here. */
function refusalOf({ method, params }: PageCall, open: number): Refusal | null {
  if (method === '' || method.length > MAX_METHOD_CHARS) return UNSAYABLE
  if (params.length > MAX_CALL_CHARS) return TOO_LARGE
  return open < MAX_OPEN_CALLS ? null : TOO_MANY
}

/**
 * Carries the calls of one frame to the background and the answers back, and decides nothing. A call is kept until it is
 * answered: when the line breaks (a worker died), it goes up again under the same id, which the background joins to the
 * first. No line is opened before the first call, and none again while nothing is open.
 */
export function courier(world: World): {
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

  function settle({ id, outcome }: DownAnswer): void {
    const waiting = open.get(id)
    if (!waiting) return
    open.delete(id)
    world.answer({ n: waiting.n, outcome })
  }

  function broken(port: UpPort): void {
    if (port !== line) return
    line = null
    if (open.size === 0) return
    dialsLater = true
    world.later(dial, pause(breaks++))
  }

  function send(port: UpPort, call: UpCall): void {
    try {
      port.postMessage(call)
    } catch {
      broken(port) // closed, and its onDisconnect is still to come
    }
  }

  function dial(): void {
    dialsLater = false
    if (line || open.size === 0) return
    try {
      const port = world.connect()
      line = port
      port.onMessage.addListener((answer) => {
        breaks = 0
        settle(answer)
      })
      port.onDisconnect.addListener(() => broken(port))
    } catch {
      for (const id of open.keys()) settle({ id, outcome: { ok: false, error: RELOAD } })
    }
    for (const { call } of open.values()) if (line) send(line, call)
  }

  function take(raw: unknown): void {
    const call = parsePageCall(raw)
    if (!call) return
    const { n, method, params } = call
    const refusal = refusalOf(call, open.size)
    if (refusal) {
      world.answer({ n, outcome: { ok: false, error: refusal } })
      return
    }
    const up = { id: world.uuid(), method, params }
    open.set(up.id, { n, call: up })
    if (line) send(line, up)
    else if (!dialsLater) dial()
  }

  function hangUp(): void {
    line?.disconnect()
    line = null
  }

  return { take, hangUp, dial }
}
