import browser, { type Runtime } from 'webextension-polyfill'
import { fail, type Outcome } from '../protocol/error'
import {
  type CommandMessage,
  type LiveApproval,
  PANEL_PORT,
  type PanelMessage,
  type RemoteCommands,
  type SeenMessage,
  type Snapshot,
} from '../wire/panel'
import { after } from './clock'
import { takePort } from './early'

type Settle = (outcome: Outcome) => void

/** Waits between attempts, ms: at once after a worker's normal death, slower where it will not come up. */
const RETRY_MS = [0, 200, 1_000, 5_000]

/** Run `task` while the page is seen: a tab in the back need not wake the worker every 30 s. */
function whenSeen(task: () => void): void {
  if (document.visibilityState === 'visible') task()
  else document.addEventListener('visibilitychange', () => whenSeen(task), { once: true })
}

/**
 * The panel's end of the port. It is opened at once, if it was not before there was this module, and again whenever the
 * worker dies under it; each new port begins with a snapshot.
 * @param onSnapshot called with every snapshot, newest last
 * @param first what is waited for before it is opened, unless a command is sent sooner; default: nothing
 * @returns the commands. Each settles: with the background's outcome, `internal` where the port broke before the
 *   answer (the next snapshot shows whether it was done), or `reload-page` where the extension was updated
 */
export function connectPanel(onSnapshot: (snapshot: Snapshot) => void, first?: Promise<void>): RemoteCommands {
  const waiting = new Map<number, Settle>()
  let port: Runtime.Port | null = null
  let failures = 0
  let sent = 0
  let live: LiveApproval | null = null

  const read = (message: PanelMessage) => {
    failures = 0
    if ('snapshot' in message) return onSnapshot(message.snapshot)
    if ('press' in message) return live?.id === message.press ? live.allow() : undefined
    waiting.get(message.n)?.(message.outcome)
    waiting.delete(message.n)
    rest()
  }

  const lost = (gone: Runtime.Port) => {
    if (port !== gone) return
    port = null
    for (const settle of waiting.values()) settle(fail('internal'))
    waiting.clear()
    after(RETRY_MS[failures++] ?? 5_000, () => whenSeen(open))
  }

  const open = (): Runtime.Port => {
    if (port) return port
    const early = takePort()
    const opened = early?.port ?? browser.runtime.connect({ name: PANEL_PORT })
    port = opened
    opened.onMessage.addListener((message) => read(message as PanelMessage))
    opened.onDisconnect.addListener(() => lost(opened))
    early?.said.forEach(read)
    return opened
  }

  /** Hidden, nobody looks, and the background may rest; but not before it has answered what it was told to do. */
  const rest = () => {
    if (document.visibilityState !== 'hidden' || waiting.size > 0 || !port) return
    const left = port
    left.disconnect()
    lost(left)
  }

  const send = (command: string, args: unknown[]): Promise<Outcome> =>
    new Promise((settle) => {
      const message: CommandMessage = { n: ++sent, command, args }
      waiting.set(message.n, settle)
      try {
        open().postMessage(message)
      } catch {
        waiting.delete(message.n)
        settle(fail('reload-page'))
      }
    })

  /** A port that broke takes it along: then the keys show the approval, and press nothing. */
  const see = (next: LiveApproval | null) => {
    live = next
    const message: SeenMessage = { seen: next?.id ?? null }
    try {
      port?.postMessage(message)
    } catch {
      // as above
    }
  }

  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? rest() : void open()))
  if (first) void first.then(() => whenSeen(open))
  else open()
  return new Proxy({} as RemoteCommands, {
    get: (_, command) => (command === 'see' ? see : (...args: unknown[]) => send(String(command), args)),
  })
}
