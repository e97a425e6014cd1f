import { keysFor, type Message, type Messages, numbered, originalOf, pluralStems, stemOf } from './locales'
import same from './locales-same.json' with { type: 'json' }

/** What is wrong with a translation, in words for the one who made it. */

/** Languages that both Chrome's store and Firefox know, as folders of `_locales`. */
const FOLDERS =
  'ar bg bn ca cs da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv mr ms nl pl pt_BR pt_PT ro ru sk sl sr ' +
  'sv ta te th tr uk vi zh_CN zh_TW'
export const isKnown = (folder: string): boolean => FOLDERS.split(' ').includes(folder)

/** The BCP 47 tag of a folder. */
export const tagOf = (folder: string): string => folder.replace('_', '-')

/** Names that stay as they are, in every script. */
const KEPT = [
  ...['Lanyard', 'Nostr', 'npub', 'nsec', 'bunker://', 'nostrconnect://', 'wss://', 'relay.powr.build', 'window.nostr'],
  ...['Amber', 'Primal', 'Aegis', 'Clave', 'Igloo', 'Android', 'NIP-04', 'NIP-44', 'JSON'],
]

/** What stands in menus and on buttons is short: at most so many letters. */
const LIMITS: readonly [(key: string, description: string) => boolean, number][] = [
  [(key) => ['home', 'sites', 'activity', 'account', 'settings'].includes(key), 13],
  [(key) => key === 'extDescription', 132],
  [(_, description) => /^(Verdict b|B)utton\b/.test(description), 32],
]

/** Quotation marks, opening and closing; a language without a row of its own has English's. */
const QUOTES: Record<string, string[]> = {
  ...{
    de: ['„“'],
    cs: ['„“'],
    sk: ['„“'],
    sl: ['„“', '»«'],
    bg: ['„“'],
    pl: ['„”'],
    hu: ['„”'],
    ro: ['„”'],
    sr: ['„”', '„“'],
  },
  ...{ fr: ['«»'], it: ['«»', '“”'], es: ['«»', '“”'], ca: ['«»'], 'pt-PT': ['«»', '“”'], ru: ['«»'], uk: ['«»'] },
  ...{
    el: ['«»'],
    lt: ['„“'],
    lv: ['„”', '“”'],
    et: ['„“'],
    hr: ['„”', '„“'],
    da: ['“”', '»«'],
    sv: ['””'],
    fi: ['””'],
  },
  ...{ ar: ['«»', '“”'], fa: ['«»'], he: ['“”', '״״'], ja: ['「」'], 'zh-TW': ['「」'] },
}
const MARKS = /["“”„«»「」『』״]/g

/** The end of a sentence, and how others write it. */
const ENDS: Record<string, string> = { '.': '.。।', '?': '?？؟', ':': ':：', '…': '…' }
const endOf = (text: string): string =>
  Object.entries(ENDS).find(([, all]) => all.includes(text.at(-1) ?? ' '))?.[0] ?? ''

/** Bidi embeddings, overrides and isolates, controls, what has no width and no meaning (ZWJ, ZWNJ, LRM and RLM have one). */
const FORBIDDEN = /[\p{Cc}\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffd]/u

const letters = (text: string): number => [...new Intl.Segmenter().segment(text)].length
const PLACEHOLDER = /\$([A-Za-z0-9_@]+)\$/g
const namesIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name]) => (name ?? '').toLowerCase())
const bare = (text: string): string => text.replace(PLACEHOLDER, ' ')

/** Where the digits of Arabic, Persian, Hindi and Bengali begin. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6]
function ascii(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  const zero = ZEROS.find((from) => code >= from && code < from + 10)
  return zero === undefined ? digit : String(code - zero)
}

/** Numbers above two, without separators; words may stand for the smaller ones. */
function numbersIn(text: string): string {
  const found =
    bare(text)
      .replace(/\p{Nd}/gu, ascii)
      .match(/\d+(?:[.,٬’\u00a0\u202f ]\d{3})*/g) ?? []
  const plain = found.map((number) => Number(number.replace(/\D/g, '')))
  return plain
    .filter((number) => number > 2)
    .sort()
    .join(', ')
}

/** Does a plural form stand for one number alone, as "one" does in German, and in Russian (1, 21, 31 …) does not? */
function saysHowMany(tag: string, form: string): boolean {
  const rules = new Intl.PluralRules(tag)
  return Array.from({ length: 200 }, (_, i) => i + 1).filter((n) => rules.select(n) === form).length <= 1
}

interface Pair {
  key: string
  text: string
  original: Message
  tag: string
  /** The form of a plural, or null. */
  form: string | null
}

function placeholderFaults({ text, original, tag, form }: Pair): string[] {
  const declared = original.placeholders ?? {}
  const has = namesIn(text)
  const count = Object.keys(declared).find((name) => declared[name]?.content === '$1')
  const spare = form !== null && saysHowMany(tag, form) ? count : undefined
  const lacking = Object.keys(declared).filter((name) => !has.includes(name) && name !== spare)
  const strange = has.filter((name) => !(name in declared))
  const faults = [
    ...lacking.map((name) => `lacks $${name.toUpperCase()}$`),
    ...strange.map((name) => `has a $${name.toUpperCase()}$ that English has not`),
    ...(bare(text).includes('$') ? ['has a $ that names nothing'] : []),
  ]
  if (strange.length > 0) return faults
  try {
    numbered(text, declared)
  } catch {
    faults.push('has two placeholders, or one and a digit, with nothing between')
  }
  return faults
}

function quoteFaults({ text, original, tag }: Pair): string[] {
  const pairs = QUOTES[tag] ?? ['“”']
  const marks = (text.match(MARKS) ?? []).join('')
  const meant = (original.message.match(MARKS) ?? []).length
  const fits = pairs.some((pair) => marks === pair.repeat(meant / 2))
  return fits ? [] : [`has the quotation marks ${marks || '(none)'}, not ${pairs.join(' or ')} as often as English`]
}

/** Words that are the same in English and in this language; the shared ones are names. */
const maybeSame = (text: string, tag: string): boolean =>
  [...same['*'], ...((same as Record<string, string[]>)[tag] ?? [])].some(
    (one) => one.toLowerCase() === text.toLowerCase(),
  )

function wordFaults({ key, text, original, tag }: Pair): string[] {
  const english = original.message
  const limit = LIMITS.find(([fits]) => fits(key, original.description ?? ''))?.[1]
  const [ends, should] = [endOf(text), endOf(english)]
  return [
    ...(tag !== 'en' && text === english && /\p{L}/u.test(bare(text)) && !maybeSame(text, tag) ? ['is English'] : []),
    ...KEPT.filter((name) => english.includes(name) && !text.includes(name)).map((name) => `lacks “${name}”`),
    ...(numbersIn(text) === numbersIn(english)
      ? []
      : [`has the numbers ${numbersIn(text)}, English ${numbersIn(english)}`]),
    ...(ends === should || tag === 'th' ? [] : [`ends in “${ends}”, English in “${should}”`]),
    ...(limit !== undefined && letters(text) > limit ? [`has ${letters(text)} letters; ${limit} fit`] : []),
  ]
}

function writingFaults({ text }: Pair): string[] {
  return [
    ...(text === '' || text !== text.trim() || /[ \u00a0]{2}/.test(text) ? ['is empty, or has a space too many'] : []),
    ...(text.includes('...') ? ['has ... in place of …'] : []),
    ...(/['´`]/.test(text) ? ['has a straight apostrophe in place of ’'] : []),
    ...(FORBIDDEN.test(text) ? ['has a character that is not seen, or turns the direction'] : []),
    ...(text.normalize() === text ? [] : ['is not in Unicode’s form C']),
  ]
}

/** Faults of one sentence. @param tag BCP 47 */
export function sentenceFaults(
  key: string,
  text: string,
  original: Message,
  tag: string,
  form: string | null,
): string[] {
  const pair = { key, text, original, tag, form }
  if (key === 'locale') return text === tag ? [] : [`is not ${tag}`]
  if (key === 'extName') return text === original.message ? [] : ['is not translated']
  return [...writingFaults(pair), ...wordFaults(pair), ...quoteFaults(pair), ...placeholderFaults(pair)]
}

/** Faults of a language, each with its key. */
export function faults(folder: string, messages: Messages, english: Messages): string[] {
  const tag = tagOf(folder)
  const stems = pluralStems(english)
  const needed = keysFor(tag, english)
  const own = Object.entries(messages).flatMap(([key, { message }]) => {
    const original = originalOf(key, english)
    if (!original || !needed.includes(key)) return [`${key}: is not asked for`]
    const form = stemOf(key, stems) === null ? null : (key.split('_').at(-1) ?? null)
    return sentenceFaults(key, message, original, tag, form).map((fault) => `${key}: ${fault}`)
  })
  return [...needed.filter((key) => !(key in messages)).map((key) => `${key}: is missing`), ...own]
}
