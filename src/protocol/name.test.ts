import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, MAX_NAME } from './name'

const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u3164\u115f\u2800\n\r\t]/u

describe('a name', () => {
  it.each<[string, string, string | null]>([
    ['stays as it is', 'Ada Lovelace', 'Ada Lovelace'],
    ['of another script stays', 'هدى من المرفأ', 'هدى من المرفأ'],
    ['loses the space around it', '  Ada \n', 'Ada'],
    ['stands in one line', 'Ada\nAdmin:\tpaired', 'Ada Admin: paired'],
    ['turns nothing around', 'Ada\u202e exe.pihs', 'Ada exe.pihs'],
    ['isolates nothing', '\u2067Ada\u2069', 'Ada'],
    ['has no zero widths', 'A\u200bd\ufeffa\u2060', 'Ada'],
    ['has no joiner in Latin letters', 'A\u200dd\u200ca', 'Ada'],
    ['keeps the joiner that Persian needs', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['keeps the joiner within an emoji', '👩\u200d🚀 Ada', '👩\u200d🚀 Ada'],
    ['keeps no joiner at its end', 'می\u200c', 'می'],
    ['has no blank letters', 'ㅤㅤ', null],
    ['has no blank dots', '\u2800\u2800Ada', 'Ada'],
    ['is none without anything to see', ' \u200b\u202e\n ', null],
    ['is none where it is empty', '', null],
    ['has no halves of surrogates', 'Ada\ud83d', 'Ada'],
    ['has no towers of marks', `A${'\u0301\u0316'.repeat(40)}`, 'Á\u0316\u0316\u0316'],
  ])('%s', (_, text, name) => {
    expect(cleanName(text)).toBe(name)
  })

  it('of 5,000 characters is cut', () => {
    expect(cleanName('x'.repeat(5_000))).toBe('x'.repeat(MAX_NAME))
  })

  it('is never cut within what a person sees as one character', () => {
    const name = cleanName(`${'x'.repeat(57)}👩🏽\u200d🚀👩🏽\u200d🚀`)
    expect(name).toBe('x'.repeat(57))
  })

  it('is short, without anything unseen, and clean once and for all, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const name = cleanName(text)
        if (name === null) return
        expect(name.length).toBeLessThanOrEqual(MAX_NAME)
        expect(name).not.toMatch(UNSEEN)
        expect(name).toBe(name.trim())
        expect(cleanName(name)).toBe(name)
      }),
      { numRuns: 500 },
    )
  })
})
