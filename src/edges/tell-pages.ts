import browser from 'webextension-polyfill'
import type { Broadcast } from '../wire/background'

/**
 * Another account answers this site from now on: tell its pages and frames that listen. All tabs are told, as which one
 * shows which site is not ours to know; each bridge looks at its own origin, and tabs where none listens are passed over.
 * @param origin as the browser stamped it
 */
export async function tellAccountChanged(origin: string): Promise<void> {
  const message: Broadcast = { origin, event: 'accountChanged' }
  const tabs = await browser.tabs.query({})
  const ids = tabs.flatMap(({ id }) => id ?? [])
  await Promise.allSettled(ids.map((id) => browser.tabs.sendMessage(id, message)))
}
