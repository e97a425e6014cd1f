import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bitsOf, type Strength, strengthOf } from './strength'

const ORDER: readonly Strength[] = ['short', 'weak', 'fair', 'good']

describe('strengthOf', () => {
  it.each<[string, Strength]>([
    ['', 'short'],
    ['seven77', 'short'],
    ['hunter22', 'short'],
    ['ελληνικά', 'short'],
    ['Password1!', 'short'],
    ['qwertyuiop', 'short'],
    ['sun sun sun', 'short'],
    ['abc def ghi', 'short'],
    ['123456789012345', 'weak'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcABCabcABC', 'weak'],
    ['abc123def456', 'weak'],
    ['P@ssw0rd2024!', 'weak'],
    ['Summer2026Summer2026', 'weak'],
    ['1qaz2wsx3edc', 'weak'],
    ['hunter2hunter2', 'weak'],
    ['correct horse', 'weak'],
    ['correct horse battery staple', 'weak'],
    ['welcome to nostr', 'weak'],
    ['Maximilian1987', 'weak'],
    ['cat dog sun', 'fair'],
    ['harbour ferry coffee', 'fair'],
    ['gemeinsamer-Spaziergang-Kartoffel', 'good'],
    ['harbour ferry coffee lantern', 'good'],
    ['гавань паром кофе фонарь', 'good'],
    ['港口渡船咖啡灯笼', 'fair'],
    ['xK9#mQ2$vL7p', 'good'],
    ['7f3a09c1d4e8b265', 'good'],
  ])('of %j is %s', (passphrase, strength) => {
    expect(strengthOf(passphrase)).toBe(strength)
  })

  it('judges whatever is typed, and at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(ORDER).toContain(strengthOf(text))
        expect(bitsOf(text)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('gives next to nothing for saying the same again', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 8 }), (text, times) => {
        expect(bitsOf(text.repeat(times))).toBeLessThanOrEqual(bitsOf(text) + Math.log2(times) + 1e-9)
      }),
    )
  })

  it('gives nothing for capitals at the beginning, nor for signs in place of letters', () => {
    const common = fc.constantFrom('password', 'sunshine', 'dragon', 'welcome', 'satoshi')
    const dress = (word: string) => word.replaceAll('a', '@').replaceAll('o', '0').replaceAll('s', '$')
    fc.assert(
      fc.property(common, fc.integer({ min: 1950, max: 2049 }), fc.constantFrom('', '!', '?'), (word, year, end) => {
        for (const said of [word, dress(word), word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`])
          expect(['short', 'weak']).toContain(strengthOf(`${said}${year}${end}`))
      }),
    )
  })

  const WORDS = 'harbour ferry coffee lantern pebble violin orchard thimble glacier mustard saddle carpet'.split(' ')
  const some = (many: number) => fc.shuffledSubarray(WORDS, { minLength: many, maxLength: many })

  it('calls three words fair and four good, however they are joined', () => {
    fc.assert(
      fc.property(some(4), fc.constantFrom(' ', '-', '.'), (words, joint) => {
        expect(strengthOf(words.slice(0, 2).join(joint))).toMatch(/short|weak/)
        expect(strengthOf(words.slice(0, 3).join(joint))).toBe('fair')
        expect(strengthOf(words.join(joint))).toBe('good')
      }),
    )
  })

  it('never thinks less of one word more', () => {
    fc.assert(
      fc.property(some(5), fc.integer({ min: 1, max: 4 }), (words, many) => {
        const [before, after] = [words.slice(0, many), words.slice(0, many + 1)].map((some) => some.join(' '))
        expect(bitsOf(after ?? '')).toBeGreaterThan(bitsOf(before ?? ''))
      }),
    )
  })
})
