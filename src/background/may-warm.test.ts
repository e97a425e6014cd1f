import { describe, expect, it } from 'vitest'
import type { Rule } from '../policy/rule'
import { putPreset } from '../policy/site'
import type { Preset } from '../protocol/preset'
import { sessionLine } from '../signer/lines'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { mayWarm } from './may-warm'

const SITE = 'https://site.example'
const [ONE, TWO] = [keys(2).pubkey, keys(3).pubkey]
const NOW = 1_800_000_000_000
const MINUTE = 60_000

const lineOf = (id: string, user: string) => ({
  ...sessionLine(sessionOf(user, keys(1).pubkey, ['wss://relay0.example']), NOW),
  id,
})
const lines = { one: lineOf('one', ONE), two: lineOf('two', TWO) }

const rule = (change: Partial<Rule> = {}): Rule => ({
  ...{ account: ONE, origin: SITE, permission: 'sign_event:1', allow: true, until: null },
  ...change,
})
const warmed = (rules: Rule[], presets: [string, Preset][] = []) =>
  mayWarm({ lines, rules, sites: presets.reduce((sites, [user, p]) => putPreset(sites, SITE, user, p), {}) }, SITE, NOW)

describe('a look at nostr makes ready', () => {
  it.each<[string, Rule[], string[]]>([
    ['nothing for a stranger', [], []],
    ['the line of who allowed it something', [rule()], ['one']],
    ['both lines where both did', [rule(), rule({ account: TWO })], ['one', 'two']],
    ['it once, however much is allowed', [rule(), rule({ permission: 'nip44_decrypt' })], ['one']],
    ['nothing where all is denied', [rule({ allow: false })], []],
    [
      'the line where one thing is denied and another is not',
      [rule(), rule({ permission: 'x', allow: false })],
      ['one'],
    ],
    ['nothing for a site that was shut out', [rule(), rule({ permission: '*', allow: false })], []],
    ['the line again when that is over', [rule(), rule({ permission: '*', allow: false, until: NOW })], ['one']],
    ['the line until the browser closes', [rule({ until: 'session' })], ['one']],
    ['the line for as long as it was allowed', [rule({ until: NOW + MINUTE })], ['one']],
    ['nothing when that time is over', [rule({ until: NOW })], []],
    ['nothing for the same site at another port', [rule({ origin: `${SITE}:8443` })], []],
    ['nothing for the same site without TLS', [rule({ origin: 'http://site.example' })], []],
    ['nothing of an account that is gone', [rule({ account: keys(4).pubkey })], []],
  ])('%s', (_, rules, ids) => {
    expect(warmed(rules)).toEqual(ids)
  })

  it.each<[Preset, string[]]>([
    ['everyday', ['one']],
    ['phone', ['one']],
    ['ask', []],
  ])('under the preset "%s" the lines %j', (preset, ids) => {
    expect(warmed([], [[ONE, preset]])).toEqual(ids)
    expect(warmed([rule({ permission: '*', allow: false })], [[ONE, preset]])).toEqual([])
  })

  it('nothing of a pairing that is still under way', () => {
    const pairing = { ...lineOf('new', ONE), user: null }
    expect(mayWarm({ lines: { new: pairing }, rules: [rule()], sites: {} }, SITE, NOW)).toEqual([])
  })
})
