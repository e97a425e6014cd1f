import { domainToASCII } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badgeOf, hostName, oddityOf, readableHost } from './host'

const anyText = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 20 })
  .map((codes) => String.fromCodePoint(...codes))

describe('hostName', () => {
  it.each([
    ['https://notes.example.com', 'notes.example.com'],
    ['http://localhost:8080', 'localhost'],
    ['https://[::1]:8443', '[::1]'],
    ['https://münchen.example', 'xn--mnchen-3ya.example'],
    ['strange', 'strange'],
  ])('of %s is %s', (origin, host) => {
    expect(hostName(origin)).toBe(host)
  })
})

describe('readableHost', () => {
  it.each([
    ['notes.example.com', 'notes.example.com'],
    ['xn--mnchen-3ya.example.com', 'münchen.example.com'],
    ['xn--80ak6aa92e.com', 'аррӏе.com'],
    ['xn--!.com', 'xn--!.com'],
    ['', ''],
  ])('of %s is %s', (host, name) => {
    expect(readableHost(host)).toBe(name)
  })
})

describe('oddityOf', () => {
  it.each([
    ['notes.example.com', null],
    ['127.0.0.1', null],
    ['münchen.example', null],
    ['crème-brûlée.example', null],
    ['tiếngviệt.example', null],
    ['hạnhphúc.example', null],
    ['пример.example', null],
    ['παράδειγμα.example', null],
    ['例え.example', null],
    ['カタカナabc.example', null],
    ['中文abc.example', null],
    ['한국어.example', null],
    ['مثال.example', null],
    ['сорос.рф', null],
    ['💩.example', null],
    ['аpple.com', 'mixed-scripts'], // Cyrillic а
    ['notes.gοοgle.com', 'mixed-scripts'], // Greek ο
    ['nоstr.build', 'mixed-scripts'], // Cyrillic о
    ['сорос한.example', 'mixed-scripts'],
    ['аррӏе.com', 'lookalike'], // all Cyrillic
    ['сорос.com', 'lookalike'],
    ['νικη.com', 'lookalike'],
    ['օսո.com', 'lookalike'], // Armenian
    ['gıthub.com', 'lookalike'], // dotless ı
    ['aḷby.com', 'lookalike'], // dot below
    ['ɡoogle.com', 'lookalike'], // IPA ɡ
  ])('of %s is %s', (name, oddity) => {
    const host = domainToASCII(name)
    expect(host).not.toBe('')
    expect(oddityOf(host)).toBe(oddity)
  })

  it('is nothing for any name in ASCII, and never throws', () => {
    const ascii = fc.string({ unit: fc.constantFrom(...'abcxyz019-.') }).filter((host) => !host.includes('xn--'))
    fc.assert(fc.property(ascii, (host) => void expect(oddityOf(host)).toBeNull()))
    fc.assert(fc.property(anyText, (host) => void oddityOf(host)))
  })
})

describe('badgeOf', () => {
  it.each([
    ['https://notes.example.com', 'N'],
    ['https://www.notes.example', 'N'],
    ['https://xn--mnchen-3ya.example', 'M'],
    ['https://xn--80ak6aa92e.com', 'А'],
    ['http://127.0.0.1:3000', '1'],
    ['http://[::1]', '1'],
    ['', '?'],
  ])('of %s has the letter %s', (origin, letter) => {
    expect(badgeOf(origin).letter).toBe(letter)
  })

  it('has the colour of the whole origin, always the same one', () => {
    const hues = ['https://a.example', 'http://a.example', 'https://a.example:8443', 'https://b.example'].map(
      (origin) => badgeOf(origin).hue,
    )
    expect(new Set(hues).size).toBeGreaterThan(1)
    fc.assert(
      fc.property(anyText, (origin) => {
        const { hue } = badgeOf(origin)
        expect(hue).toBe(badgeOf(origin).hue)
        expect(hue >= 0 && hue < 360 && hue % 15 === 0).toBe(true)
      }),
    )
  })
})
