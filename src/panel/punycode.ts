/** RFC 3492 for one label. Browsers encode (`new URL`) but none of them decodes for an extension. */

const [BASE, T_MIN, T_MAX, SKEW, DAMP, FIRST_BIAS, FIRST_CODE] = [36, 1, 26, 38, 700, 72, 128] as const

/** a to z are 0 to 25, 0 to 9 are 26 to 35. */
const digitOf = (char: string): number => 'abcdefghijklmnopqrstuvwxyz0123456789'.indexOf(char)

/** §6.1 */
function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2))
  rest += Math.floor(rest / count)
  let bias = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; bias += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return bias + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}

/** §6.2: one generalised variable-length integer. @returns null where the digits end too early, or are none */
function readNumber(digits: string, from: number, bias: number): { value: number; next: number } | null {
  let [value, weight] = [0, 1]
  for (let [next, k] = [from, BASE]; next < digits.length; k += BASE) {
    const digit = digitOf(digits.charAt(next++))
    if (digit < 0) return null
    value += digit * weight
    if (value > 0x7fffffff) return null
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
    if (digit < threshold) return { value, next }
    weight *= BASE - threshold
  }
  return null
}

/**
 * The text behind a label's `xn--`: `mnchen-3ya` is `münchen`.
 * @returns null where it is no punycode
 */
export function decodePunycode(label: string): string | null {
  const digits = label.toLowerCase()
  const dash = digits.lastIndexOf('-')
  const codes = [...digits.slice(0, Math.max(dash, 0))].map((char) => char.charCodeAt(0))
  let [code, place, bias, at] = [FIRST_CODE as number, 0, FIRST_BIAS as number, dash + 1]
  while (at < digits.length) {
    const read = readNumber(digits, at, bias)
    if (!read) return null
    at = read.next
    const count = codes.length + 1
    bias = adapt(read.value, count, codes.length === Math.max(dash, 0))
    code += Math.floor((place + read.value) / count)
    place = (place + read.value) % count
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null
    codes.splice(place++, 0, code)
  }
  return String.fromCodePoint(...codes)
}
