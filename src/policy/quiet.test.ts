import { describe, expect, it } from 'vitest'
import { hush, isQuiet, QUIET_MS } from './quiet'

const NOW = 1_800_000_000_000
const question = { account: 'a'.repeat(64), origin: 'https://site.example', permission: 'sign_event:1' }
const other = { ...question, permission: 'sign_event:0' }

describe('a question that was denied', () => {
  const quiet = hush([], [question], NOW)

  it.each([
    [NOW, true],
    [NOW + QUIET_MS - 1, true],
    [NOW + QUIET_MS, false],
    // the clock was set back
    [NOW - 1, false],
    [0, false],
  ])('at %i is quiet: %j', (now, expected) => {
    expect(isQuiet(quiet, question, now)).toBe(expected)
  })

  it.each([
    ['permission', other],
    ['origin', { ...question, origin: 'https://other.example' }],
    ['account', { ...question, account: 'b'.repeat(64) }],
  ])('does not silence another %s', (_, asked) => {
    expect(isQuiet(quiet, asked, NOW)).toBe(false)
  })

  it('starts anew when it is denied again, and stands once', () => {
    const again = hush(quiet, [question, question], NOW + 5)
    expect(again).toEqual([{ ...question, until: NOW + 5 + QUIET_MS }])
  })

  it('is forgotten after its time', () => {
    expect(hush(quiet, [other], NOW + QUIET_MS)).toEqual([{ ...other, until: NOW + 2 * QUIET_MS }])
  })

  it('leaves nothing of a call but the question', () => {
    expect(Object.keys(hush([], [{ ...question, callIds: ['x'] } as typeof question], NOW)[0] ?? {}).sort()).toEqual([
      'account',
      'origin',
      'permission',
      'until',
    ])
  })
})
