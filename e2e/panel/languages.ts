import english from '../../public/_locales/en/messages.json'
import { type Messages, small } from '../../scripts/locales'

/** The words of the stories: every language that there is, and two that nobody speaks. */

const files = import.meta.glob<Messages>('../../public/_locales/*/messages.json', { import: 'default' })
const folderOf = (path: string): string => path.split('/').at(-2) ?? ''

/** Longer words than English has: each vowel twice, with an accent. */
const longer = (text: string): string => text.replace(/[aeiou]/gi, (vowel) => `${(vowel + vowel).normalize()}\u0301`)

/** Written from right to left, and read by nobody: Hebrew letters for those of English. */
const turned = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => String.fromCharCode(0x5d0 + letter.toLowerCase().charCodeAt(0) - 97))

/** By tag; dates and numbers follow it. Placeholders stay. */
const PLAYED: Record<string, (text: string) => string> = { 'en-XA': longer, 'he-XB': turned }

const played = (change: (text: string) => string): Messages =>
  Object.fromEntries(
    Object.entries(english as Messages).map(([key, { message, ...rest }]) => {
      const parts = message.split(/(\$\w+\$)/).map((part, i) => (i % 2 ? part : change(part)))
      return [key, { ...rest, message: parts.join('') }]
    }),
  )

/** Folders of `_locales`, then those that are made up. */
export const LANGUAGES: readonly string[] = [...Object.keys(files).map(folderOf), ...Object.keys(PLAYED)]

const spoken = { tag: 'en', words: small(english, english) }
const englishWords = spoken.words

/** From now on `getMessage` speaks this language; English where it has no word, as in the browsers. */
export async function speak(language: string): Promise<void> {
  const change = PLAYED[language]
  const [, load] = Object.entries(files).find(([path]) => folderOf(path) === language) ?? []
  const messages = change ? { ...played(change), locale: { message: language } } : await load?.()
  if (!messages) throw new Error(`no language ${language}`)
  spoken.tag = messages.locale?.message ?? 'en'
  spoken.words = small(messages, english)
}

/** As `i18n.getUILanguage`. */
export const getUILanguage = (): string => spoken.tag

/** As `i18n.getMessage`. */
export function getMessage(key: string, subs: string[] = []): string {
  const found = spoken.words[key] ?? englishWords[key]
  return (found?.message ?? '').replace(/\$([\d$])/g, (_, place: string) =>
    place === '$' ? '$' : (subs[Number(place) - 1] ?? ''),
  )
}
