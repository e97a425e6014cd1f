import { CALL_PORT, type DownAnswer, type Up } from '../wire/background'
import type { PageAnswer, PageOutcome } from '../wire/page'
import type { Machine } from './browser'
import type { FakeClock } from './clock'
import type { FakePort } from './port'
import type { Sender } from './sender'

/** The bridge's half, which this room may not name itself. */
export type Courier = (world: {
  connect(): {
    postMessage(up: Up): void
    onMessage: { addListener(listen: (answers: DownAnswer[]) => void): void }
    onDisconnect: { addListener(listen: () => void): void }
    disconnect(): void
  }
  answer(answer: PageAnswer): void
  uuid(): string
  later(task: () => void, ms: number): void
}) => { touch(): void; take(raw: unknown): void }

/** A page with Lanyard's bridge in it. */
export interface Page {
  /** Look at `window.nostr` for the first time. */
  touch(): void
  /** Ask; the function returned tells what came of it, null: nothing yet. */
  call(method: string, ...params: unknown[]): () => PageOutcome | null
  /** All of this in one turn: it crosses together. */
  callAll(calls: [method: string, ...params: unknown[]][]): (() => PageOutcome | null)[]
  /** Closed or navigated away. */
  leave(): void
  /** Gone without a word: it does not notice when the background dies. */
  vanish(): void
  /** Answers are lost on their way from now on. */
  deafen(isDeaf: boolean): void
  /** Answers stay on their way from now on, until it is over or their port breaks. */
  hold(isHeld: boolean): void
  isHere(): boolean
  /** Outcomes that its scripts were given so far. */
  told(): number
}

/** A page with the bridge in it, at the played browser. */
export function playedPage(courier: Courier, browser: Machine, clock: FakeClock, sender: Sender): Page {
  const outcomes = new Map<string, PageOutcome>()
  let count = 0
  let isHere = true
  let isDeaf = false
  let told = 0
  let held: (() => void)[] | null = null
  let line: FakePort | null = null
  const bridge = courier({
    connect() {
      const port = browser.connect(CALL_PORT, sender)
      line = port
      return {
        postMessage: (up) => port.postMessage(up),
        onMessage: {
          addListener: (listen) =>
            port.onMessage.addListener((message) => {
              const arrive = () => port === line && isHere && !isDeaf && listen(message as DownAnswer[])
              if (held) held.push(arrive)
              else arrive()
            }),
        },
        onDisconnect: { addListener: (listen) => port.onDisconnect.addListener(() => isHere && listen()) },
        disconnect: () => port.disconnect(),
      }
    },
    answer({ n, outcome }) {
      told += 1
      outcomes.set(n, outcome)
    },
    uuid: () => crypto.randomUUID(),
    later: (task, ms) => void clock.after(ms, () => isHere && task()),
  })
  function callAll(calls: [method: string, ...params: unknown[]][]): (() => PageOutcome | null)[] {
    const numbered = calls.map(([method, ...params]) => {
      count += 1
      return [String(count), { method, params: JSON.stringify(params) }] as const
    })
    bridge.take(Object.fromEntries(numbered))
    return numbered.map(
      ([n]) =>
        () =>
          outcomes.get(n) ?? null,
    )
  }

  return {
    touch: bridge.touch,
    call: (...call) => callAll([call])[0] as () => PageOutcome | null,
    callAll,
    leave() {
      isHere = false
      line?.disconnect()
    },
    vanish: () => {
      isHere = false
    },
    deafen: (deaf) => {
      isDeaf = deaf
    },
    hold(isHeld) {
      const arrivals = held ?? []
      held = isHeld ? arrivals : null
      if (!isHeld) for (const arrive of arrivals) arrive()
    },
    isHere: () => isHere,
    told: () => told,
  }
}
