import { language } from '../edges/words'

/** Hex in groups of four, as a person compares it with the phone: `3bf0 c63f cb93 …`. */
export const hexGroups = (hex: string): string => hex.replace(/(.{4})(?=.)/g, '$1 ')

/** Both ends of a long key: `npub1qny3…tx8m9q`. */
export const shortKey = (key: string): string => (key.length <= 20 ? key : `${key.slice(0, 9)}…${key.slice(-6)}`)

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

let relatively: { of: string; words: Intl.RelativeTimeFormat } | null = null

/** Made once for a language: a list of hundreds would spend its time on it. */
function relative(tag: string): Intl.RelativeTimeFormat {
  if (relatively?.of !== tag) relatively = { of: tag, words: new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }) }
  return relatively.words
}

/** How long ago `at` was, in words: "2 minutes ago", "now". Both in ms since the epoch. @param least what is told at least */
export function ago(at: number, now: number, least: 'minute' | 'second' = 'minute'): string {
  const words = relative(language())
  const units = least === 'second' ? UNITS : UNITS.slice(0, 3)
  for (const [unit, ms] of units) if (now - at >= ms) return words.format(-Math.floor((now - at) / ms), unit)
  return words.format(0, 'second')
}

const two = (n: number): string => String(n).padStart(2, '0')

/** Date and time of day in the person's language; `at` in ms. */
export const moment = (at: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(at)

/** Time of day in the person's language; `at` in ms. */
export const hour = (at: number): string => new Intl.DateTimeFormat(language(), { timeStyle: 'short' }).format(at)

/** A number as the language writes it. */
export const count = (n: number): string => new Intl.NumberFormat(language()).format(n)

/** Characters that are not seen, or turn the order of those that are; but for the joiners that scripts and emoji need. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** JSON in which nothing is hidden: unseen characters are escaped, which means the same. @param indent spaces */
export const plainJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(
    UNSEEN,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

export interface OriginParts {
  scheme: string
  host: string
}

/** An origin in two parts, so that the part that names the site can stand out. Nothing is cut. */
export function originParts(origin: string): OriginParts {
  const [, scheme = '', host = origin] = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/.exec(origin) ?? []
  return { scheme, host }
}

/** Time of day to the thousandth of a second, the same in every language, for a protocol; `at` in ms. */
export function exactTime(at: number): string {
  const date = new Date(at)
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two)
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
