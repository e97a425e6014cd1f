import { isOneByOne, SELF } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import { judgeByPreset } from './everyday'
import { type Question, sameQuestion, sameSite } from './question'
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

function speaksOf(rule: Rule, question: Question): boolean {
  // no verdict leaves such a rule: somebody wrote it into storage
  if (rule.allow && isOneByOne(question.permission)) return false
  if (rule.permission === '*') return !rule.allow && sameSite(rule, question)
  // who may read everything may read what the user wrote to themselves; a log-in is for its one place only
  const { target, ...wider } = question
  return sameQuestion(rule, question) || (target === SELF && sameQuestion(rule, wider))
}

/**
 * What the stored rules say to a question. One permission never speaks for another. Where rules disagree (a record
 * from storage may hold two for one question) the denial stands.
 * @param now ms since the epoch
 */
export function judge(rules: readonly Rule[], question: Question, now: number): 'allow' | 'deny' | 'ask' {
  const live = rules.filter((rule) => speaksOf(rule, question) && isLive(rule, now))
  if (live.length === 0) return 'ask'
  return live.every((rule) => rule.allow) ? 'allow' : 'deny'
}

/** What is decided without the person, and by what; `ask`: it is for the person. */
export type Ruling = { said: 'allow' | 'deny'; by: 'rule' | 'preset' } | { said: 'ask' }

/**
 * Rules first, then the site's preset. What calls for caution passes neither, though a denial stands.
 * @param preset null: first contact
 * @param now ms since the epoch
 */
export function ruling(
  rules: readonly Rule[],
  preset: Preset | null,
  question: Question,
  isCautious: boolean,
  now: number,
): Ruling {
  const said = judge(rules, question, now)
  if (said === 'deny') return { said, by: 'rule' }
  if (isCautious) return { said: 'ask' }
  if (said === 'allow') return { said, by: 'rule' }
  return preset && judgeByPreset(preset, question) === 'allow' ? { said: 'allow', by: 'preset' } : { said: 'ask' }
}
