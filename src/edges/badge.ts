import browser from 'webextension-polyfill'

/** Null until it is first said: the browser keeps the badge of a former life. */
let shown: string | null = null

/** The number of things that wait for the person; nothing at 0. */
export function showBadge(count: number): void {
  const text = count > 0 ? String(count) : ''
  if (text === shown) return
  shown = text
  void browser.action.setBadgeText({ text })
  void browser.action.setBadgeBackgroundColor({ color: '#0b6b63' })
}
