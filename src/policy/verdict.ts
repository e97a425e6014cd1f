import type { Hex } from '../protocol/hex'
import type { Verdict } from '../protocol/verdict'
import { isLive, LONGEST_MS } from './judge'
import { type Question, questionOf, sameQuestion } from './question'
import type { Rule } from './rule'

const ALLOWING: readonly Verdict['kind'][] = ['once', 'always', 'allow-for']

/**
 * What a verdict means: whether the calls it was given about may pass, and the rule it leaves behind; none after
 * `once` and `deny`, which are about these calls only.
 * @param now ms since the epoch; a time beyond LONGEST_MS is cut to it
 */
export function ruleOf(verdict: Verdict, question: Question, now: number): { allowed: boolean; rule: Rule | null } {
  const allow = ALLOWING.includes(verdict.kind)
  if (verdict.kind === 'once' || verdict.kind === 'deny') return { allowed: allow, rule: null }
  return { allowed: allow, rule: { ...questionOf(question), allow, until: endOf(verdict, now) } }
}

function endOf(verdict: Verdict, now: number): Rule['until'] {
  if (verdict.kind !== 'allow-for' && verdict.kind !== 'deny-for') return null
  return verdict.minutes === null ? 'session' : now + Math.min(verdict.minutes * 60_000, LONGEST_MS)
}

/** The rule in the place of any other about the same question. */
export const putRule = (rules: readonly Rule[], rule: Rule): Rule[] => [...dropRule(rules, rule), rule]

export const dropRule = (rules: readonly Rule[], question: Question): Rule[] =>
  rules.filter((rule) => !sameQuestion(rule, question))

/** Forget an account that logged out: its rules on every site. */
export const dropAccount = (rules: readonly Rule[], account: Hex): Rule[] =>
  rules.filter((rule) => rule.account !== account)

/** The rules that still count at `now` (ms). */
export const prune = (rules: readonly Rule[], now: number): Rule[] => rules.filter((rule) => isLive(rule, now))

/** The browser was closed and is open again: what was given until then has ended. */
export const atBrowserStart = (rules: readonly Rule[]): Rule[] => rules.filter((rule) => rule.until !== 'session')
