import { now } from '../edges/clock'
import { fail, type Outcome } from '../protocol/error'
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
  /**
   * Takes these calls; what is answered meanwhile goes down at this port in one message. That the port closed in this very
   * moment is not noticed; what can be said at once can be said again. What goes wrong inside with one of them is `internal`
   * for that one.
   * @returns those that are for the next turn, where this one took a while: sockets open meanwhile, and want to be heard
   */
  together<T extends { id: string }>(port: Down, calls: readonly T[], take: (call: T) => void): readonly T[]
  /** The port broke: its page is gone. @returns the calls that nobody waits for any more */
  detach(port: Down): string[]
}

/** ms of one turn's work, with the call at hand: sealing one request takes 4, in a waking 10. */
const A_WHILE = 8

const answer = (id: string, outcome: Outcome): DownAnswer => ({ id, outcome: wordsOf(outcome) })

function post(port: Down, answers: DownAnswer[]): boolean {
  try {
    port.postMessage(answers)
    return true
  } catch {
    return false
  }
}

/** Give a page its answer. @returns false where the port is closed already */
export const tell = (port: Down, callId: string, outcome: Outcome): boolean => post(port, [answer(callId, outcome)])

/** Which port waits for which call. Ports die with the worker, so this is not in the journal. */
export function outbox(): Outbox {
  const ports = new Map<string, Down>()
  let gathering: { port: Down; answers: DownAnswer[] } | null = null
  return {
    attach: (callId, port) => void ports.set(callId, port),
    has: (callId) => ports.has(callId),
    deliver(callId, outcome) {
      const port = ports.get(callId)
      ports.delete(callId)
      if (!port) return false
      if (port !== gathering?.port) return tell(port, callId, outcome)
      gathering.answers.push(answer(callId, outcome))
      return true
    },
    together(port, calls, take) {
      const answers: DownAnswer[] = []
      const since = now()
      let taken = 0
      gathering = { port, answers }
      for (const call of calls) {
        try {
          take(call)
        } catch {
          answers.push(answer(call.id, fail('internal')))
        }
        taken += 1
        if (now() - since >= A_WHILE) break
      }
      gathering = null
      if (answers.length > 0) post(port, answers)
      return calls.slice(taken)
    },
    detach(port) {
      const orphans = [...ports].filter(([, other]) => other === port).map(([callId]) => callId)
      for (const callId of orphans) ports.delete(callId)
      return orphans
    },
  }
}
