import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keysFor, type Messages, originalOf, pluralStems, stemOf } from './locales'
import { faults, isKnown, tagOf } from './locales-faults'
import { read } from './locales-files'

/** For translators, see docs/translating.md: `npx tsx scripts/locales-tool.ts missing|merge|check|stale <language> [file]`. */

const LOCALES = fileURLToPath(new URL('../public/_locales', import.meta.url))
const english = read(LOCALES, 'en')

const has = (folder: string): Messages =>
  existsSync(join(LOCALES, folder, 'messages.json')) ? read(LOCALES, folder) : {}

/** The numbers that a plural form is for: "1, 21, 31, …". */
function numbersOf(tag: string, key: string): string {
  const rules = new Intl.PluralRules(tag)
  const form = key.split('_').at(-1)
  const found = [...Array(200).keys(), 1_000_000].filter((n) => rules.select(n) === form)
  return `${found.slice(0, 6).join(', ')}${found.length > 6 ? ', …' : ''}`
}

/** Lines to translate: the key, the English sentence, and what a translator should know. */
export function toTranslate(folder: string, messages: Messages, from: Messages): string[] {
  const tag = tagOf(folder)
  const stems = pluralStems(from)
  return keysFor(tag, from)
    .filter((key) => !(key in messages) && key !== 'locale' && key !== 'extName')
    .map((key) => {
      const original = originalOf(key, from)
      const examples = Object.entries(original?.placeholders ?? {}).map(
        ([name, { example }]) => `$${name.toUpperCase()}$ = ${example}`,
      )
      const form = stemOf(key, stems) === null ? [] : [`for ${numbersOf(tag, key)}`]
      const told = [original?.description, ...examples, ...form].join(' | ')
      return `${JSON.stringify(key)}: ${JSON.stringify(original?.message)},  // ${told}`
    })
}

type Flat = Record<string, string | { message: string }>

/** The file of a language: what it has and what is new, in English's order. */
export function merged(folder: string, messages: Messages, fresh: Flat, from: Messages): Messages {
  const all: Flat = { ...messages, ...fresh, locale: tagOf(folder), extName: from.extName?.message ?? '' }
  const order = keysFor(tagOf(folder), from)
  const keys = [...order.filter((key) => key in all), ...Object.keys(fresh).filter((key) => !order.includes(key))]
  const entries = keys.map((key) => {
    const said = all[key] ?? ''
    return [key, { message: typeof said === 'string' ? said : said.message }] as const
  })
  return Object.fromEntries(entries)
}

/** Keys whose English was changed after the language was last written. @throws where git knows no such file */
function stale(folder: string): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: LOCALES, encoding: 'utf8' }).trim()
  const commit = git('log', '-1', '--format=%H', '--', `${folder}/messages.json`)
  const then = JSON.parse(git('show', `${commit}:./en/messages.json`)) as Messages
  return Object.keys(english).filter((key) => then[key] && then[key]?.message !== english[key]?.message)
}

const say = (lines: readonly string[]) => console.log(lines.length > 0 ? lines.join('\n') : 'Nothing.')

function merge(folder: string, file: string): void {
  const fresh = JSON.parse(readFileSync(file, 'utf8')) as Flat
  mkdirSync(join(LOCALES, folder), { recursive: true })
  const messages = merged(folder, has(folder), fresh, english)
  writeFileSync(join(LOCALES, folder, 'messages.json'), `${JSON.stringify(messages, null, 2)}\n`)
  say(faults(folder, messages, english))
}

function main(command = '', folder = '', file = ''): void {
  if (folder === 'en' || !isKnown(folder))
    throw new Error(`Chrome and Firefox know no language ${folder}, or it is English`)
  if (command === 'missing') say(toTranslate(folder, has(folder), english))
  else if (command === 'merge') merge(folder, file)
  else if (command === 'check') say(faults(folder, has(folder), english))
  else if (command === 'stale') say(stale(folder))
  else throw new Error('missing, merge, check or stale?')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(...process.argv.slice(2))
