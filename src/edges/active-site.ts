import browser, { type Tabs } from 'webextension-polyfill'
import { takeTabs } from './early'

/** The page over which the popup was opened. */
export interface ActiveSite {
  /** Scheme, host and port, as the browser stamps it on calls. */
  origin: string
  tabId: number
}

let found: ActiveSite | null = null

/** What `activeSite` found last, at once. */
export const knownSite = (): ActiveSite | null => found

/**
 * The site in the tab that the person looks at. The permission `activeTab` tells it to a popup that was opened by the
 * icon, also where Firefox was given no access to all sites.
 * @returns null where that is unknown, or no website: a page of the browser, an empty tab, this very page
 */
export async function activeSite(): Promise<ActiveSite | null> {
  const [tab] = await (takeTabs() ?? browser.tabs.query({ active: true, currentWindow: true })).catch(() => [])
  const next = siteOf(tab)
  // asked again, the same page is the same object: nothing is drawn anew for it
  if (next?.origin !== found?.origin || next?.tabId !== found?.tabId) found = next
  return found
}

function siteOf(tab: Tabs.Tab | undefined): ActiveSite | null {
  if (tab?.id === undefined || !tab.url || !URL.canParse(tab.url)) return null
  const { origin, protocol } = new URL(tab.url)
  return /^https?:$/.test(protocol) ? { origin, tabId: tab.id } : null
}

export const reloadTab = (tabId: number): Promise<void> => browser.tabs.reload(tabId)
