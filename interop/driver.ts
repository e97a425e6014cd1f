import { after, now, pause } from '../src/edges/clock'
import { newId, newSecret, newSecretKey } from '../src/edges/random'
import { relaySockets } from '../src/edges/sockets'
import { cipherOf, publicKeyOf, unseal } from '../src/protocol/envelope'
import type { Outcome } from '../src/protocol/error'
import type { SignedEvent } from '../src/protocol/event'
import { parseResponse, type RequestMethod, type Response } from '../src/protocol/nip46'
import { parseBunkerToken } from '../src/protocol/token'
import { nextDue } from '../src/signer/deadline'
import type { Line, LineInput, Ms } from '../src/signer/line'
import { bunkerLine, qrLine } from '../src/signer/lines'
import { wanted } from '../src/signer/relays'
import { step } from '../src/signer/step'

/** A frame that came over a relay, opened with our key. */
export interface Came extends Response {
  event: SignedEvent
  cipher: 'nip44' | 'nip04'
}

/** Our end: one line on real sockets and the real clock, kept warm until it is left. */
export interface Desk {
  line(): Line
  /** Every frame to us, in order, with those that the machine ignores. */
  came: Came[]
  /** Begin a request. */
  ask(method: RequestMethod, params?: string[]): Asked
  /** Whatever else may happen to a line: a person's word, say. */
  feed(input: LineInput): void
  /** Publish an event as it is, once more. */
  publish(event: SignedEvent): void
  leave(): void
}

export interface Asked {
  id: string
  outcome: Promise<Outcome>
  /** Outcomes so far: more than one is a broken law. */
  outcomes: Outcome[]
  again(): void
}

/**
 * Drive a line as the background does (`background/tend.ts`, `lines.ts`), without a browser.
 * @param personMs how long a person may take here
 */
export function drive(start: Line, personMs: Ms): Desk {
  let line = start
  let callOff = () => {}
  let isPlanned = false
  let isOver = false
  const came: Came[] = []
  const waiting = new Map<string, (outcome: Outcome) => void>()

  const sockets = relaySockets((_, input) => {
    if (input.type === 'event') came.push(...opened(line, input.event))
    feed(input)
  })

  function feed(input: LineInput): void {
    if (isOver) return
    const { line: next, effects } = step(line, input, now(), { personMs })
    line = next
    for (const effect of effects) {
      if (effect.type === 'publish') sockets.publish(line.id, effect.relay, effect.event)
      if (effect.type === 'settle') waiting.get(effect.id)?.(effect.outcome)
    }
    if (!isPlanned) queueMicrotask(plan)
    isPlanned = true
  }

  function plan(): void {
    isPlanned = false
    if (isOver) return
    const { id: lineId, clientSecretKey } = line
    sockets.want([{ lineId, clientSecretKey, wanted: wanted(line, now(), Number.POSITIVE_INFINITY) }])
    callOff()
    const due = nextDue(line)
    if (due !== null) callOff = after(Math.max(0, due - now()) + 1, () => feed({ type: 'tick' }))
  }

  function ask(method: RequestMethod, params: string[] = []): Asked {
    const id = newId()
    const outcomes: Outcome[] = []
    const outcome = new Promise<Outcome>((resolve) => {
      waiting.set(id, (result) => {
        outcomes.push(result)
        resolve(result)
      })
    })
    feed({ type: 'ask', id, method, params })
    return { id, outcome, outcomes, again: () => feed({ type: 'again', id, newId: newId() }) }
  }

  feed({ type: 'tick' })
  return {
    ...{ line: () => line, came, ask, feed },
    publish: (event) => line.relays.forEach((relay) => void sockets.publish(line.id, relay, event)),
    leave() {
      isOver = true
      callOff()
      sockets.want([])
    },
  }
}

function opened({ clientSecretKey }: Line, event: SignedEvent): Came[] {
  const plaintext = unseal({ clientSecretKey, peer: event.pubkey }, event.content)
  const response = plaintext === null ? null : parseResponse(plaintext)
  return response ? [{ ...response, event, cipher: cipherOf(event.content) }] : []
}

const fresh = (): { id: string; clientSecretKey: string } => {
  const clientSecretKey = newSecretKey()
  return { id: publicKeyOf(clientSecretKey), clientSecretKey }
}

export const showQr = (relay: string): Line => qrLine({ ...fresh(), relays: [relay], secret: newSecret() }, now())

export function paste(text: string): Line {
  const token = parseBunkerToken(text)
  if (!token.ok) throw new Error(`the token is not taken: ${token.error.code}`)
  return bunkerLine({ ...fresh(), token: token.value, requestId: newId() }, now())
}

/** Wait until `test` holds. @returns whether it did within `ms` */
export async function until(test: () => boolean, ms: Ms): Promise<boolean> {
  const end = now() + ms
  while (!test() && now() < end) await pause(20)
  return test()
}
