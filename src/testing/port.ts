import type { Sender } from './sender'

/** One end of a runtime port. */
export interface FakePort {
  name: string
  sender?: Sender
  postMessage(message: unknown): void
  disconnect(): void
  onMessage: { addListener(listener: (message: unknown) => void): void }
  onDisconnect: { addListener(listener: () => void): void }
}

/** As it crosses a process boundary in Chromium. */
export const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T))

export function happening<A extends unknown[]>() {
  const listeners = new Set<(...args: A) => unknown>()
  return {
    addListener: (listener: (...args: A) => unknown) => void listeners.add(listener),
    fire(...args: A) {
      for (const listener of [...listeners]) listener(...args)
    },
  }
}

/** Both ends of a port; messages wait until the far one is `accepted`. */
export function portPair(name: string, sender: Sender, accepted: Promise<void>): { near: FakePort; far: FakePort } {
  let isOpen = true
  const end = () => ({ message: happening<[unknown]>(), gone: happening<[]>() })
  const [near, far] = [end(), end()]
  const port = (mine: typeof near, other: typeof near): FakePort => ({
    ...{ name, onMessage: mine.message, onDisconnect: mine.gone },
    postMessage(message) {
      if (!isOpen) throw new Error('Attempting to use a disconnected port object')
      const sent = copy(message)
      void accepted.then(() => other.message.fire(sent))
    },
    disconnect() {
      if (isOpen) void accepted.then(() => other.gone.fire())
      isOpen = false
    },
  })
  return { near: port(near, far), far: { ...port(far, near), sender } }
}
