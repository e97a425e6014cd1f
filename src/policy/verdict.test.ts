import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../protocol/verdict'
import { judge, LONGEST_MS } from './judge'
import { sameQuestion } from './question'
import type { Rule } from './rule'
import { atBrowserStart, dropAccount, dropRule, prune, putRule, ruleOf } from './verdict'

const NOW = 1_800_000_000_000
const MINUTE = 60_000
const question = { account: 'a'.repeat(64), origin: 'https://site.example', permission: 'sign_event:1' }

const questions = fc.record({
  account: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
  origin: fc.constantFrom('https://a.example', 'http://a.example', 'https://b.example'),
  permission: fc.constantFrom('get_public_key', 'sign_event:1', 'nip44_decrypt'),
})
const untils = fc.oneof(
  fc.constantFrom<Rule['until'][]>(null, 'session'),
  fc.integer({ min: NOW - LONGEST_MS, max: NOW + LONGEST_MS }),
)
const ruleArb = fc.tuple(questions, fc.boolean(), untils).map(([asked, allow, until]) => ({ ...asked, allow, until }))
const verdicts: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constantFrom<Verdict[]>({ kind: 'once' }, { kind: 'always' }, { kind: 'deny' }, { kind: 'never' }),
  fc.record({
    kind: fc.constantFrom('allow-for' as const, 'deny-for' as const),
    minutes: fc.option(fc.constantFrom(5, 60, 480)),
  }),
)

describe('ruleOf', () => {
  it.each<[Verdict, boolean, Pick<Rule, 'allow' | 'until'> | null]>([
    [{ kind: 'once' }, true, null],
    [{ kind: 'deny' }, false, null],
    [{ kind: 'always' }, true, { allow: true, until: null }],
    [{ kind: 'never' }, false, { allow: false, until: null }],
    [{ kind: 'allow-for', minutes: 5 }, true, { allow: true, until: NOW + 5 * MINUTE }],
    [{ kind: 'allow-for', minutes: 480 }, true, { allow: true, until: NOW + 480 * MINUTE }],
    [{ kind: 'allow-for', minutes: 481 }, true, { allow: true, until: NOW + 480 * MINUTE }],
    [{ kind: 'allow-for', minutes: null }, true, { allow: true, until: 'session' }],
    [{ kind: 'deny-for', minutes: 60 }, false, { allow: false, until: NOW + 60 * MINUTE }],
    [{ kind: 'deny-for', minutes: null }, false, { allow: false, until: 'session' }],
  ])('of %j lets pass: %j, and leaves %j', (verdict, allowed, rule) => {
    const callToo = { ...question, callId: 'x' }
    expect(ruleOf(verdict, callToo, NOW)).toEqual({ allowed, rule: rule && { ...question, ...rule } })
  })

  it('leaves a rule that says what the verdict said', () => {
    fc.assert(
      fc.property(verdicts, questions, (verdict, asked) => {
        const { allowed, rule } = ruleOf(verdict, asked, NOW)
        if (rule) expect(judge([rule], asked, NOW)).toBe(allowed ? 'allow' : 'deny')
      }),
    )
  })
})

describe('the list of rules', () => {
  const lists = fc.array(ruleArb, { maxLength: 12 })

  it('holds one rule per question, the last one put', () => {
    fc.assert(
      fc.property(lists, (sequence) => {
        const rules = sequence.reduce<Rule[]>(putRule, [])
        for (const rule of rules) expect(rules.filter((other) => sameQuestion(other, rule))).toEqual([rule])
        for (const rule of sequence)
          expect(rules.find((one) => sameQuestion(one, rule))).toEqual(
            sequence.findLast((one) => sameQuestion(one, rule)),
          )
      }),
    )
  })

  it('is the same after a rule is put twice', () => {
    fc.assert(
      fc.property(lists, ruleArb, (rules, rule) => {
        const once = putRule(rules, rule)
        expect(putRule(once, rule)).toEqual(once)
        expect(once).toContainEqual(rule)
      }),
    )
  })

  it('loses by a drop what was dropped, and nothing else', () => {
    fc.assert(
      fc.property(lists, questions, (rules, asked) => {
        const { account } = asked
        expect(judge(dropRule(rules, asked), asked, NOW)).toBe('ask')
        expect(dropRule(rules, asked)).toEqual(rules.filter((rule) => !sameQuestion(rule, asked)))
        expect(dropAccount(rules, account)).toEqual(rules.filter((rule) => rule.account !== account))
      }),
    )
  })

  it('says the same after pruning, then and later', () => {
    fc.assert(
      fc.property(lists, questions, fc.nat(LONGEST_MS), (rules, asked, later) => {
        const pruned = prune(rules, NOW)
        expect(judge(pruned, asked, NOW)).toBe(judge(rules, asked, NOW))
        expect(judge(pruned, asked, NOW + later)).toBe(judge(rules, asked, NOW + later))
        expect(prune(pruned, NOW)).toEqual(pruned)
      }),
    )
  })

  it('loses at a start of the browser what was given until it closed', () => {
    fc.assert(
      fc.property(lists, (rules) => {
        const kept = atBrowserStart(rules)
        expect(kept).toEqual(rules.filter((rule) => rule.until !== 'session'))
      }),
    )
  })

  it('is never changed in place', () => {
    const rules = Object.freeze([Object.freeze({ ...question, allow: true, until: null })])
    const rule = { ...question, allow: false, until: null }
    expect(() => {
      putRule(rules, rule)
      dropRule(rules, rule)
      prune(rules, NOW)
      atBrowserStart(rules)
    }).not.toThrow()
  })
})
