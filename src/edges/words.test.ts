import { beforeEach, expect, it, vi } from 'vitest'
import { direction, errorSentence, language, t, tn } from './words'

const messages: Record<string, string> = {}
vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: {
      getMessage: (key: string, subs: string[]) =>
        (messages[key] ?? '').replace(/\$(\d)/g, (_, n) => subs[Number(n) - 1] ?? ''),
    },
  },
}))

beforeEach(() => {
  for (const key of Object.keys(messages)) delete messages[key]
})

it('fills a message in', () => {
  messages.version = 'Lanyard $1'
  expect(t('version', '1.2.3')).toBe('Lanyard 1.2.3')
})

it('falls back to the plain key', () => {
  expect(t('version')).toBe('version')
  expect(errorSentence('no-relay')).toBe('error_no_relay')
})

it('counts by the plural rules of the language that the messages are in', () => {
  Object.assign(messages, { locale: 'pl', sites_count_one: '$1 a', sites_count_few: '$1 b', sites_count_many: '$1 c' })
  expect([1, 3, 5, 22].map((count) => tn('sites_count', count))).toEqual(['1 a', '3 b', '5 c', '22 b'])
})

it('takes the form for any other count where the language has no closer one', () => {
  Object.assign(messages, { locale: 'ja', sites_count_other: '$1 x' })
  expect(tn('sites_count', 1)).toBe('1 x')
})

it.each([
  ['', 'en', 'ltr'],
  ['de', 'de', 'ltr'],
  ['fa', 'fa', 'rtl'],
  ['ar', 'ar', 'rtl'],
])('with messages tagged %j the language is %s, written %s', (tag, name, way) => {
  messages.locale = tag
  expect([language(), direction()]).toEqual([name, way])
})
