import { CALL_PORT } from '../wire/background'
import { ALIVE, HANDOFF } from '../wire/handoff'
import { courier, type UpPort } from './courier'
import { uuid } from './uuid'

/** The part of the extension API that a content script has here; the same name in Chromium and Firefox. */
declare const chrome: {
  runtime: { id?: string; lastError?: unknown; connect(options: { name: string }): UpPort }
}

/** Throws once the extension was updated or removed under the page. */
function connect(): UpPort {
  const port = chrome.runtime.connect({ name: CALL_PORT })
  // read, so that Chromium does not print it into the page's console
  port.onDisconnect.addListener(() => chrome.runtime.lastError)
  return port
}

/** The provider hands over its port while it is being installed, before any page script (see handoff.ts). */
addEventListener(
  HANDOFF,
  (event) => {
    event.stopImmediatePropagation()
    const port = (event as MessageEvent).ports[0]
    if (!port) return
    const { take, hangUp, dial } = courier({
      connect,
      answer: (answer) => port.postMessage(answer),
      uuid,
      later: (task, ms) => setTimeout(task, ms),
    })
    port.addEventListener(ALIVE, (probe) => probe.preventDefault())
    port.onmessage = (message) => take(message.data)
    // a page that rests in the back/forward cache asks nothing: in Firefox its line would stay open (measured)
    addEventListener('pagehide', hangUp)
    addEventListener('pageshow', dial)
  },
  { capture: true, once: true },
)
