import { afterEach, beforeEach, expect, it, vi } from 'vitest'

// What goes to and from the phone is paced; what the person is to do is not.

let said: string[]

const nothing = { asked: 0, waiting: 0, isLocked: false, isWanted: false }

type Of<T> = T & { tabId?: number }
const on = (tabId: number | undefined) => (tabId === undefined ? '' : ` of ${tabId}`)
const GONE = 9

async function badge() {
  vi.resetModules()
  const action = {
    setBadgeText: ({ text }: { text: string }) => said.push(`text ${text}`),
    setBadgeBackgroundColor: ({ color }: { color: string }) => said.push(`color ${color}`),
    setTitle: ({ title, tabId }: Of<{ title: string }>) => said.push(`title${on(tabId)} ${title}`),
    setIcon: async ({ path, tabId }: Of<{ path: Record<number, string> }>) => {
      if (tabId === GONE) throw new Error('no tab')
      said.push(`icon${on(tabId)} ${path[16]} ${path[32]}`)
    },
  }
  const i18n = { getMessage: (key: string, subs: string[]) => (key === 'locale' ? 'en' : [key, ...subs].join(' ')) }
  vi.doMock('webextension-polyfill', () => ({ default: { action, i18n } }))
  const { showBadge } = await import('./badge')
  showBadge(nothing)
  vi.advanceTimersByTime(1_000)
  said.length = 0
  return showBadge
}

beforeEach(() => {
  said = []
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
  vi.doUnmock('webextension-polyfill')
})

it('of a former life is put right at birth', async () => {
  vi.resetModules()
  await badge()
  const { showBadge } = await import('./badge')
  showBadge({ ...nothing, isLocked: true })
  expect(said).toEqual(['text ••', 'color #8a5200', 'title icon_locked'])
})

it('does not speak of a call that ends soon', async () => {
  const show = await badge()
  show({ ...nothing, waiting: 1 })
  vi.advanceTimersByTime(100)
  show(nothing)
  vi.advanceTimersByTime(5_000)
  expect(said).toEqual([])
})

it('speaks a few times of hundreds that come and go, and the last word is true', async () => {
  const show = await badge()
  for (let count = 1; count <= 200; count++) {
    show({ ...nothing, waiting: count })
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1_000)
  expect(said.length).toBeLessThan(2 * 7)
  expect(said.slice(-2)).toEqual(['text 200', 'title icon_waiting_other 200'])
  expect(said.join()).not.toContain('color')
  show(nothing)
  vi.advanceTimersByTime(1_000)
  expect(said.slice(-2)).toEqual(['text ', 'title extName'])
})

it.each([{ asked: 1 }, { isLocked: true }, { isWanted: true }])('says %o at once, and its end', async (change) => {
  const show = await badge()
  show({ ...nothing, ...change })
  expect(said.length).toBeGreaterThan(1)
  said.length = 0
  show(nothing)
  expect(said[0]).toBe('text ')
})

it.each([
  ['what waits, also behind a lock', { asked: 2, waiting: 1, isLocked: true, isWanted: true }, ['3', 'icon_locked']],
  ['the lock, before a site that asked in vain', { isLocked: true, isWanted: true }, ['••', 'icon_locked']],
  ['a site that asked in vain, where nothing waits', { isWanted: true }, ['!', 'icon_wanted']],
  ['what waits, where one asked in vain', { asked: 2, isWanted: true }, ['2', 'icon_waiting_other 2']],
])('says %s', async (_, change, [text, title]) => {
  const show = await badge()
  show({ ...nothing, ...change })
  expect(said.filter((word) => !word.startsWith('color'))).toEqual([`text ${text}`, `title ${title}`])
})

it('has a picture for all tabs, said when it is another, and one for a tab that may be gone', async () => {
  await badge()
  const { showPicture, showPictureOn } = await import('./badge')
  showPicture('icon')
  showPicture('off')
  showPicture('off')
  expect(said).toEqual(['icon /icons/off-16.png /icons/off-32.png'])
  said.length = 0
  await showPictureOn(7, 'icon')
  await showPictureOn(8, 'off')
  await showPictureOn(GONE, 'off')
  const [own, off] = [
    'icon of 7 /icons/icon-16.png /icons/icon-32.png',
    'icon of 8 /icons/off-16.png /icons/off-32.png',
  ]
  expect(said).toEqual([own, off, 'title of 8 icon_off'])
})
