// How hard a new passphrase is to guess, as a person may be told while choosing it. A thief tries what people choose:
// words, names, years, keys in a row. So this counts what those cost to try, in bits (doublings of the guesses), and where
// it cannot tell a word from letters at random it takes it for a word: too strict rather than too kind.

/** `short` is refused. */
export type Strength = 'short' | 'weak' | 'fair' | 'good'

/** Characters that a passphrase must have, unless it is hard to guess all the same: three words are. */
const SHORTEST = 12

/** At 10,000 guesses a second, which scrypt makes dear: a day and a half, and 50 years. */
const FAIR = 30
const GOOD = 44

/** The few that stand at the head of every list of stolen passwords, and what comes to mind here. */
const COMMON = [
  ...['password', 'passwort', 'passphrase', 'motdepasse', 'contraseña', 'letmein', 'welcome', 'iloveyou', 'changeme'],
  ...['monkey', 'dragon', 'hunter', 'master', 'secret', 'shadow', 'sunshine', 'princess', 'football', 'baseball'],
  ...[
    'superman',
    'batman',
    'starwars',
    'pokemon',
    'michael',
    'jordan',
    'charlie',
    'summer',
    'winter',
    'hello',
    'admin',
  ],
  ...['login', 'computer', 'internet', 'google', 'bitcoin', 'satoshi', 'nakamoto', 'nostr', 'lanyard', 'whatever'],
  'correct horse battery staple',
]

/** Keys and letters in their order. */
const ROWS = [
  ...['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm'],
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
].flatMap((row) => [row, [...row].reverse().join('')])

const LOOKALIKES: Record<string, string> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
}
const disguised = new RegExp(`[${Object.keys(LOOKALIKES).join('')}]`, 'g')
const undisguised = (text: string): string => text.replace(disguised, (sign) => LOOKALIKES[sign] ?? sign)

/** Bits of what needs no thinking: one of the list, or a stretch of a row; a letter at random; a word; a digit; a sign. */
const OBVIOUS = 6
const LETTER = 4.7
const WORD = 12
const DIGIT = 2.5
const SIGN = 4

/** @returns bits: each is a doubling of the guesses that it takes */
export function bitsOf(passphrase: string): number {
  // what comes after so much changes nothing, and may take long to look at
  const text = passphrase.normalize('NFKC').slice(0, 200)
  const whole = text.match(/^(.+?)\1+$/su)?.[1]
  if (whole !== undefined) return bitsOf(whole) + Math.log2(text.length / whole.length)
  const plain = text.toLowerCase()
  const rest = withoutObvious(plain)
  const bits = Math.min(ofRuns([plain]), OBVIOUS * (rest.length - 1) + ofRuns(rest))
  return bits + ofCapitals(text)
}

/** What is left around what is obvious: one piece more than was found. */
function withoutObvious(plain: string): string[] {
  const pieces: string[] = []
  let from = 0
  for (let at = 0; at < plain.length; ) {
    const length = obviousAt(plain, at)
    if (length === 0) at++
    else {
      pieces.push(plain.slice(from, at))
      at += length
      from = at
    }
  }
  return [...pieces, plain.slice(from)]
}

function obviousAt(plain: string, at: number): number {
  const [here, clear] = [plain.slice(at), undisguised(plain.slice(at))]
  const word = COMMON.find((common) => here.startsWith(common) || clear.startsWith(common))
  const year = /^(?:19|20)\d\d(?!\d)/.test(here) ? 4 : 0
  return Math.max(word?.length ?? 0, year, ...ROWS.map((row) => alongRow(here, row)))
}

/** How far it runs along a row; two keys side by side are chance. */
function alongRow(text: string, row: string): number {
  const start = row.indexOf(text.slice(0, 3))
  if (start < 0 || text.length < 3) return 0
  let length = 3
  while (length < text.length && text[length] === row[start + length]) length++
  return length
}

/** Letters, digits and signs that stand together; the same again costs next to nothing. */
function ofRuns(pieces: readonly string[]): number {
  const seen = new Set<string>()
  const runs = pieces.flatMap((piece) => piece.match(/[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}]/gu) ?? [])
  return runs.reduce((sum, run) => {
    const cost = seen.has(run) ? 1 : ofRun(run)
    seen.add(run)
    return sum + cost
  }, 0)
}

function ofRun(run: string): number {
  const length = [...run].length
  if (/^[\s\-_.,]/.test(run)) return 1
  const variety = new Set(run).size
  if (variety === 1) return SIGN + Math.log2(length)
  if (/^\p{N}/u.test(run)) return DIGIT * length
  if (!/^\p{L}/u.test(run)) return SIGN
  // where each letter is a syllable, or a word, and nothing stands between
  if (/\p{scx=Han}|\p{sc=Hangul}/u.test(run)) return LETTER * length
  return Math.min(LETTER * length, WORD) + 1.5 * Math.max(0, length - 8)
}

/** A capital first, or all of them, is what everybody does. */
function ofCapitals(text: string): number {
  const changes = text.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0
  return changes + (/\p{Lu}/u.test(text) ? 1 : 0)
}

export function strengthOf(passphrase: string): Strength {
  const text = passphrase.normalize('NFKC')
  const bits = bitsOf(text)
  if (bits < FAIR) return [...text].length < SHORTEST ? 'short' : 'weak'
  return bits < GOOD ? 'fair' : 'good'
}
