import { type Broadcast, CALL_PORT } from '../wire/background'
import { ALIVE, HANDOFF, TOUCH } from '../wire/handoff'
import type { PageMessage } from '../wire/page'
import { courier, type UpPort } from './courier'
import { randomId } from './random-id'
import type { Shared } from './say'

/** The part of the extension API that a content script has here; the same name in Chromium and Firefox. */
declare const chrome: {
  runtime: {
    /** Undefined once the extension was updated or removed under the page. */
    id?: string
    lastError?: unknown
    connect(options: { name: string }): UpPort
    onMessage: { addListener(listen: (message: Broadcast) => void): void }
  }
}

/** Throws once the extension was updated or removed under the page. */
function connect(): UpPort {
  const port = chrome.runtime.connect({ name: CALL_PORT })
  // read, so that Chromium does not print it into the page's console
  port.onDisconnect.addListener(() => chrome.runtime.lastError)
  return port
}

/** The page has touched `nostr`: from now on there is work. */
function begin(port: MessagePort): void {
  const tell = (message: PageMessage) => port.postMessage(message)
  const { touch, take, hangUp, dial } = courier({
    connect,
    answer: tell,
    uuid: randomId,
    later: setTimeout,
  })
  port.addEventListener(ALIVE, (probe) => chrome.runtime?.id && probe.preventDefault())
  port.onmessage = (message) => take(message.data)
  // a page that rests in the back/forward cache asks nothing: in Firefox its line would stay open (measured)
  addEventListener('pagehide', hangUp)
  addEventListener('pageshow', dial)
  touch()
  chrome.runtime.onMessage.addListener(({ origin, event }) => {
    if (origin === self.origin) tell(event)
  })
}

/** The provider hands over its port while it is being installed, before any page script (see handoff.ts). */
addEventListener(
  HANDOFF,
  (event) => {
    event.stopImmediatePropagation()
    const port = (event as MessageEvent).ports[0]
    if (!port) return
    port.addEventListener(TOUCH, () => begin(port), { once: true })
    ;(self as Shared).port = port
  },
  { capture: true, once: true },
)
