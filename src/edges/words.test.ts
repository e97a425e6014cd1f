import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'

vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: { getMessage: () => '', getUILanguage: () => 'xx-YY' },
    runtime: { getURL: (path: string) => `chrome-extension://lanyard/${path}` },
  },
}))

const { errorSentence, loadWords, t } = await import('./words')

afterEach(() => vi.unstubAllGlobals())

/** The package as the browser serves it: English only. */
const serve = (asked: string[]) =>
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.replace('chrome-extension://lanyard/', ''))
    if (!url.endsWith('_locales/en/messages.json')) throw new TypeError('Failed to fetch')
    return new Response(readFileSync('public/_locales/en/messages.json'))
  })

it('a browser that knows no message is helped out from the package, in its language or in English', async () => {
  const asked: string[] = []
  serve(asked)
  expect(t('stage_taken', '3', '4')).toBe('stage_taken')
  await loadWords()
  expect(asked).toEqual(['xx_YY', 'xx', 'en'].map((name) => `_locales/${name}/messages.json`))
  expect(t('stage_taken', '3', '4')).toBe('3 of 4 relays have it. Waiting for your phone.')
  expect(errorSentence('denied')).toMatch(/^You did not allow this/)
})
