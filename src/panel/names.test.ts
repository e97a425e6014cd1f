import { describe, expect, it, vi } from 'vitest'
import { calledOf, initialOf, labelOf, nameOf, soughtOf } from './names'

vi.mock('webextension-polyfill', () => ({
  default: { i18n: { getMessage: (key: string) => (key === 'locale' ? 'en' : '') } },
}))

const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
const USER = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'
const of = (given: string | null, name: string | null = null) => ({
  ...{ user: USER, npub: NPUB, given, profile: name === null ? null : { name, picture: null } },
})

describe('an account', () => {
  it.each<[string | null, string | null, string | null, string]>([
    ['Work', 'Ada', 'Work', 'Work'],
    [null, 'Ada', 'Ada', 'Ada'],
    ['Work', null, 'Work', 'Work'],
    [null, null, null, 'npub180cv…yjh6w6'],
  ])('given %j, with %j in its profile, is named %j and called %s', (given, name, named, called) => {
    expect(nameOf(of(given, name))).toBe(named)
    expect(calledOf(of(given, name))).toBe(called)
  })

  it('is never without its key in a list', () => {
    expect(labelOf(of('Work'))).toBe('\u2068Work\u2069 (npub180cv…yjh6w6)')
    expect(labelOf(of(null))).toBe('npub180cv…yjh6w6')
  })

  it.each([
    [of('work'), 'W'],
    [of(null, '«élodie»'), 'É'],
    [of('🐳 whale'), 'W'],
    [of('🐳'), '8'],
    [of(null), '8'],
  ])('without a picture has a letter', (account, letter) => {
    expect(initialOf(account).letter).toBe(letter)
  })

  it('has a colour that no name chooses', () => {
    expect(initialOf(of('Work')).hue).toBe(initialOf(of(null, 'Ada')).hue)
    expect(initialOf({ ...of('Work'), user: `4${USER.slice(1)}` }).hue).not.toBe(initialOf(of('Work')).hue)
  })

  it('is found by either name, npub or hex', () => {
    const [work, ada] = [of('Work', 'Ada'), { ...of(null, 'Boris'), user: 'f'.repeat(64), npub: 'npub1zzzz' }]
    const all = [work, ada] as never[]
    const found = (sought: string) => soughtOf(all, sought).length
    expect(['wor', ' ADA ', 'npub1zz', 'ffff', 'npub1', '', 'nobody'].map(found)).toEqual([1, 1, 1, 1, 2, 2, 0])
  })
})
