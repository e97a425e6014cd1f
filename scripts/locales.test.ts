import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keysFor, type Messages, numbered, originalOf, small } from './locales'
import { shrink } from './locales-files'

const english: Messages = {
  locale: { message: 'en', description: 'Not shown.' },
  signer_other: { message: 'Another', description: 'Not a plural.' },
  site_told_one: { message: 'This site knows your key.', description: 'Not a plural.' },
  row_one: {
    message: 'Signing $DONE$ of $COUNT$',
    description: 'Progress.',
    placeholders: { count: { content: '$1', example: '1' }, done: { content: '$2', example: '0' } },
  },
  row_other: {
    message: 'Signing $DONE$ of $COUNT$',
    placeholders: { count: { content: '$1' }, done: { content: '$2' } },
  },
}

describe('numbered', () => {
  it.each([
    ['$DONE$ of $count$', '$2 of $1'],
    ['$COUNT$个中的$DONE$', '$1个中的$2'],
    ['costs $$5', 'costs $$5'],
  ])('writes %s as %s', (message, said) => {
    expect(numbered(message, english.row_other?.placeholders)).toBe(said)
  })

  it.each(['$NOBODY$', '$COUNT$$DONE$', '$COUNT$x$DONE$', '$COUNT$0'])('will not write %s', (message) => {
    expect(() => numbered(message, english.row_other?.placeholders)).toThrow()
  })
})

describe('keysFor', () => {
  it.each([
    ['en', ['locale', 'signer_other', 'site_told_one', 'row_one', 'row_other']],
    ['ja', ['locale', 'signer_other', 'site_told_one', 'row_other']],
    ['pl', ['locale', 'signer_other', 'site_told_one', 'row_few', 'row_many', 'row_one', 'row_other']],
  ])('knows the plural forms of %s', (tag, keys) => {
    expect(keysFor(tag, english).sort()).toEqual(keys.sort())
  })

  it('finds the English of a form that English has not', () => {
    expect(originalOf('row_few', english)).toBe(english.row_other)
    expect(originalOf('signer_few', english)).toBeUndefined()
  })
})

describe('small', () => {
  it('leaves the sentences of English', () => {
    expect(small(english, english).row_one).toEqual({ message: 'Signing $2 of $1' })
    expect(Object.keys(small(english, english))).toEqual(Object.keys(english))
  })

  it('fills in what a translation takes from English', () => {
    const polish = { row_few: { message: '$DONE$ z $COUNT$' } }
    expect(small(polish, english)).toEqual({ row_few: { message: '$2 z $1' } })
  })

  it('believes the placeholders of a translation that has its own', () => {
    const own = { row_other: { message: '$N$', placeholders: { n: { content: '$2' } } } }
    expect(small(own, english)).toEqual({ row_other: { message: '$2' } })
  })

  it('rewrites a folder of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'locales-'))
    for (const [tag, messages] of Object.entries({ en: english, ja: { row_other: { message: '$COUNT$中$DONE$' } } })) {
      mkdirSync(join(folder, tag))
      writeFileSync(join(folder, tag, 'messages.json'), JSON.stringify(messages, null, 2))
    }
    shrink(folder)
    expect(readFileSync(join(folder, 'ja/messages.json'), 'utf8')).toBe('{"row_other":{"message":"$1中$2"}}')
    expect(readFileSync(join(folder, 'en/messages.json'), 'utf8')).not.toMatch(/description|placeholders|\n/)
    rmSync(folder, { recursive: true })
  })
})
