import { describe, expect, it, vi } from 'vitest'
import { pending } from '../../e2e/panel/snapshots'
import { SIGNER_NAMES, SIGNERS, type SignerName } from '../protocol/signers'
import type { PendingView } from '../wire/panel'
import {
  answeredSentence,
  hintSentence,
  isQuiet,
  signerTitle,
  silentSentence,
  standing,
  systemsOf,
  unaskedSentence,
  waitingSentence,
} from './signer'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/languages')
  return { default: { i18n: { getMessage } } }
})

describe('what is said of a signer', () => {
  it.each<[SignerName | null, string, string, RegExp]>([
    ['amber', 'Waiting for Amber', 'Amber is not listening.', /^Open Amber\..*notifications\.$/],
    ['primal', 'Waiting for Primal', 'Primal is not listening.', /session/],
    ['aegis', 'Waiting for Aegis', 'Aegis is not listening.', /60 minutes/],
    ['nak', 'Waiting for nak bunker', 'nak bunker is not listening.', /running/],
    ['bunker', 'Waiting for your signer', 'Your signer is not listening.', /your bunker is still running/],
    ['other', 'Waiting for your signer', 'Your signer is not listening.', /keep it in front\.$/],
    [null, 'Waiting for your signer', 'Your signer is not listening.', /keep it in front\.$/],
  ])('names %s where it has a name', (signer, waiting, silent, hint) => {
    expect(waitingSentence(signer)).toBe(waiting)
    expect(silentSentence(signer)).toBe(silent)
    expect(hintSentence(signer)).toMatch(hint)
  })

  it.each<[Partial<PendingView>, string, string]>([
    [{ stage: 'connecting' }, 'Looking for a relay…', 'Looking for a relay…'],
    [{ stage: 'auth' }, 'Your signer wants you to open a page.', 'Your signer wants you to open a page.'],
    [{}, '3 of 4 relays have it. Waiting for Amber.', '3 of 4 relays have it. Waiting for your signer.'],
    [
      { presence: 'reached' },
      'Amber is there. Confirm it in Amber.',
      'Your signer is there. Confirm it in your signer.',
    ],
    [
      { takenBy: 0 },
      'Sent, though no relay has confirmed it. Waiting for Amber.',
      'Sent, though no relay has confirmed it. Waiting for your signer.',
    ],
    [{ presence: 'silent' }, 'Amber is not listening.', 'Your signer is not listening.'],
  ])('says where %j stands at Amber, and at an unknown one', (part, named, unknown) => {
    expect([standing(pending(part), 'amber'), standing(pending(part), null)]).toEqual([named, unknown])
  })

  it.each<[SignerName | null, string, string]>([
    ['amber', 'Amber answered just now.', 'Paired just now. Amber has not been asked for anything yet.'],
    ['bunker', 'Your signer answered just now.', 'Paired just now. Your signer has not been asked for anything yet.'],
    [null, 'Your signer answered just now.', 'Paired just now. Your signer has not been asked for anything yet.'],
  ])('says when %s answered, or was paired', (signer, answered, unasked) => {
    expect([answeredSentence(signer, 'just now'), unaskedSentence(signer, 'just now')]).toEqual([answered, unasked])
  })

  it.each<[SignerName, string]>([
    ['amber', 'Android'],
    ['primal', 'Android, iOS'],
    ['nsecapp', 'Web'],
    ['bunker', 'Server'],
    ['other', ''],
  ])('says what %s runs on', (signer, systems) => {
    expect(systemsOf(signer)).toBe(systems)
  })

  it('has a title and a hint in words for every one', () => {
    for (const name of SIGNER_NAMES) {
      expect(signerTitle(name)).toMatch(SIGNERS[name].name ?? /^A/)
      expect(hintSentence(name)).toMatch(/^[A-Z].* .*\.$/)
    }
  })
})

describe('a hint is due', () => {
  const TAKEN = 1_000_000
  it.each<[PendingView['stage'], PendingView['presence'], number | null, number, boolean]>([
    ['connecting', 'unknown', null, 60_000, false],
    ['taken', 'unknown', TAKEN, 14_999, false],
    ['taken', 'unknown', TAKEN, 15_000, true],
    ['taken', 'unknown', null, 60_000, false],
    ['taken', 'silent', TAKEN, 6_000, true],
    ['taken', 'reached', TAKEN, 60_000, false],
    ['auth', 'unknown', TAKEN, 60_000, false],
    ['auth', 'silent', TAKEN, 60_000, false],
  ])('at %s, %s, taken at %s, %i ms on: %s', (stage, presence, takenAt, after, due) => {
    expect(isQuiet(pending({ stage, presence, takenAt }), TAKEN + after)).toBe(due)
  })
})
