import { MARK } from '../wire/background'

/** The part of the extension API that a content script has here; the same name in Chromium and Firefox. */
declare const chrome: { runtime: { sendMessage(message: typeof MARK): Promise<unknown> } }

// Registered for sites that are not as all the others (src/edges/scripts.ts), in the page on top only: the icon in the
// toolbar is to say so. A page that comes back from the back/forward cache has lost it.
const say = () => void chrome.runtime.sendMessage(MARK).catch(() => undefined)

say()
addEventListener('pageshow', ({ persisted }) => persisted && say())
