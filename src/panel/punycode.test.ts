import { domainToASCII, domainToUnicode } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePunycode } from './punycode'

describe('decodePunycode', () => {
  it.each([
    ['mnchen-3ya', 'münchen'],
    ['bcher-kva', 'bücher'],
    ['80ak6aa92e', 'аррӏе'],
    ['p1ai', 'рф'],
    ['fiqs8s', '中国'],
    ['ls8h', '💩'],
    // RFC 3492, 7.1: Arabic, Chinese, Czech, Hebrew, Japanese with Latin
    ['egbpdaj6bu4bxfgehfvwxn', 'ليهمابتكلموشعربي؟'],
    ['ihqwcrb4cv8a8dqg056pqjye', '他们为什么不说中文'],
    ['Proprostnemluvesky-uyb24dma41a', 'pročprostěnemluvíčesky'],
    ['4dbcagdahymbxekheh6e0a7fei0b', 'למההםפשוטלאמדבריםעברית'],
    ['de-jg4avhby1noc0d', 'パフィーdeルンバ'],
  ])('reads %s as %s', (label, text) => {
    expect(decodePunycode(label)).toBe(text)
  })

  it.each(['99999999', 'a-!', 'ü', 'mnchen-3y', 'zzzzzzzzzzzz'])('is null for %s, which is none', (label) => {
    expect(decodePunycode(label)).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (label) => void decodePunycode(label)))
    const near = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-') })
    fc.assert(fc.property(near, (label) => void decodePunycode(label)))
  })

  it('reads every label that Node writes', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'abcxyz0129-üßéаргπλ中文日本カタअबعرب한국💩'),
      fc.integer({ min: 0xa1, max: 0x2ffff }).map((code) => String.fromCodePoint(code)),
    )
    const label = fc.array(unit, { minLength: 1, maxLength: 12 }).map((units) => units.join(''))
    let read = 0
    fc.assert(
      fc.property(label, (text) => {
        const ascii = domainToASCII(text)
        if (!ascii.startsWith('xn--') || ascii.includes('.')) return
        expect(decodePunycode(ascii.slice(4))).toBe(domainToUnicode(ascii))
        read++
      }),
      { numRuns: 1_000 },
    )
    expect(read).toBeGreaterThan(100)
  })
})
