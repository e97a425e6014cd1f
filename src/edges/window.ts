import browser from 'webextension-polyfill'
import { type Box, inside, placeIn } from './place'

const PAGE = 'src/panel/index.html'
const SIZE = { width: 400, height: 640 }

const url = (hash: string) => browser.runtime.getURL(`${PAGE}#${hash}`)

/** Beside what the person looks at; nothing where that is unknown, or minimised to nowhere. */
async function place(): Promise<Partial<Box>> {
  const seen = await browser.windows.getLastFocused().catch(() => null)
  const { left, top, width, height } = seen ?? {}
  if (left === undefined || top === undefined || width === undefined || height === undefined) return {}
  return seen?.state === 'minimized' ? {} : placeIn({ left, top, width, height }, SIZE)
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

/**
 * The approval page that is open already: addresses of our own pages are told without a permission (measured in both), in
 * Firefox once the page has begun to load.
 * @returns its tab; null: none is
 */
export async function findApprovals(): Promise<number | null> {
  const tabs = await browser.tabs.query({})
  return tabs.find((tab) => (tab.url || tab.pendingUrl) === url('approval'))?.id ?? null
}

/** Called by the approval page, which knows the screen that it came up on: what sticks out comes inside. */
export async function comeInside(): Promise<void> {
  if (!browser.windows) return
  const { id, type, left, top, width, height } = await browser.windows.getCurrent()
  if (type !== 'popup' || id === undefined) return
  if (left === undefined || top === undefined || width === undefined || height === undefined) return
  const now = { left, top, width, height }
  const better = inside(now, screenBox())
  const isSame = better.left === left && better.top === top && better.width === width && better.height === height
  if (!isSame) await browser.windows.update(id, better)
}

/** Without task bars and docks. Both browsers have `availLeft` and `availTop`, though no standard does. */
function screenBox(): Box {
  const {
    availLeft = 0,
    availTop = 0,
    availWidth,
    availHeight,
  }: Screen & { availLeft?: number; availTop?: number } = screen
  return { left: availLeft, top: availTop, width: availWidth, height: availHeight }
}

/** The window of a tab, where there are windows. */
const windowOf = async (tabId: number): Promise<number | undefined> =>
  browser.windows && (await browser.tabs.get(tabId)).windowId

/** Point to a page that is open already. The focus stays where somebody may be typing. */
export async function drawAttention(tabId: number): Promise<void> {
  const window = await windowOf(tabId)
  if (window !== undefined) await browser.windows.update(window, { drawAttention: true })
}

/** On a person's click only. */
export async function bringToFront(tabId: number): Promise<void> {
  await browser.tabs.update(tabId, { active: true })
  const window = await windowOf(tabId)
  if (window !== undefined) await browser.windows.update(window, { focused: true })
}

export const closeTab = (tabId: number): Promise<void> => browser.tabs.remove(tabId).catch(() => undefined)

/** Must be called at top level: a closed approval window wakes us. */
export function onTabClosed(task: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(task)
}

/** Open a page in a tab, on a person's click only. */
export const openTab = async (address: string): Promise<void> => void (await browser.tabs.create({ url: address }))

/** The panel as a page, at a place of its own (`full/sites`). On a person's click only. */
export const openPanelPage = (hash: string): Promise<void> => openTab(url(hash))

/** The pairing page, in a tab. On a person's click only. @returns the tab */
export const showPairing = async (): Promise<number | null> =>
  (await browser.tabs.create({ url: url('full/welcome') })).id ?? null

/** On install: the panel as a full page. Must be called at top level. */
export function welcomeOnInstall(): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void openTab(url('welcome'))
  })
}
