import { decodePunycode } from './punycode'

/** What is odd about the name of a site. */
export type Oddity =
  /** Letters of several scripts in one label, as no language writes them. */
  | 'mixed-scripts'
  /** Another script or rare letters throughout that look like plain Latin. */
  | 'lookalike'

/** The host name of an origin, in ASCII, without its port; the whole text where it is no origin. */
export const hostName = (origin: string): string => (URL.canParse(origin) ? new URL(origin).hostname : origin)

/** A host as it is meant to be read: `xn--mnchen-3ya.example` is `münchen.example`. What cannot be read stays. */
export const readableHost = (host: string): string =>
  host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodePunycode(label.slice(4)) ?? label) : label))
    .join('.')

const SCRIPTS =
  'Latin Greek Cyrillic Armenian Hebrew Arabic Devanagari Bengali Gurmukhi Gujarati Tamil Telugu Kannada Malayalam Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Cherokee Khmer Mongolian Hiragana Katakana Bopomofo Han'
    .split(' ')
    .map((name) => ({ name, has: new RegExp(`\\p{Script=${name}}`, 'u') }))

/** Letters of scripts that stand in no list are one script more. */
const KNOWN = new RegExp(
  `[\\p{Script=Common}\\p{Script=Inherited}${SCRIPTS.map(({ name }) => `\\p{Script=${name}}`).join('')}]`,
  'u',
)

/** Scripts that are written together (UTS 39, highly restrictive): Latin may stand beside these. */
const TOGETHER = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
]

function scriptsOf(label: string): string[] {
  const found = SCRIPTS.filter(({ has }) => has.test(label)).map(({ name }) => name)
  return [...label].every((char) => KNOWN.test(char)) ? found : [...found, 'other']
}

const isMixed = (scripts: string[]): boolean =>
  scripts.length > 1 && !TOGETHER.some((set) => scripts.every((script) => set.includes(script)))

/** Letters that pass for Latin ones in common fonts, by script (after Chromium's IDN spoof checker). */
const LIKE_LATIN: Readonly<Record<string, RegExp>> = {
  Cyrillic: /^[асԁеһіјӏорԛѕԝхуъьҽпгѵѡкмтвн\d-]+$/,
  Greek: /^[αικνορυωητχγϲϳ\d-]+$/,
  Armenian: /^[ագզէլհյոսւօքցո\d-]+$/,
  Cherokee: /^[\p{Script=Cherokee}\d-]+$/u,
}

/** Latin letters that are read as plain ones, and marks that hardly show below them. */
const RARE_LATIN = /^(?:[ıȷɑɡɩɪɴʀʏʟᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢƅƍɾʋꞌʼạẹịọụḥḷṇṛṣẓ]|[\u0300-\u036f])+$/

const isLookalike = (label: string, scripts: string[], ending: string): boolean => {
  const [script = ''] = scripts
  // Vietnamese has such letters too, beside others
  if (script === 'Latin') return RARE_LATIN.test(label.replace(/[\0-\x7f]/g, ''))
  // a name in the script of its own ending pretends nothing
  return !scriptsOf(ending).includes(script) && (LIKE_LATIN[script]?.test(label) ?? false)
}

/** What a person should be warned of before trusting a host by its looks; null: nothing. @param host in ASCII */
export function oddityOf(host: string): Oddity | null {
  const labels = readableHost(host).split('.')
  const ending = labels.at(-1) ?? ''
  const foreign = labels.filter((label) => /[^\0-\x7f]/.test(label))
  if (foreign.some((label) => isMixed(scriptsOf(label)))) return 'mixed-scripts'
  return foreign.some((label) => isLookalike(label, scriptsOf(label), ending)) ? 'lookalike' : null
}

/** A site's badge: the first letter of its name on a colour of its origin's own. */
export interface Badge {
  letter: string
  /** Degrees on the colour wheel, in steps of 15. */
  hue: number
}

/** Both are made of the origin alone, so that a lookalike of a site has another badge than the site. */
export function badgeOf(origin: string): Badge {
  const name = readableHost(hostName(origin)).replace(/^www\./, '')
  const [letter = '?'] = name.match(/[\p{L}\p{N}]/u) ?? []
  let h = 0x811c9dc5
  for (const char of origin) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return { letter: letter.toLocaleUpperCase('en'), hue: ((h >>> 8) % 24) * 15 }
}
