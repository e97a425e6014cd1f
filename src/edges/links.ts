import browser, { type Menus, type Runtime } from 'webextension-polyfill'
import { LINK_SCHEME, MAX_LINK } from '../wire/background'
import { callerOf } from './caller'
import { t } from './words'

/** A `bunker://` link that a person chose on a page. */
export interface TokenLink {
  token: string
  /** Where it was found: scheme, host, port, as the browser says. */
  origin: string
}

const ID = 'pair'

/** Firefox for Android has no menus. */
const menus = (): typeof browser.contextMenus | undefined => browser.contextMenus

const isToken = (link: unknown): link is string =>
  typeof link === 'string' && link.length <= MAX_LINK && link.toLowerCase().startsWith(LINK_SCHEME)

/** A frame without a site of its own (data:, srcdoc) speaks for none: the page around it did not write the link. */
function originOf(url: string | undefined): string | null {
  const { origin } = url && URL.canParse(url) ? new URL(url) : { origin: '' }
  return /^https?:/.test(origin) ? origin : null
}

function ofMenu({ menuItemId, linkUrl, frameUrl, pageUrl }: Menus.OnClickData): TokenLink | null {
  const origin = originOf(frameUrl ?? pageUrl)
  return menuItemId === ID && isToken(linkUrl) && origin !== null ? { token: linkUrl, origin } : null
}

/** In the words of now; where the menu is still to be made, it will be made with them. */
export const renameMenu = async (): Promise<void> => menus()?.update(ID, { title: t('link_pair') })

/**
 * Two ways, neither of which a page can go by itself: the menu over a `bunker://` link, and, where the person wants it, a
 * click on one (src/bridge/links.iife.ts). The browsers' own events for such a navigation tell nothing of a click:
 * Chromium uses it up before they are told (measured). Must be called at top level.
 */
export function onTokenLink(task: (link: TokenLink) => void): void {
  browser.runtime.onInstalled.addListener(() => {
    // both browsers keep it from then on; Chromium takes no pattern with `//` for a scheme of its own making
    const item = { id: ID, contexts: ['link' as const], targetUrlPatterns: ['bunker:*'] }
    void menus()
      ?.removeAll()
      .then(() => menus()?.create({ ...item, title: t('link_pair') }, () => void browser.runtime.lastError))
  })
  menus()?.onClicked.addListener((info) => {
    const link = ofMenu(info)
    if (link) task(link)
  })
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const token = Object(message).link as unknown
    const caller = callerOf(sender)
    if (isToken(token) && caller.kind === 'page') task({ token, origin: caller.origin })
    return undefined
  })
}
