import type { Outcome } from '../protocol/error'
import type { DownAnswer } from '../wire/background'
import { wordsOf } from './words'

/** Something that takes messages down to a page. */
export interface Down {
  postMessage(message: unknown): void
}

export interface Outbox {
  /** Remember where the answer to a call goes; a call that is sent again comes through a new port. */
  attach(callId: string, port: Down): void
  has(callId: string): boolean
  /** @returns whether there was a page to give it to */
  deliver(callId: string, outcome: Outcome): boolean
  /** The port broke: its page is gone. @returns the calls that nobody waits for any more */
  detach(port: Down): string[]
}

/** Give a page its answer. @returns false where the port is closed already */
export function tell(port: Down, callId: string, outcome: Outcome): boolean {
  try {
    port.postMessage({ id: callId, outcome: wordsOf(outcome) } satisfies DownAnswer)
    return true
  } catch {
    return false
  }
}

/** Which port waits for which call. Ports die with the worker, so this is not in the journal. */
export function outbox(): Outbox {
  const ports = new Map<string, Down>()
  return {
    attach: (callId, port) => void ports.set(callId, port),
    has: (callId) => ports.has(callId),
    deliver(callId, outcome) {
      const port = ports.get(callId)
      ports.delete(callId)
      return port !== undefined && tell(port, callId, outcome)
    },
    detach(port) {
      const orphans = [...ports].filter(([, other]) => other === port).map(([callId]) => callId)
      for (const callId of orphans) ports.delete(callId)
      return orphans
    },
  }
}
