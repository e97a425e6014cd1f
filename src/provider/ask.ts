import type { PageAnswer, PageCall, PageCalls, PageOutcome } from '../wire/page'
import { RELOAD, type Refusal, UNSAYABLE } from '../wire/refusal'

// Taken before the page's first script. What a page overwrites later must not reach us: hence these, `__proto__: null`
// where a missing property would be looked up, and no spread, iteration or method call on anything of the page's.
const { stringify } = JSON
const NativePromise = Promise
const { setInterval: repeat, clearInterval: stop, queueMicrotask: soon } = globalThis

/** Numbered things; a setter that the page gives to all objects is not met. */
const numbered = <T>() => ({ __proto__: null }) as unknown as Record<string, T>

/** How often an open call looks whether its bridge still lives, in ms. */
const PULSE = 5_000

/** The provider's end of the line. */
export interface Line {
  post(calls: PageCalls): void
  /** Does a bridge listen at the other end? Asked and answered at once. */
  alive(): boolean
}

/** Puts a NIP-07 call to the bridge. Never throws: every failure is a rejection with an `Error` that has a `code`. */
export type Ask = (method: string, first?: unknown, second?: unknown) => Promise<unknown>

/** Declared, so that `code` is its own from the start: assigned to a mere Error, a page's setter could take it. */
class CallError extends Error {
  readonly code: string
  constructor({ code, message }: { code: string; message: string }) {
    super(message)
    this.code = code
  }
}

/** What JSON leaves out (undefined, a function) is null, as within an array. */
const textOf = (value: unknown): string => stringify(value) ?? 'null'

/**
 * The calls of one page. Arguments become JSON text here, in the page's own world, so that a getter or a cycle fails where
 * it was made. There is no deadline: a person's thinking time is not an error. Only a bridge that is gone, or that the
 * extension has left behind, ends the wait: neither says so itself when an extension is updated or switched off
 * (measured).
 */
export function asker(line: Line): { ask: Ask; settle(answer: PageAnswer): void } {
  /** How each open call ends. */
  const open = numbered<(outcome: PageOutcome) => void>()
  /** What is asked in this moment. */
  let batch: Record<string, PageCall> | null = null
  let count = 0

  const flush = () => {
    const calls = batch
    batch = null
    try {
      if (calls) line.post(calls)
    } catch {
      // more than a browser takes in one message
      for (const n in calls) open[n]?.({ ok: false, error: UNSAYABLE })
    }
  }

  const ask: Ask = (method, first, second) =>
    new NativePromise((resolve, reject) => {
      const n = ++count
      const end = (outcome: PageOutcome) => {
        stop(pulse)
        delete open[n]
        if (outcome.ok) resolve(outcome.value)
        else reject(new CallError(outcome.error))
      }
      const refuse = (error: Refusal) => end({ ok: false, error })
      const look = () => line.alive() || refuse(RELOAD)
      const pulse = repeat(look, PULSE)
      open[n] = end
      try {
        const params = `[${textOf(first)},${textOf(second)}]`
        if (!look()) return
        batch ??= numbered()
        batch[n] = { method, params }
        soon(flush)
      } catch {
        refuse(UNSAYABLE)
      }
    })

  return { ask, settle: ({ n, outcome }) => open[n]?.(outcome) }
}
