import { LINK_SCHEME, MAX_LINK } from '../wire/background'

/** The part of the extension API that a content script has here; the same name in Chromium and Firefox. */
declare const chrome: { runtime: { sendMessage(message: { link: string }): Promise<unknown> } }

// Registered where the person wants it (src/edges/scripts.ts), and nowhere else. On the window and first, so that a page
// cannot keep a click to itself; a click that a page made up is none (`isTrusted`).
addEventListener(
  'click',
  (event) => {
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement)?.href
    if (!event.isTrusted || !link?.toLowerCase().startsWith(LINK_SCHEME) || link.length > MAX_LINK) return
    event.preventDefault()
    void chrome.runtime.sendMessage({ link }).catch(() => undefined)
  },
  true,
)
