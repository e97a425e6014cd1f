import { type Question, sameQuestion } from './question'
import type { Rule } from './rule'

/** The longest time a verdict is given for, in ms: 8 hours. */
export const LONGEST_MS = 8 * 60 * 60_000

/**
 * Does the rule still count? A rule that ends later than any verdict could have set it was made under another clock;
 * it has run out, or a clock set back by a day would stretch five minutes to a day.
 * @param now ms since the epoch
 */
export function isLive(rule: Rule, now: number): boolean {
  if (rule.until === null || rule.until === 'session') return true
  return now < rule.until && rule.until - now <= LONGEST_MS
}

/**
 * What the stored rules say to a question. One permission never speaks for another. Where rules disagree (a record
 * from storage may hold two for one question) the denial stands.
 * @param now ms since the epoch
 */
export function judge(rules: readonly Rule[], question: Question, now: number): 'allow' | 'deny' | 'ask' {
  const live = rules.filter((rule) => sameQuestion(rule, question) && isLive(rule, now))
  if (live.length === 0) return 'ask'
  return live.every((rule) => rule.allow) ? 'allow' : 'deny'
}
