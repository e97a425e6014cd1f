import browser from 'webextension-polyfill'
import { t, tn } from './words'

/** What the icon in the toolbar says beside its picture. */
export interface Badge {
  /** Things that wait for the person, or for their phone. */
  count: number
  isLocked: boolean
  /** A site asked for a key, and nobody is paired. */
  isWanted: boolean
}

/** Of the picture: Lanyard is there, or it is not. */
export type Picture = 'icon' | 'off'

const COLOURS = { open: '#0b6b63', locked: '#8a5200' }

/** Null until it is first said: the browser keeps the badge of a former life. */
let shown: string | null = null

/** A number; as dots of a passphrase that Lanyard is locked; a mark that somebody asked in vain; else nothing. */
export function showBadge(badge: Badge): void {
  const { count, isLocked, isWanted } = badge
  const text = count > 0 ? String(count) : isLocked ? '••' : isWanted ? '!' : ''
  const key = `${text} ${isLocked}`
  if (key === shown) return
  shown = key
  void browser.action.setBadgeText({ text })
  void browser.action.setBadgeBackgroundColor({ color: isLocked ? COLOURS.locked : COLOURS.open })
  void browser.action.setTitle({ title: titleOf(badge) })
}

const titleOf = ({ count, isLocked, isWanted }: Badge): string => {
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
