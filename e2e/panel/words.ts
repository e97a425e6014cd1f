import { type Messages, small } from '../../scripts/locales'

/** The words of a played browser: those of `_locales`, and of two languages that nobody speaks. */

/** Each key with its sentence, as `small` and the build make them. */
export type Words = Record<string, { message: string }>

/** Longer words than English has: each vowel twice, with an accent. */
const longer = (text: string): string => text.replace(/[aeiou]/gi, (vowel) => `${(vowel + vowel).normalize()}\u0301`)

/** Written from right to left, and read by nobody: Hebrew letters for those of English. */
const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => String.fromCharCode(0x5d0 + letter.toLowerCase().charCodeAt(0) - 97))

/** By tag; dates and numbers follow it. Placeholders stay. */
export const PLAYED: Readonly<Record<string, (text: string) => string>> = { 'en-XA': longer, 'he-XB': turned }

/** @param tag one of PLAYED */
export function playedWords(tag: string, english: Messages): Words {
  const change = PLAYED[tag] ?? String
  const messages = Object.entries(english).map(([key, { message, ...rest }]) => {
    const parts = message.split(/(\$\w+\$)/).map((part, i) => (i % 2 ? part : change(part)))
    return [key, { ...rest, message: parts.join('') }] as const
  })
  return small({ ...Object.fromEntries(messages), locale: { message: tag } }, english)
}

/** What says them. */
export interface Voice {
  /** As `i18n.getMessage`. */
  getMessage(key: string, subs?: string[]): string
  /** As `i18n.getUILanguage`. */
  getUILanguage(): string
}

/** English where the language has no word, as in the browsers. */
export const voiceOf = (words: Words, english: Words): Voice => ({
  getMessage(key, subs = []) {
    const { message } = words[key] ?? english[key] ?? { message: '' }
    return message.replace(/\$([\d$])/g, (_, place: string) => (place === '$' ? '$' : (subs[Number(place) - 1] ?? '')))
  },
  getUILanguage: () => words.locale?.message ?? 'en',
})
