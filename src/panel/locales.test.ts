import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '../protocol/error'

interface Message {
  message: string
  description?: string
  placeholders?: Record<string, { content: string; example?: string }>
}
type Messages = Record<string, Message>

const root = new URL('../..', import.meta.url).pathname
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const languages = readdirSync(join(root, 'public/_locales'))
const messagesOf = (language: string): Messages => JSON.parse(read(`public/_locales/${language}/messages.json`))
const english = messagesOf('en')

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => read(join('src', path)))

const everyMatch = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '')

/** Keys that are asked for: `t('…')`, `tn('…')`, in a template of error codes, and by the manifest. */
function usedKeys(): { exact: Set<string>; plural: Set<string> } {
  const literals = sources.flatMap((text) => everyMatch(text, /'([A-Za-z][A-Za-z0-9_]*)'/g))
  const errors = ERROR_CODES.map((code) => `error_${code.replaceAll('-', '_')}`)
  const manifest = existsSync(join(root, 'manifest.json')) ? everyMatch(read('manifest.json'), /__MSG_(\w+)__/g) : []
  const plural = sources.flatMap((text) => everyMatch(text, /\btn\(\s*'(\w+)'/g))
  return { exact: new Set([...literals, ...errors, ...manifest, 'extName', 'extDescription']), plural: new Set(plural) }
}

const stem = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '')

/** What is wrong with the placeholders of a message, in words. */
function placeholderFaults(key: string, { message, placeholders = {} }: Message): string[] {
  const named = new Set(everyMatch(message, /\$([A-Za-z0-9_@]+)\$/g).map((name) => name.toLowerCase()))
  const rest = message.replace(/\$[A-Za-z0-9_@]+\$/g, '')
  return [
    ...[...named].filter((name) => !(name in placeholders)).map((name) => `${key}: $${name}$ is not declared`),
    ...Object.keys(placeholders)
      .filter((name) => !named.has(name))
      .map((name) => `${key}: ${name} is not used`),
    ...Object.entries(placeholders)
      .filter(([, { content }]) => !/^\$[1-9]$/.test(content))
      .map(([name]) => `${key}: ${name} is not $1 to $9`),
    ...(rest.includes('$') ? [`${key}: a $ that names nothing`] : []),
  ]
}

describe('messages', () => {
  it('has every key that the sources ask for', () => {
    const asked = sources.flatMap((text) => everyMatch(text, /\bt\(\s*'(\w+)'/g))
    const errors = ERROR_CODES.map((code) => `error_${code.replaceAll('-', '_')}`)
    const plural = [...usedKeys().plural].map((key) => `${key}_other`)
    const needed = ['extName', 'extDescription', ...asked, ...errors, ...plural]
    expect(needed.filter((key) => !(key in english))).toEqual([])
  })

  it('has no key that nobody asks for', () => {
    const { exact, plural } = usedKeys()
    expect(Object.keys(english).filter((key) => !exact.has(key) && !plural.has(stem(key)))).toEqual([])
  })

  it('tells translators about every message', () => {
    expect(
      Object.entries(english)
        .filter(([, { description }]) => !description)
        .map(([key]) => key),
    ).toEqual([])
  })

  it('keeps the description within what stores take', () => {
    expect(english.extDescription?.message.length).toBeLessThanOrEqual(132)
  })

  it('gives errors a sentence of their own, with no gap to be filled', () => {
    const errors = Object.entries(english).filter(([key]) => key.startsWith('error_'))
    expect(errors.filter(([, { message }]) => message.includes('$') || !/^[A-Z].*\.$/.test(message))).toEqual([])
  })
})

describe.each(languages)('placeholders in %s', (language) => {
  it('are declared, used and numbered', () => {
    expect(Object.entries(messagesOf(language)).flatMap(([key, message]) => placeholderFaults(key, message))).toEqual(
      [],
    )
  })

  it('are those of the English message', () => {
    const names = (message: Message | undefined) => Object.keys(message?.placeholders ?? {}).sort()
    const differing = Object.entries(messagesOf(language)).filter(([key, message]) => {
      const original = english[key] ?? english[`${stem(key)}_other`]
      return names(message).some((name) => !names(original).includes(name))
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })
})

describe('placeholderFaults', () => {
  it.each<[string, Message, number]>([
    ['a good one', { message: 'a $X$ b', placeholders: { x: { content: '$1' } } }, 0],
    ['none declared', { message: 'a $X$ b' }, 1],
    ['none used', { message: 'a b', placeholders: { x: { content: '$1' } } }, 1],
    ['wrong content', { message: 'a $X$ b', placeholders: { x: { content: '1' } } }, 1],
    ['half a placeholder', { message: 'a $X b' }, 1],
  ])('counts the faults of %s', (_, message, faults) => {
    expect(placeholderFaults('key', message)).toHaveLength(faults)
  })
})
