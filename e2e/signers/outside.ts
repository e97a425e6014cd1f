import { WebSocket } from 'ws'

/**
 * Remote signers that we did not write, as the phone at the other end. Each signs for `user` with its own code, on its
 * own relay connections, in this process.
 */
export interface OutsideSigner {
  name: string
  /** Pubkey of whose key signs. */
  user: string
  /** Answer a `nostrconnect://` token, as after a scan. */
  scan(token: string): Promise<void>
  /** A `bunker://` token to paste. */
  bunkerToken(): Promise<string>
  /** Methods that reached it, in order. */
  heard: string[]
  /** Refuse every sign_event from now on, or not. */
  refuse(yes: boolean): void
  /** Let sign_event wait, as for a person; the returned function lets it go on. */
  hold(): () => void
  /** Its process ends and comes back with the same keys, and with what its library lets an app keep of a session. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** A person who decides about `sign_event`: at once, or when let. */
export interface Person {
  heard: string[]
  refuse(yes: boolean): void
  hold(): () => void
  /** Note a method; for sign_event, wait where held. @returns whether it is allowed */
  decide(method: string): Promise<boolean>
}

export function person(): Person {
  const heard: string[] = []
  let refusing = false
  let held: Promise<void> = Promise.resolve()
  return {
    heard,
    refuse: (yes) => {
      refusing = yes
    },
    hold() {
      const gate = closedGate()
      held = gate.passed
      return gate.open
    },
    async decide(method) {
      heard.push(method)
      if (method !== 'sign_event') return true
      await held
      return !refusing
    },
  }
}

/** Something to wait at until it is opened. */
function closedGate(): { passed: Promise<void>; open: () => void } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

class Trusting extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols, { rejectUnauthorized: false })
  }
}

/** Node 20 has no WebSocket of its own; this one takes the certificates that relays under test sign for themselves. */
export function bringWebSocket(): void {
  globalThis.WebSocket = Trusting as unknown as typeof globalThis.WebSocket
}
