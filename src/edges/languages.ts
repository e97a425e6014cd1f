/** What `public/_locales` has, which no page can list: a test compares the two. */
export const LANGUAGES = [
  ...['ar', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'it', 'ja', 'ko'],
  ...['pl', 'pt_BR', 'ru', 'tr', 'uk', 'zh_CN', 'zh_TW'],
] as const

/** Scripts tell these two apart, and their people know them by that. */
const NAMED: Record<string, string> = { zh_CN: 'zh-Hans', zh_TW: 'zh-Hant' }

/** A folder's name as a language tag (BCP 47): `pt-BR`. */
export const tagOf = (folder: string): string => folder.replace('_', '-')

/** What a language calls itself: "português (Brasil)". */
export function nameOf(folder: string): string {
  const tag = NAMED[folder] ?? tagOf(folder)
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? folder
  const [first = '', ...rest] = name
  return first.toLocaleUpperCase(tag) + rest.join('')
}
