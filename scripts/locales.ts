/**
 * The shape of `_locales/<tag>/messages.json`. English has all of it; a translation is `{ "key": { "message": … } }` and
 * takes descriptions and placeholders from English.
 */
export interface Message {
  message: string
  description?: string
  placeholders?: Record<string, { content: string; example?: string }>
}
export type Messages = Record<string, Message>

const FORM = /_(?:zero|one|two|few|many|other)$/

/** Stems of what is counted: English says them in both its forms. */
export const pluralStems = (english: Messages): Set<string> =>
  new Set(
    Object.keys(english)
      .filter((key) => key.endsWith('_one') && `${key.slice(0, -4)}_other` in english)
      .map((key) => key.slice(0, -4)),
  )

/** The stem of a plural form, or null for a key that stands for itself. */
export function stemOf(key: string, stems: ReadonlySet<string>): string | null {
  const stem = key.replace(FORM, '')
  return stem !== key && stems.has(stem) ? stem : null
}

/** The English message that `key` translates; for the form of a plural that English has not, its `_other`. */
export function originalOf(key: string, english: Messages): Message | undefined {
  const stem = stemOf(key, pluralStems(english))
  return english[key] ?? (stem === null ? undefined : english[`${stem}_other`])
}

/** Every key of a language, in English's order, with the plural forms that the language has. @param tag BCP 47 */
export function keysFor(tag: string, english: Messages): string[] {
  const stems = pluralStems(english)
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories
  return Object.keys(english).flatMap((key) => {
    const stem = stemOf(key, stems)
    if (stem === null) return [key]
    return key.endsWith('_other') ? forms.map((form) => `${stem}_${form}`) : []
  })
}

const NAMED = /\$([A-Za-z0-9_@]+)\$/g
/** Chrome takes what stands between two $ for a name, and Firefox every digit after one for its number. */
const MISREAD = /\$\d(?:[A-Za-z0-9_@]*\$|\d)/

/** A sentence with `$1` for its `$name$`. @throws Error on a name that is not declared, or where browsers would misread it */
export function numbered(message: string, placeholders: Message['placeholders'] = {}): string {
  const said = message.replace(NAMED, (whole, name: string) => {
    const content = placeholders[name.toLowerCase()]?.content
    if (content === undefined) throw new Error(`${whole} is not declared: ${message}`)
    return content
  })
  if (MISREAD.test(said)) throw new Error(`browsers would misread ${said}`)
  return said
}

/**
 * What the browser needs of a language, and no more: its sentences. A `$` that is meant stays `$$`.
 * @throws Error as `numbered`
 */
export function small(messages: Messages, english: Messages): Record<string, { message: string }> {
  const entries = Object.entries(messages).map(([key, { message, placeholders }]) => {
    const declared = placeholders ?? originalOf(key, english)?.placeholders
    return [key, { message: numbered(message, declared) }] as const
  })
  return Object.fromEntries(entries)
}
