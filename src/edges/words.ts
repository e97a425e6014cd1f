import browser from 'webextension-polyfill'
import type messages from '../../public/_locales/en/messages.json'
import type { ErrorCode } from '../protocol/error'
import { takeWords } from './early'

/** A key of `_locales`: one that does not exist does not compile. */
export type Word = keyof typeof messages

type PluralStem<W> = W extends `${infer Stem}_other` ? Stem : never
/** A key with one message per plural form: `<stem>_one`, `<stem>_other` and what else the language has. */
export type CountWord = PluralStem<Word>

type Snake<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Snake<B>}` : S

/** In the sources its places are named (`$COUNT$`); in a built package they may be numbered at once (`$1`). */
interface Message {
  message: string
  placeholders?: Record<string, { content: string }>
}

type Messages = Record<string, Message>

/** Messages of the package that we read ourselves; null: the browser's i18n has them. */
let own: Messages | null = null
/** What was asked for last; undefined: nothing yet. */
let wanted: string | null | undefined

/**
 * Have the words ready, before the first is said.
 * @param choice a language of `_locales`; null: the browser's, by its own i18n. Where that knows no message at all
 *   (seen now and then in Chromium 156: an approval window that spoke in keys) they are read from the package
 * @returns true where they are others than before
 */
export async function loadWords(choice: string | null = null): Promise<boolean> {
  if (wanted === choice) return false
  wanted = choice
  const before = own
  const next = await messagesFor(choice)
  // another was chosen meanwhile
  if (wanted === choice) own = next
  return own !== before
}

async function messagesFor(choice: string | null): Promise<Messages | null> {
  const read = choice === null ? null : await readMessages([choice])
  if (read || fromBrowser('locale', []) !== '') return read
  return readMessages(browserLanguages())
}

function browserLanguages(): string[] {
  const tag = browser.i18n.getUILanguage().replace('-', '_')
  return [tag, tag.split('_')[0] ?? tag, 'en']
}

/** The first of these languages that the package has. */
async function readMessages(folders: readonly string[]): Promise<Messages | null> {
  for (const folder of folders) {
    const messages = (await takeWords(folder)) ?? (await fetched(folder))
    if (typeof messages === 'object' && messages !== null) return messages as Messages
  }
  return null
}

async function fetched(folder: string): Promise<unknown> {
  const file = await fetch(browser.runtime.getURL(`_locales/${folder}/messages.json`)).catch(() => null)
  return file?.ok ? file.json().catch(() => null) : null
}

/** A message with its places filled in, as the browser does it. */
function fill({ message, placeholders = {} }: Message, subs: readonly string[]): string {
  const numbered = (text: string) => text.replace(/\$(\d)/g, (_, place: string) => subs[Number(place) - 1] ?? '')
  const named = (name: string) => placeholders[name.toLowerCase()]?.content ?? ''
  return message.replace(/\$([A-Za-z_]\w*)\$|\$\d|\$\$/g, (found, name?: string) =>
    found === '$$' ? '$' : numbered(name === undefined ? found : named(name)),
  )
}

const fromBrowser = (key: string, subs: string[]): string => browser.i18n.getMessage(key, subs)

let heed = (): void => {}

/** Have `task` called with every word that is looked up: who draws can know what is to be drawn anew in other words. */
export const onWord = (task: () => void): void => {
  heed = task
}

/** Ours first: they are read where the browser's are not wanted, or are not there. */
function look(key: string, subs: string[]): string {
  heed()
  return own?.[key] ? fill(own[key], subs) : fromBrowser(key, subs)
}

/** The sentence of `key` in the person's language, or the plain key where it is missing. */
export const t = (key: Word, ...subs: string[]): string => look(key, subs) || key

interface Grammar {
  of: string
  numbers: Intl.NumberFormat
  plurals: Intl.PluralRules
}

/** Not before it is needed: the first of these that a process makes is slow, and every page and the worker come by here. */
let grammar: Grammar | null = null

/** Made once for a language: a list of hundreds would spend its time on it. */
function grammarOf(tag: string): Grammar {
  if (grammar?.of !== tag)
    grammar = { of: tag, numbers: new Intl.NumberFormat(tag), plurals: new Intl.PluralRules(tag) }
  return grammar
}

/** The sentence for `count` things, by the language's own plural rules; `$1` is the count as the language writes it. */
export function tn(key: CountWord, count: number, ...subs: string[]): string {
  const { numbers, plurals } = grammarOf(language())
  const all = [numbers.format(count), ...subs]
  const form = plurals.select(count)
  return look(`${key}_${form}`, all) || look(`${key}_other`, all) || key
}

/** The sentence of an error code: what happened and what to do next. Sites get it as `Error.message`. */
export const errorSentence = (code: ErrorCode): string => t(`error_${code.replaceAll('-', '_') as Snake<ErrorCode>}`)

/** The language that the messages are in (BCP 47): the person's choice, or the browser's where `_locales` has it. */
export const language = (): string => look('locale', []) || 'en'

/** Which way that language is written. */
export const direction = (): 'ltr' | 'rtl' => (/^(ar|fa|he|ur)\b/.test(language()) ? 'rtl' : 'ltr')
