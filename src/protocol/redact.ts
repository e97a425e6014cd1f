/** Characters of a key or an event id that are left: enough to tell two apart, too few to look anybody up. */
const LEFT = 8

/** A key or an id, shortened: `3bf0c63f…`. */
export const shortId = (id: string): string => (id.length <= LEFT ? id : `${id.slice(0, LEFT)}…`)

/** Longer words of others are cut, in characters. */
const LONGEST = 160

const RULES: readonly [RegExp, string | ((...match: string[]) => string)][] = [
  // a token names keys, relays and a secret
  [/\b(bunker|nostrconnect):\S*/gi, '$1:…'],
  [/\b(secret|token|password|passphrase|key)(\s*[:=]\s*|\s+["'“‘`«])[^\s,;]+/gi, '$1 …'],
  // NIP-19 and NIP-49
  [/\b(npub|nsec|note|nprofile|nevent|naddr|nrelay|ncryptsec)1[a-z0-9]+/gi, '$1…'],
  [/[0-9a-f]{16,}/gi, (run) => shortId(run)],
  // ciphertexts and signatures in base64, and secrets of letters and digits; a word of a language is never so long
  [/[A-Za-z0-9+/_=-]{24,}/g, '…'],
]

/**
 * Somebody else's words, fit to be shown to whoever helps: no key, token, secret or ciphertext in them, on one line, and
 * not long.
 */
export function redact(words: string): string {
  const clean = RULES.reduce((text, [pattern, by]) => text.replace(pattern, by as string), words.slice(0, 4_000))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const line = clean.replace(/[\s\x00-\x1f\x7f\u2028\u2029]+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line
}

/** A relay by its host and port: a path or a query may be a person's own (paid relays have keys in them). */
export function relayName(url: string): string {
  if (!URL.canParse(url)) return redact(url)
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol === 'ws:' ? 'ws://' : ''}${host}${pathname.length > 1 || search ? '/…' : ''}`
}
