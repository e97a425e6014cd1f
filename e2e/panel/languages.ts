import english from '../../public/_locales/en/messages.json'
import { type Messages, small } from '../../scripts/locales'
import { PLAYED, playedWords, type Voice, voiceOf } from './words'

/** Every language, from the sources: for a designer, and for tests of sentences. */

const files = import.meta.glob<Messages>('../../public/_locales/*/messages.json', { import: 'default' })
const folderOf = (path: string): string => path.split('/').at(-2) ?? ''

/** Folders of `_locales`, then those that are made up. */
export const LANGUAGES: readonly string[] = [...Object.keys(files).map(folderOf), ...Object.keys(PLAYED)]

const englishWords = small(english, english)

export async function voiceIn(language: string): Promise<Voice> {
  if (language in PLAYED) return voiceOf(playedWords(language, english), englishWords)
  const [, load] = Object.entries(files).find(([path]) => folderOf(path) === language) ?? []
  if (!load) throw new Error(`no language ${language}`)
  return voiceOf(small(await load(), english), englishWords)
}

/** English, as `i18n.getMessage`. */
export const { getMessage } = voiceOf(englishWords, englishWords)
