import { describe, expect, it } from 'vitest'
import { isOn, presetOf, putPreset, putSite, siteOf, tellKey, withoutAccount } from './site'

const SITE = 'https://site.example'
const USER = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)

describe('a site', () => {
  it('begins as a stranger to every account', () => {
    expect(siteOf({}, SITE)).toMatchObject({ account: null, told: null, on: null })
    expect(presetOf({}, SITE, USER)).toBeNull()
  })

  it('is dealt with by each account in its own way', () => {
    const sites = putPreset(putPreset({}, SITE, USER, 'everyday'), SITE, OTHER, 'ask')
    expect([presetOf(sites, SITE, USER), presetOf(sites, SITE, OTHER)]).toEqual(['everyday', 'ask'])
    expect(presetOf(putPreset(sites, SITE, USER, null), SITE, USER)).toBeNull()
    expect(presetOf(sites, 'http://site.example', USER)).toBeNull()
  })

  it('that was told a key keeps it as its signer', () => {
    expect(siteOf(tellKey({}, SITE, USER), SITE)).toMatchObject({ account: USER, told: USER })
  })

  it('forgets an account that logged out, and stays off where it was off', () => {
    const told = putPreset(tellKey(putSite({}, SITE, { on: false }), SITE, USER), SITE, USER, 'phone')
    const sites = withoutAccount(putPreset(told, SITE, OTHER, 'ask'), USER)
    expect(siteOf(sites, SITE)).toEqual({ ...siteOf({}, SITE), presets: { [OTHER]: 'ask' }, on: false })
  })

  it('is forgotten with the only account that knew it', () => {
    const known = putPreset(tellKey({}, SITE, USER), SITE, USER, 'everyday')
    expect(withoutAccount(known, USER)).toEqual({})
    expect(withoutAccount(putSite(known, SITE, { hasOther: true }), USER)).toHaveProperty([SITE])
  })

  it.each<[boolean | null, 'every' | 'chosen', boolean]>([
    [null, 'every', true],
    [null, 'chosen', false],
    [true, 'chosen', true],
    [true, 'every', true],
    [false, 'every', false],
    [false, 'chosen', false],
  ])('set to %j is in mode %s there: %j', (on, mode, there) => {
    expect(isOn(putSite({}, SITE, { on }), mode, SITE)).toBe(there)
  })
})
