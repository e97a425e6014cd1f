import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LANGUAGES, nameOf } from './languages'

const browser = vi.hoisted(() => ({ locale: '' }))
vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: {
      getMessage: (key: string) => (key === 'locale' ? browser.locale : browser.locale && `${key} of the browser`),
      getUILanguage: () => 'xx-YY',
    },
    runtime: { getURL: (path: string) => `chrome-extension://lanyard/${path}` },
  },
}))

type Words = typeof import('./words')
let words: Words

beforeEach(async () => {
  browser.locale = ''
  vi.resetModules()
  words = await import('./words')
})
afterEach(() => vi.unstubAllGlobals())

/** A language as a built package may have it: places numbered at once, and plurals that English has not. */
const POLISH = {
  locale: { message: 'pl' },
  sites_count_one: { message: '$1 strona' },
  sites_count_few: { message: '$1 strony' },
  sites_count_many: { message: '$1 stron' },
  stage_taken: { message: '$2 przekaźników, $1 go ma, za 5$$' },
}

/** The package as the browser serves it. */
function serve(asked: string[] = []) {
  const files: Record<string, string> = {
    en: readFileSync('public/_locales/en/messages.json', 'utf8'),
    pl: JSON.stringify(POLISH),
    ar: JSON.stringify({ locale: { message: 'ar' } }),
    broken: '{',
  }
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.replace('chrome-extension://lanyard/', ''))
    const file = files[/_locales\/(\w+)\/messages\.json$/.exec(url)?.[1] ?? '']
    if (file === undefined) throw new TypeError('Failed to fetch')
    return new Response(file)
  })
}

describe('words', () => {
  it('a browser that knows no message is helped out from the package, in its language or in English', async () => {
    const asked: string[] = []
    serve(asked)
    expect(words.t('stage_taken', '3', '4')).toBe('stage_taken')
    expect(await words.loadWords()).toBe(true)
    expect(asked).toEqual(['xx_YY', 'xx', 'en'].map((name) => `_locales/${name}/messages.json`))
    expect(words.t('stage_taken', '3', '4')).toBe('3 of 4 relays have it. Waiting for your signer.')
    expect(words.errorSentence('denied')).toMatch(/^You did not allow this/)
  })

  it('where nothing is chosen they are the browser’s, and nothing is read', async () => {
    const asked: string[] = []
    serve(asked)
    browser.locale = 'en'
    expect(await words.loadWords(null)).toBe(false)
    expect([words.t('home'), asked]).toEqual(['home of the browser', []])
  })

  it('a chosen language goes before the browser’s: words, plurals and direction', async () => {
    serve()
    browser.locale = 'en'
    expect(await words.loadWords('pl')).toBe(true)
    expect(words.language()).toBe('pl')
    expect([1, 3, 5, 1_234_567].map((count) => words.tn('sites_count', count))).toEqual([
      ...['1 strona', '3 strony', '5 stron'],
      `${new Intl.NumberFormat('pl').format(1_234_567)} stron`,
    ])
    expect(words.t('stage_taken', '3', '4')).toBe('4 przekaźników, 3 go ma, za 5$')
    expect(words.t('home')).toBe('home of the browser')
    expect(words.direction()).toBe('ltr')
    await words.loadWords('ar')
    expect(words.direction()).toBe('rtl')
  })

  it('and back to the browser’s', async () => {
    serve()
    browser.locale = 'en'
    await words.loadWords('pl')
    expect(await words.loadWords('pl')).toBe(false)
    expect(await words.loadWords(null)).toBe(true)
    expect(words.t('home')).toBe('home of the browser')
  })

  it('of two that are chosen quickly the last stands', async () => {
    serve()
    browser.locale = 'en'
    await Promise.all([words.loadWords('ar'), words.loadWords('pl')])
    expect(words.language()).toBe('pl')
  })

  it.each(['xx', 'broken'])('a language that cannot be read (%s) leaves the browser’s', async (choice) => {
    serve()
    browser.locale = 'en'
    await words.loadWords(choice)
    expect(words.t('home')).toBe('home of the browser')
  })
})

describe('the languages that are offered', () => {
  it('are those of the package', () => {
    expect([...LANGUAGES].sort()).toEqual(readdirSync('public/_locales').sort())
  })

  it.each([
    ['de', 'Deutsch'],
    ['pt_BR', 'Português (Brasil)'],
    ['zh_TW', '繁體中文'],
    ['ar', 'العربية'],
  ])('%s calls itself %s', (folder, name) => {
    expect(nameOf(folder)).toBe(name)
  })
})
