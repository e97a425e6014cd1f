import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SELF } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import { isLive, judge, LONGEST_MS, ruling } from './judge'
import type { Question } from './question'
import type { Rule } from './rule'

const NOW = 1_800_000_000_000
const question = { account: 'a'.repeat(64), origin: 'https://site.example', permission: 'sign_event:1' }
const rule = (change: Partial<Rule> = {}): Rule => ({ ...question, allow: true, until: null, ...change })

describe('isLive', () => {
  it.each<[Rule['until'], number, boolean]>([
    [null, NOW, true],
    ['session', NOW, true],
    [NOW + 1, NOW, true],
    [NOW, NOW, false],
    [NOW - 1, NOW, false],
    [NOW + LONGEST_MS, NOW, true],
    // the clock was set back: the rule was not made for that long
    [NOW + LONGEST_MS + 1, NOW, false],
    [NOW, 0, false],
    [Number.NaN, NOW, false],
  ])('of a rule until %j at %i is %j', (until, now, live) => {
    expect(isLive(rule({ until }), now)).toBe(live)
  })
})

describe('judge', () => {
  it.each<[string, Rule[], 'allow' | 'deny' | 'ask']>([
    ['asks where no rule is', [], 'ask'],
    ['allows what is allowed', [rule()], 'allow'],
    ['denies what is denied', [rule({ allow: false })], 'deny'],
    ['allows until the browser closes', [rule({ until: 'session' })], 'allow'],
    ['allows for a time', [rule({ until: NOW + 60_000 })], 'allow'],
    ['asks again after the time', [rule({ until: NOW })], 'ask'],
    ['asks again after a denial for a time', [rule({ allow: false, until: NOW - 1 })], 'ask'],
    ['asks for another account', [rule({ account: 'b'.repeat(64) })], 'ask'],
    ['asks for another kind', [rule({ permission: 'sign_event:10' })], 'ask'],
    ['does not take the bare method for every kind', [rule({ permission: 'sign_event' })], 'ask'],
    ['asks for another scheme', [rule({ origin: 'http://site.example' })], 'ask'],
    ['asks for another port', [rule({ origin: 'https://site.example:8443' })], 'ask'],
    ['asks for a host that only begins alike', [rule({ origin: 'https://site.example.evil' })], 'ask'],
    ['denies where two rules disagree', [rule(), rule({ allow: false })], 'deny'],
    ['denies where two rules disagree, in any order', [rule({ allow: false }), rule()], 'deny'],
    ['does not count a denial that ran out', [rule(), rule({ allow: false, until: NOW })], 'allow'],
    ['does not count an allowance that ran out', [rule({ until: NOW }), rule({ allow: false })], 'deny'],
  ])('%s', (_, rules, verdict) => {
    expect(judge(rules, question, NOW)).toBe(verdict)
  })

  it('time only runs out: what was given for a time and has ended stays ended', () => {
    const time = fc.integer({ min: 0, max: 3 * LONGEST_MS })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LONGEST_MS }), fc.boolean(), time, time, (length, allow, a, b) => {
        const rules = [rule({ allow, until: NOW + length })]
        const [early, late] = [NOW + Math.min(a, b), NOW + Math.max(a, b)]
        if (judge(rules, question, early) === 'ask') expect(judge(rules, question, late)).toBe('ask')
        expect(judge(rules, question, early) === 'ask').toBe(early >= NOW + length)
      }),
    )
  })

  it('a clock that jumps anywhere never stretches a rule beyond the longest time there is', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (until, now) => {
        if (judge([rule({ until })], question, now) === 'allow') expect(until - now).toBeLessThanOrEqual(LONGEST_MS)
      }),
    )
  })
})

describe('a rule with a target', () => {
  const login = (target?: string): Question => ({
    ...question,
    permission: 'sign_event:27235',
    ...(target !== undefined && { target }),
  })
  const decrypt = (target?: string): Question => ({ ...login(target), permission: 'nip44_decrypt' })
  const always = (asked: Question): Rule => ({ ...asked, allow: true, until: null })

  it.each<[string, Rule, Question, 'allow' | 'ask']>([
    ['is for its own log-in', always(login('GET https://a.example/x')), login('GET https://a.example/x'), 'allow'],
    ['is for no other log-in', always(login('GET https://a.example/x')), login('GET https://a.example/y'), 'ask'],
    ['is for no other method', always(login('GET https://a.example/x')), login('DELETE https://a.example/x'), 'ask'],
    ['is not for one that names none', always(login('GET https://a.example/x')), login(), 'ask'],
    [
      'of all log-ins, as older versions kept it, is for none',
      always(login()),
      login('GET https://a.example/x'),
      'ask',
    ],
    ['for reading everything is for the own drafts too', always(decrypt()), decrypt(SELF), 'allow'],
    ['for the own drafts opens nobody else’s words', always(decrypt(SELF)), decrypt(), 'ask'],
  ])('%s', (_, stored, asked, said) => {
    expect(judge([stored], asked, NOW)).toBe(said)
  })
})

describe('a rule about everything', () => {
  const deny = rule({ permission: '*', allow: false, until: NOW + 60_000 })

  it('denies whatever its site asks of its account, also what is allowed otherwise', () => {
    expect(judge([deny, rule()], question, NOW)).toBe('deny')
    expect(judge([deny], { ...question, permission: 'nip44_decrypt', target: SELF }, NOW)).toBe('deny')
  })

  it('is about one site and one account', () => {
    expect(judge([deny], { ...question, origin: 'https://other.example' }, NOW)).toBe('ask')
    expect(judge([deny], { ...question, account: 'b'.repeat(64) }, NOW)).toBe('ask')
  })

  it('never allows: one that would has no meaning', () => {
    expect(judge([{ ...deny, allow: true }], question, NOW)).toBe('ask')
  })
})

describe('what is looked at one by one: money, and bare hashes', () => {
  const asked = ['sign_psbt', 'sign_schnorr'].map((permission) => ({ ...question, permission }))
  const byHand = (one: Question): Rule[] =>
    [null, 'session' as const, NOW + 60_000].map((until) => ({ ...one, until, allow: true }))

  it.each(asked)('is allowed by no rule, not by one that somebody wrote into storage: $permission', (one) => {
    expect(judge(byHand(one), one, NOW)).toBe('ask')
    for (const preset of ['everyday', 'phone', 'ask', null] as const)
      expect(ruling(byHand(one), preset, one, false, NOW)).toEqual({ said: 'ask' })
  })

  it.each(asked)('is denied by a rule, and where everything is: $permission', (one) => {
    const deny: Rule = { ...one, allow: false, until: null }
    expect(ruling([...byHand(one), deny], 'phone', one, true, NOW)).toEqual({ said: 'deny', by: 'rule' })
    expect(ruling([{ ...deny, permission: '*' }], 'phone', one, true, NOW)).toEqual({ said: 'deny', by: 'rule' })
  })
})

describe('ruling', () => {
  const allow = rule()
  const deny = rule({ allow: false })
  it.each<[string, Rule[], Preset | null, boolean, ReturnType<typeof ruling>]>([
    ['first contact is for the person', [], null, false, { said: 'ask' }],
    ['a rule comes before first contact', [allow], null, false, { said: 'allow', by: 'rule' }],
    ['Everyday lets a note pass', [], 'everyday', false, { said: 'allow', by: 'preset' }],
    ['a denial stands above every preset', [deny], 'phone', false, { said: 'deny', by: 'rule' }],
    ['Ask every time asks', [], 'ask', false, { said: 'ask' }],
    ['an always stands above Ask every time', [allow], 'ask', false, { said: 'allow', by: 'rule' }],
    ['caution stands above an always', [allow], 'everyday', true, { said: 'ask' }],
    ['caution stands above Phone decides', [], 'phone', true, { said: 'ask' }],
    ['a denial stands above caution', [deny], 'phone', true, { said: 'deny', by: 'rule' }],
  ])('%s', (_, rules, preset, isCautious, said) => {
    expect(ruling(rules, preset, question, isCautious, NOW)).toEqual(said)
  })
})
