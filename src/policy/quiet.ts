import { type Question, questionOf, sameQuestion, sameSite } from './question'

/**
 * How long a question that was denied is not asked again, in ms: long enough to break a loop of calls, short enough
 * that a person who denied by mistake is asked when the site's button is pressed again.
 */
export const QUIET_MS = 10_000

/** A question lately denied: its calls are denied unasked until then. `permission` `*`: whatever the site asks. */
export interface Quiet extends Question {
  /** ms since the epoch */
  until: number
}

// as with rules, an end further away than quiet times are long was set by another clock
const isLive = ({ until }: Quiet, now: number): boolean => now < until && until - now <= QUIET_MS

/** The quiet times after `denied` was denied at `now` (ms); those that ended are dropped. */
export function hush(quiet: readonly Quiet[], denied: readonly Question[], now: number): Quiet[] {
  let kept = quiet.filter((one) => isLive(one, now))
  for (const question of denied) {
    const fresh = { ...questionOf(question), until: now + QUIET_MS }
    kept = [...kept.filter((one) => !sameQuestion(one, fresh)), fresh]
  }
  return kept
}

/** The site's window was closed: it is not to come back at once with another question. */
export const hushSites = (quiet: readonly Quiet[], denied: readonly Question[], now: number): Quiet[] =>
  hush(
    quiet,
    denied.map(({ account, origin }) => ({ account, origin, permission: '*' })),
    now,
  )

/** Was this denied a moment ago? `now` in ms. */
export const isQuiet = (quiet: readonly Quiet[], question: Question, now: number): boolean =>
  quiet.some(
    (one) => isLive(one, now) && (sameQuestion(one, question) || (one.permission === '*' && sameSite(one, question))),
  )
