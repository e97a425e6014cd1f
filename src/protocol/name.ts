/** Longest name that is shown or given, in UTF-16 units, as text fields count them. */
export const MAX_NAME = 60

const BEFORE_JOINER = /(?:\p{Extended_Pictographic}|\ufe0f|\p{Emoji_Modifier}|\p{L}\p{M}*)$/u
const AFTER_JOINER = /^(?:\p{Extended_Pictographic}|\p{L})/u
const BEFORE_SELECTOR = /[\p{Extended_Pictographic}\d#*]$/u
/** Nothing to see: controls, marks of direction, zero widths, blank letters, halves of surrogates, private use. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Joiners stay where a script or an emoji needs them: between two letters that are not Latin, or two pictures. */
function isNeeded(char: string, at: number, whole: string): boolean {
  const before = whole.slice(Math.max(0, at - 8), at)
  if (char === '\ufe0f') return BEFORE_SELECTOR.test(before)
  if (char !== '\u200d' && char !== '\u200c') return false
  const after = whole.slice(at + 1, at + 3)
  return BEFORE_JOINER.test(before) && AFTER_JOINER.test(after) && !/[\0-\u02af]$/.test(before)
}

/** As many whole characters, as a person sees them, as have room. */
function cut(text: string, room: number): string {
  let kept = ''
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (kept.length + segment.length > room) break
    kept += segment
  }
  return kept
}

/**
 * A name of a stranger's making in one line, with nothing in it that is not seen or turns what stands around it.
 * @returns at most MAX_NAME long; null where nothing is left
 */
export function cleanName(text: string): string | null {
  const seen = text
    .slice(0, 1_000)
    .replace(/[\p{Z}\t-\r]+/gu, ' ')
    .replace(UNSEEN, (char, at: number, whole: string) => (isNeeded(char, at, whole) ? char : ''))
    .normalize('NFC')
    // towers of marks reach over other lines
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/ +/g, ' ')
    .trim()
  return cut(seen, MAX_NAME).trim() || null
}
