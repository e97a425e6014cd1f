import { describe, expect, it } from 'vitest'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { RequestMethod } from '../protocol/nip46'
import type { Manner } from '../testing/manner'
import { pairedStage } from '../testing/stage'
import { LACKS_MS, lacks, learnLack } from './lacks'
import type { Line } from './line'

const NOW = 1_800_000_000_000
const line = (lacking?: Line['lacks']): Line => ({ learned: {}, ...(lacking && { lacks: lacking }) }) as unknown as Line

describe('a method that a signer lacks', () => {
  it.each<[string, Line['lacks'], string, boolean]>([
    ['it never said', undefined, 'sign_psbt', false],
    ['it said just now', { sign_psbt: NOW }, 'sign_psbt', true],
    ['it said of another', { sign_schnorr: NOW }, 'sign_psbt', false],
    ['it said almost a day ago', { sign_psbt: NOW - LACKS_MS + 1 }, 'sign_psbt', true],
    ['it said a day ago', { sign_psbt: NOW - LACKS_MS }, 'sign_psbt', false],
    ['it said by a clock that was set back since', { sign_psbt: NOW + 1 }, 'sign_psbt', false],
    ['a name that every object has', { sign_psbt: NOW }, 'toString', false],
    ['a name that no object has', { sign_psbt: NOW }, '__proto__', false],
  ])('%s', (_, lacking, method, isLacking) => {
    expect(lacks(line(lacking), method, NOW)).toBe(isLacking)
  })

  it.each<[string, RequestMethod, Outcome, boolean]>([
    ['its clear words', 'sign_psbt', fail('unsupported'), true],
    ['its clear words of the other', 'sign_schnorr', fail('unsupported'), true],
    ['a refusal', 'sign_psbt', fail('signer-refused', 'method not allowed'), false],
    ['silence', 'sign_psbt', fail('expired'), false],
    ['no relay', 'sign_psbt', fail('no-relay'), false],
    ['its person', 'sign_psbt', fail('cancelled'), false],
    ['an answer', 'sign_psbt', succeed('70'), false],
    ['a wrong answer', 'sign_psbt', fail('bad-answer'), false],
    ['what each signer should know', 'nip44_decrypt', fail('unsupported'), false],
  ])('is learned from its clear words alone: %s', (_, method, outcome, isLacking) => {
    expect(lacks(learnLack(line(), method, outcome, NOW), method, NOW)).toBe(isLacking)
  })

  it('is known again by an answer, and by nothing less', () => {
    const lacking = line({ sign_psbt: NOW, sign_schnorr: NOW })
    expect(learnLack(lacking, 'sign_psbt', fail('bad-answer'), NOW + 1).lacks).toEqual({ sign_schnorr: NOW })
    expect(learnLack(lacking, 'sign_psbt', fail('expired'), NOW + 1)).toBe(lacking)
  })
})

it.each<[string, Manner['replies'], boolean]>([
  [
    '“Unrecognized method” (Amber) is learned',
    { sign_schnorr: () => ({ error: 'Unrecognized method: sign_schnorr' }) },
    true,
  ],
  ['a result that says so (Aegis) is learned', { sign_schnorr: () => ({ result: 'no sign_schnorr method' }) }, true],
  ['a refusal in words of its own is not', { sign_schnorr: () => ({ error: 'I would rather not' }) }, false],
  ['silence is not', { sign_schnorr: () => null }, false],
])('%s', (_, replies, isLacking) => {
  const set = pairedStage({ manner: { replies } })
  set.world.feed({ type: 'ask', id: 'r', method: 'sign_schnorr', params: ['ab'.repeat(32)] })
  set.clock.advance(400_000)
  expect(lacks(set.world.line(), 'sign_schnorr', set.clock.now())).toBe(isLacking)
  const kept = set.world.effects.findLast((effect) => effect.type === 'keep')
  expect(kept?.type === 'keep' && kept.session.lacks !== undefined).toBe(isLacking)
})
