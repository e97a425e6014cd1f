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
   * What is answered while these calls are taken goes down at this port in one message, or in some where they take a while.
   * That the port closed in this very moment is not noticed; what can be said at once can be said again. What goes wrong
   * inside with one of them is `internal` for that one.
   */
  together<T extends { id: string }>(port: Down, calls: readonly T[], take: (call: T) => void): void
  /** The port broke: its page is gone. @returns the calls that nobody waits for any more */
  detach(port: Down): string[]
}

/** ms that an answer waits for others, at most, beside the one that is being worked on: sealing a request takes 4. */
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
      const send = () => void (answers.length > 0 && post(port, answers.splice(0)))
      let sentAt = now()
      gathering = { port, answers }
      for (const call of calls) {
        try {
          take(call)
        } catch {
          answers.push(answer(call.id, fail('internal')))
        }
        if (now() - sentAt < A_WHILE) continue
        send()
        sentAt = now()
      }
      gathering = null
      send()
    },
    detach(port) {
      const orphans = [...ports].filter(([, other]) => other === port).map(([callId]) => callId)
      for (const callId of orphans) ports.delete(callId)
      return orphans
    },
  }
}
