import browser from 'webextension-polyfill'
import type messages from '../../public/_locales/en/messages.json'
import type { ErrorCode } from '../protocol/error'

/** A key of `_locales`: one that does not exist does not compile. */
export type Word = keyof typeof messages

type PluralStem<W> = W extends `${infer Stem}_other` ? Stem : never
/** A key with one message per plural form: `<stem>_one`, `<stem>_other` and what else the language has. */
export type CountWord = PluralStem<Word>

type Snake<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Snake<B>}` : S

interface Message {
  message: string
  placeholders?: Record<string, { content: string }>
}

let own: Record<string, Message> = {}

/**
 * Chromium 156 now and then knows no message at all in a page of ours (seen in end-to-end runs: an approval window that
 * spoke in keys). Then they are read from the package. Before the first word is said.
 */
export async function loadWords(): Promise<void> {
  if (look('locale', []) !== '') return
  const tag = browser.i18n.getUILanguage().replace('-', '_')
  for (const name of [tag, tag.split('_')[0], 'en']) {
    const file = await fetch(browser.runtime.getURL(`_locales/${name}/messages.json`)).catch(() => null)
    if (!file?.ok) continue
    own = (await file.json()) as Record<string, Message>
    return
  }
}

/** A message with its placeholders filled in, as the browser does it. */
function fill({ message, placeholders = {} }: Message, subs: string[]): string {
  const content = (name: string) => placeholders[name.toLowerCase()]?.content ?? ''
  return message.replace(/\$(\w+)\$/g, (_, name: string) =>
    content(name).replace(/\$(\d)/g, (_, place: string) => subs[Number(place) - 1] ?? ''),
  )
}

const look = (key: string, subs: string[]): string =>
  browser.i18n.getMessage(key, subs) || (own[key] ? fill(own[key], subs) : '')

/** The sentence of `key` in the person's language, or the plain key where it is missing. */
export const t = (key: Word, ...subs: string[]): string => look(key, subs) || key

/** The sentence for `count` things, by the language's own plural rules; `$1` is the count as the language writes it. */
export function tn(key: CountWord, count: number, ...subs: string[]): string {
  const all = [new Intl.NumberFormat(language()).format(count), ...subs]
  const form = new Intl.PluralRules(language()).select(count)
  return look(`${key}_${form}`, all) || look(`${key}_other`, all) || key
}

/** The sentence of an error code: what happened and what to do next. Sites get it as `Error.message`. */
export const errorSentence = (code: ErrorCode): string => t(`error_${code.replaceAll('-', '_') as Snake<ErrorCode>}`)

/** The language that the messages are in (BCP 47): the browser's, where `_locales` has it. */
export function language(): string {
  const tag = look('locale', [])
  return tag || 'en'
}

/** Which way that language is written. */
export const direction = (): 'ltr' | 'rtl' => (/^(ar|fa|he|ur)\b/.test(language()) ? 'rtl' : 'ltr')
