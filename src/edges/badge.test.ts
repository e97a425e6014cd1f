import { afterEach, beforeEach, expect, it, vi } from 'vitest'

// What goes to and from the phone is paced; what the person is to do is not.

let said: string[]

const nothing = { asked: 0, waiting: 0, isLocked: false, isWanted: false }

async function badge() {
  vi.resetModules()
  const action = {
    setBadgeText: ({ text }: { text: string }) => said.push(`text ${text}`),
    setBadgeBackgroundColor: ({ color }: { color: string }) => said.push(`color ${color}`),
    setTitle: ({ title }: { title: string }) => said.push(`title ${title}`),
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
