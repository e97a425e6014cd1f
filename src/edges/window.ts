import browser from 'webextension-polyfill'

const PAGE = 'src/panel/index.html'
const SIZE = { width: 400, height: 640 }

const url = (hash: string) => browser.runtime.getURL(`${PAGE}#${hash}`)

/** Inside the window that the person looks at, at its right upper edge (nos2x#81: opened off-screen). */
async function place(): Promise<{ left?: number; top?: number }> {
  const at = await browser.windows.getLastFocused().catch(() => null)
  if (at?.left === undefined || at.top === undefined || at.width === undefined) return {}
  return { left: Math.max(at.left, at.left + at.width - SIZE.width - 24), top: at.top + 72 }
}

/**
 * Show the approval page: a window of its own, or a tab where there are no windows (Firefox for Android, nos2x#13).
 * @returns the tab it is shown in
 */
export async function showApprovals(): Promise<number | null> {
  if (!browser.windows) return (await browser.tabs.create({ url: url('approval') })).id ?? null
  const popup = { type: 'popup', url: url('approval'), ...SIZE } as const
  const made = await browser.windows
    .create({ ...popup, ...(await place()) })
    // a place outside every screen is refused
    .catch(() => browser.windows.create(popup))
  return made.tabs?.[0]?.id ?? null
}

export const closeTab = (tabId: number): Promise<void> => browser.tabs.remove(tabId).catch(() => undefined)

/** Must be called at top level: a closed approval window wakes us. */
export function onTabClosed(task: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(task)
}

/** Open a page in a tab, on a person's click only. */
export const openTab = async (address: string): Promise<void> => void (await browser.tabs.create({ url: address }))

/** On install: the panel as a full page. Must be called at top level. */
export function welcomeOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openTab(url('welcome'))
  })
}
