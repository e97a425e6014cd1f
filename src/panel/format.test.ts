import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ago, hexGroups, originParts, plainJson, shortKey } from './format'

vi.mock('webextension-polyfill', () => ({
  default: { i18n: { getMessage: (key: string) => (key === 'locale' ? 'en' : '') } },
}))

const NOW = 1_800_000_000_000

it('groups hex by four and loses nothing', () => {
  const hex = '0123456789abcdef'.repeat(4)
  expect(hexGroups(hex)).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/)
  expect(hexGroups(hex).replaceAll(' ', '')).toBe(hex)
})

it('shortens long keys only', () => {
  expect(shortKey(`npub1${'q'.repeat(52)}xyzxyz`)).toBe('npub1qqqq…xyzxyz')
  expect(shortKey('npub1short')).toBe('npub1short')
})

describe('ago', () => {
  it.each([
    [0, 'now'],
    [59_999, 'now'],
    [60_000, '1 minute ago'],
    [3_599_999, '59 minutes ago'],
    [7_200_000, '2 hours ago'],
    [86_400_000, 'yesterday'],
    [-5_000, 'now'],
  ])('says of %i ms: %s', (ms, words) => {
    expect(ago(NOW - ms, NOW)).toBe(words)
  })
})

describe('ago, to the second,', () => {
  it.each([
    [-1, 'now'],
    [900, 'now'],
    [1_000, '1 second ago'],
    [7_400, '7 seconds ago'],
    [760_000, '12 minutes ago'],
  ])('says of %i ms %s', (ms, words) => {
    expect(ago(NOW - ms, NOW, 'second')).toBe(words)
  })
})

describe('originParts', () => {
  it.each([
    ['https://example.com:8443', 'https://', 'example.com:8443'],
    ['http://127.0.0.1', 'http://', '127.0.0.1'],
    ['strange', '', 'strange'],
  ])('splits %s', (origin, scheme, host) => {
    expect(originParts(origin)).toEqual({ scheme, host })
  })
})

describe('plainJson', () => {
  it.each([
    ['a\u202eb', '"a\\u202eb"'],
    ['\ufeff\u200b\u0085', '"\\ufeff\\u200b\\u0085"'],
    ['می\u200cخواهم 👩\u200d🚀', '"می\u200cخواهم 👩\u200d🚀"'],
    ['line\nbreak', '"line\\nbreak"'],
  ])('hides nothing in %j', (text, json) => {
    expect(plainJson(text)).toBe(json)
  })

  it('means what JSON means', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        expect(JSON.parse(plainJson(value, 2))).toEqual(plain)
      }),
    )
  })
})
