import { describe, expect, it } from 'vitest'
import type { RuleView, SiteView } from '../wire/panel'
import { accountsSought, bySite, fits, isOn, type SiteFilter, signerAt, wishOf } from './sites'

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)] as [string, string]

const view = (part: Partial<SiteView> = {}): SiteView => ({
  ...{ origin: 'https://one.example', account: A, rules: [], preset: null, isCurrent: true, isTold: false },
  ...{ on: null, hasOther: false, isFirm: false, lastAt: null },
  ...part,
})

const rule = (allow: boolean, until: RuleView['until']): RuleView => ({ permission: 'sign_event:1', allow, until })

describe('sites', () => {
  it('are one for each origin, in the order of their last use, who signs there first', () => {
    const groups = bySite([
      view({ account: B, isCurrent: false, lastAt: 3 }),
      view({ origin: 'https://two.example', lastAt: 2 }),
      view({ account: A, lastAt: 1 }),
    ])
    expect(
      groups.map(({ origin, lastAt, accounts }) => [origin, lastAt, accounts.map(({ account }) => account)]),
    ).toEqual([
      ['https://one.example', 3, [A, B]],
      ['https://two.example', 2, [A]],
    ])
  })

  it.each<[string, string, boolean]>([
    ['the name that the person gave', 'WORK', true],
    ['the name of the profile', 'ada', true],
    ['how the key begins', 'npub1qny', true],
    ['the whole key', A, true],
    ['letters that are somewhere in the key', 'ny3', false],
    ['another name', 'home', false],
  ])('are found by an account, by %s', (_, sought, isFound) => {
    const npub = 'npub1qny3tkh0acurzla8x3zy4nhrjz5zd8l9sy9jys09umwng00manysew95gx'
    const meant = accountsSought([{ user: A, npub, given: 'Work', profile: { name: 'Ada', picture: null } }], sought)
    expect(bySite([view()]).map((group) => fits(group, sought, 'all', meant))).toEqual([isFound])
  })

  it.each<[string, SiteFilter, Partial<SiteView>, string, boolean]>([
    ['part of its name', 'all', {}, 'ONE.', true],
    ['another name', 'all', {}, 'two', false],
    ['spaces around', 'all', {}, ' one ', true],
    ['nothing denied', 'denied', { rules: [rule(true, null)] }, '', false],
    ['denied for a time', 'denied', { rules: [rule(true, null), rule(false, 5)] }, '', true],
    ['denied for good', 'denied', { rules: [rule(false, null)] }, '', true],
    ['denied until the browser closes is not never', 'never', { rules: [rule(false, 'session')] }, '', false],
    ['never', 'never', { rules: [rule(false, null)] }, '', true],
    ['always is not never', 'never', { rules: [rule(true, null)] }, '', false],
    ['off', 'off', { on: false }, '', true],
    ['as the mode says', 'off', { on: null }, '', false],
    ['off, but another name', 'off', { on: false }, 'two', false],
  ])('are found by %s (%s)', (_, filter, part, sought, isFound) => {
    expect(bySite([view(part)]).map((group) => fits(group, sought, filter))).toEqual([isFound])
  })

  it.each([
    ['every', null, true],
    ['every', false, false],
    ['every', true, true],
    ['chosen', null, false],
    ['chosen', true, true],
    ['chosen', false, false],
  ] as const)('in the mode %s, set to %s: on %s', (sites, on, is) => {
    expect(isOn({ on }, { sites })).toBe(is)
  })

  it.each([
    ['every', true, null],
    ['every', false, false],
    ['chosen', true, true],
    ['chosen', false, null],
  ] as const)('in the mode %s, to be %s it is set to %s', (sites, wish, on) => {
    expect(wishOf(wish, { sites })).toBe(on)
    expect(isOn({ on: wishOf(wish, { sites }) }, { sites })).toBe(wish)
  })

  it.each([
    ['who was chosen', 'https://one.example', B],
    ['the default on a strange site', 'https://three.example', A],
    ['the default where there is no site', null, A],
  ])('are signed for by %s', (_, origin, user) => {
    const sites = [view({ account: A, isCurrent: false }), view({ account: B })]
    expect(signerAt({ sites, account: A }, origin)).toBe(user)
  })
})
