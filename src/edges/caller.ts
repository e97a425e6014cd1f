import browser, { type Runtime } from 'webextension-polyfill'

/** Who opened a port, as the browser says; never what a message says. */
export type Caller =
  /** One of our own pages; `tabId` null: the popup. */
  | { kind: 'panel'; tabId: number | null }
  /** `isPrivate`: in a private window, of which nothing is written down. */
  | { kind: 'page'; origin: string; topOrigin: string | null; tabId: number; isPrivate?: true }
  /** A sandboxed or data: frame: it has no origin to decide about. */
  | { kind: 'opaque' }
  | { kind: 'stranger' }

type Sender = Runtime.MessageSender & { origin?: string }

const originOf = (url: string | undefined): string | null => {
  if (!url || !URL.canParse(url)) return null
  const { origin } = new URL(url)
  return origin === 'null' ? null : origin
}

/**
 * Read a MessageSender: the one place that does. An extension page opened in a tab has `sender.tab` too, so the
 * origin decides. For content scripts `sender.origin` is the frame's own origin in both browsers (measured).
 */
export function callerOf(sender: Sender | undefined): Caller {
  if (!sender || sender.id !== browser.runtime.id) return { kind: 'stranger' }
  const own = originOf(browser.runtime.getURL(''))
  const origin = sender.origin === undefined ? originOf(sender.url) : originOf(sender.origin)
  if (own !== null && originOf(sender.url) === own && (origin === own || sender.origin === undefined))
    return { kind: 'panel', tabId: sender.tab?.id ?? null }
  // a side panel, or a frame in another extension's page: nobody can be shown who asks
  if (sender.tab?.id === undefined) return { kind: 'opaque' }
  if (origin === null || !/^https?:/.test(origin)) return { kind: 'opaque' }
  const top = sender.frameId === 0 ? origin : originOf(sender.tab.url)
  return {
    ...{ kind: 'page', origin, topOrigin: top === origin ? null : top, tabId: sender.tab.id },
    ...(sender.tab.incognito && { isPrivate: true }),
  }
}
