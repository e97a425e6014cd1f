import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Message, type Messages, pluralStems, stemOf } from '../../scripts/locales'
import { faults, isKnown, tagOf } from '../../scripts/locales-faults'
import { ERROR_CODES } from '../protocol/error'

/** One language alone: `npx vitest run src/panel/locales.test.ts -t "in de:"`. How to translate: docs/translating.md. */

const root = new URL('../..', import.meta.url).pathname
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const languages = readdirSync(join(root, 'public/_locales'))
const textOf = (language: string): string => read(`public/_locales/${language}/messages.json`)
const english = JSON.parse(textOf('en')) as Messages
const stems = pluralStems(english)

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => read(join('src', path)))

const everyMatch = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '')

const counted = new Set(sources.flatMap((text) => everyMatch(text, /\btn\(\s*'(\w+)'/g)))

/** Keys that are asked for: `t('…')`, `tn('…')`, in a template of error codes, and by the manifest. */
function usedKeys(): Set<string> {
  const literals = sources.flatMap((text) => everyMatch(text, /['"]([A-Za-z][A-Za-z0-9_]*)['"]/g))
  const errors = ERROR_CODES.map((code) => `error_${code.replaceAll('-', '_')}`)
  const manifest = existsSync(join(root, 'manifest.json')) ? everyMatch(read('manifest.json'), /__MSG_(\w+)__/g) : []
  return new Set([...literals, ...errors, ...manifest, 'extName', 'extDescription'])
}

/** What is wrong with the placeholders that English declares, in words. */
function declarationFaults(key: string, { message, placeholders = {} }: Message): string[] {
  const named = new Set(everyMatch(message, /\$([A-Za-z0-9_@]+)\$/g).map((name) => name.toLowerCase()))
  return [
    ...[...named].filter((name) => !(name in placeholders)).map((name) => `${key}: $${name}$ is not declared`),
    ...Object.keys(placeholders)
      .filter((name) => !named.has(name) && !key.endsWith('_one'))
      .map((name) => `${key}: ${name} is not used`),
    ...Object.entries(placeholders)
      .filter(([, { content }]) => !/^\$[1-9]$/.test(content))
      .map(([name]) => `${key}: ${name} is not $1 to $9`),
  ]
}

describe('messages', () => {
  it('has every key that the sources ask for', () => {
    const asked = sources.flatMap((text) => everyMatch(text, /\bt\(\s*'(\w+)'/g))
    const errors = ERROR_CODES.map((code) => `error_${code.replaceAll('-', '_')}`)
    const needed = ['extName', 'extDescription', ...asked, ...errors]
    expect(needed.filter((key) => !(key in english))).toEqual([])
  })

  it('has both forms of whatever the sources count, and of nothing else', () => {
    expect([...stems].sort()).toEqual([...counted].sort())
  })

  it('has no key that nobody asks for', () => {
    const used = usedKeys()
    expect(Object.keys(english).filter((key) => !used.has(stemOf(key, stems) ?? key))).toEqual([])
  })

  it('tells translators about every message', () => {
    const untold = Object.entries(english).filter(([, { description }]) => !description)
    expect(untold.map(([key]) => key)).toEqual([])
  })

  it('declares, uses and numbers its placeholders', () => {
    expect(Object.entries(english).flatMap(([key, message]) => declarationFaults(key, message))).toEqual([])
  })

  it('gives errors a sentence of their own, with no gap to be filled', () => {
    const errors = Object.entries(english).filter(([key]) => key.startsWith('error_'))
    expect(errors.filter(([, { message }]) => message.includes('$') || !/^[A-Z].*\.$/.test(message))).toEqual([])
  })
})

describe.each(languages)('in %s:', (language) => {
  it('browsers know the language', () => {
    expect(isKnown(language)).toBe(true)
    expect(Intl.PluralRules.supportedLocalesOf(tagOf(language))).toEqual([tagOf(language)])
  })

  it('the file is written as the tool writes it, so no key stands there twice', () => {
    const text = textOf(language)
    expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`)
  })

  it('translations leave descriptions and placeholders to English', () => {
    const kept = Object.entries(JSON.parse(textOf(language)) as Messages).filter(
      ([, message]) => language !== 'en' && Object.keys(message).join() !== 'message',
    )
    expect(kept.map(([key]) => key)).toEqual([])
  })

  it('every sentence is there, whole and well written', () => {
    expect(faults(language, JSON.parse(textOf(language)) as Messages, english)).toEqual([])
  })
})

describe('declarationFaults', () => {
  it.each<[string, Message, number]>([
    ['a good one', { message: 'a $X$ b', placeholders: { x: { content: '$1' } } }, 0],
    ['none declared', { message: 'a $X$ b' }, 1],
    ['none used', { message: 'a b', placeholders: { x: { content: '$1' } } }, 1],
    ['wrong content', { message: 'a $X$ b', placeholders: { x: { content: '1' } } }, 1],
  ])('counts the faults of %s', (_, message, count) => {
    expect(declarationFaults('key', message)).toHaveLength(count)
  })
})
