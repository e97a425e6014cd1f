import browser from 'webextension-polyfill'
import { after } from './clock'
import { t, tn } from './words'

/** What the icon in the toolbar says beside its picture. */
export interface Badge {
  /** Things that wait for the person. */
  asked: number
  /** Things that wait for their phone. */
  waiting: number
  isLocked: boolean
  /** A site asked for a key, and nobody is paired. */
  isWanted: boolean
}

/** Of the picture: Lanyard is there, or it is not. */
export type Picture = 'icon' | 'off'

const COLOURS = { open: '#0b6b63', locked: '#8a5200' }

/**
 * ms between two words of what goes to and from the phone: a call that ends sooner is not shown at all, and each word
 * costs as much as several calls (at every change they were a quarter of all CPU of 200 decrypts, measured).
 */
const PACE = 400

let newest: Badge = { asked: 0, waiting: 0, isLocked: false, isWanted: false }
let isPlanned = false

/**
 * A number; as dots of a passphrase that Lanyard is locked; a mark that somebody asked in vain; else nothing. What the
 * person is to do is said at once.
 */
export function showBadge(badge: Badge): void {
  const { asked, isLocked, isWanted } = newest
  newest = badge
  if (badge.asked !== asked || badge.isLocked !== isLocked || badge.isWanted !== isWanted) return say()
  if (isPlanned) return
  isPlanned = true
  after(PACE, () => {
    isPlanned = false
    say()
  })
}

/** What was said last. Empty until it is first said: the browser keeps the badge of a former life. */
const said: { text?: string; color?: string; title?: string } = {}

function say(): void {
  const { asked, waiting, isLocked, isWanted } = newest
  const count = asked + waiting
  const text = count > 0 ? String(count) : isLocked ? '••' : isWanted ? '!' : ''
  const color = isLocked ? COLOURS.locked : COLOURS.open
  const title = titleOf(count, newest)
  if (text !== said.text) void browser.action.setBadgeText({ text })
  if (color !== said.color) void browser.action.setBadgeBackgroundColor({ color })
  if (title !== said.title) void browser.action.setTitle({ title })
  Object.assign(said, { text, color, title })
}

const titleOf = (count: number, { isLocked, isWanted }: Badge): string => {
  if (isLocked) return t('icon_locked')
  if (isWanted && count === 0) return t('icon_wanted')
  return count > 0 ? tn('icon_waiting', count) : t('extName')
}

const pathsOf = (picture: Picture) => ({ 16: `/icons/${picture}-16.png`, 32: `/icons/${picture}-32.png` })

let picture: Picture = 'icon'

/** On all tabs but those that have their own. The browser forgets it when it is closed. */
export function showPicture(next: Picture): void {
  if (next === picture) return
  picture = next
  void browser.action.setIcon({ path: pathsOf(next) })
}

/** On one tab, until it goes to another page. It may be closed by now. */
export async function showPictureOn(tabId: number, next: Picture): Promise<void> {
  try {
    await browser.action.setIcon({ tabId, path: pathsOf(next) })
    if (next === 'off') await browser.action.setTitle({ tabId, title: t('icon_off') })
  } catch {
    // as above
  }
}
