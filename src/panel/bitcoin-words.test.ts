import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Warning } from './bitcoin'
import { absence, btc, rateWord, satsWord, warningSentence } from './bitcoin-words'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/languages')
  return { default: { i18n: { getMessage } } }
})

describe('btc', () => {
  it.each([
    [0n, '0.00000000 BTC'],
    [1n, '0.00000001 BTC'],
    [150_320n, '0.00150320 BTC'],
    [123_456_789_012n, '1,234.56789012 BTC'],
    [2_100_000_000_000_000n, '21,000,000.00000000 BTC'],
  ])('writes %s sats as %s', (sats, words) => {
    expect(btc(sats)).toBe(words)
  })

  it('loses no satoshi of all that there will be', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2_100_000_000_000_000n }), (sats) => {
        expect(BigInt(btc(sats).replace(/\D/g, ''))).toBe(sats)
      }),
    )
  })
})

describe('satsWord', () => {
  it.each([
    [1n, '1 sat'],
    [150_320n, '150,320 sats'],
  ])('writes %s as %s', (sats, words) => {
    expect(satsWord(sats)).toBe(words)
  })
})

describe('rateWord', () => {
  it.each([
    [0.97, '≈ 1 sat/vB'],
    [3.66, '≈ 3.7 sat/vB'],
    [612.4, '≈ 612 sat/vB'],
  ])('writes %s as %s', (rate, words) => {
    expect(rateWord(rate)).toBe(words)
  })
})

describe('warningSentence', () => {
  it.each<[RegExp, Warning]>([
    [/nothing in it for your key/, { why: 'nothing-yours' }],
    [/goes to an address that is not your key’s/, { why: 'false-change' }],
    [/lost.*0\.00020000 BTC/, { why: 'burnt', amount: 20_000n }],
    [/change where the money goes.*0\.00000007 BTC/, { why: 'open-outputs', amount: 7n }],
    [/only one part.*0\.00000007 BTC/, { why: 'open-rest', amount: 7n }],
    [/add coins of their own/, { why: 'open-inputs', amount: 7n }],
    [/amount of 1 input is/, { why: 'unknown-amounts', count: 1 }],
    [/amounts of 2 inputs are/, { why: 'unknown-amounts', count: 2 }],
    [/More goes out/, { why: 'too-much-out' }],
    [/32% of what is sent/, { why: 'fee-share', percent: 32 }],
    [/high: 0\.00100000 BTC/, { why: 'fee-large', fee: 100_000n }],
    [/high: ≈ 612 sat\/vB/, { why: 'fee-rate', rate: 612 }],
  ])('says what is wrong: %s', (words, warning) => {
    expect(warningSentence(warning)).toMatch(words)
  })
})

describe('absence', () => {
  it.each([
    ['loading', 'Reading the payment…'],
    ['unreadable', 'This payment cannot be read, so it cannot be allowed.'],
  ] as const)('says why nothing is shown: %s', (reading, words) => {
    expect(absence(reading)).toBe(words)
  })
})
