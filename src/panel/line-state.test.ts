import { describe, expect, it, vi } from 'vitest'
import type { AccountView, PendingView, RelayView } from '../wire/panel'
import { defaultSentence, type LineState, lineState } from './line-state'

vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: { getMessage: (key: string, subs: string[] = []) => (key === 'locale' ? 'en' : [key, ...subs].join(' ')) },
  },
}))

const NOW = 1_800_000_000_000
const light = (state: RelayView['state']): RelayView => ({ url: 'wss://x.example', state, trouble: null, health: null })
const account = (part: Partial<AccountView> = {}): AccountView => ({
  ...{ user: 'a'.repeat(64), npub: 'npub1a', given: null, profile: null, remoteSigner: 'b'.repeat(64), relays: [] },
  ...{
    lights: [],
    pairedAt: NOW - 60_000,
    answeredAt: NOW - 120_000,
    endedAt: null,
    signer: null,
    cipher: 'nip44',
    learned: {},
  },
  ...part,
})
const call = (part: Partial<PendingView> = {}) => ({ stage: 'taken', presence: 'unknown', ...part }) as PendingView
const DOWN = [light('closed'), light('closed')]

describe('the state of a line', () => {
  it.each<[string, Partial<AccountView>, PendingView[], LineState['light'], string]>([
    ['answered', {}, [], 'open', 'line_answered 2 minutes ago'],
    ['was never asked', { answeredAt: null }, [], 'open', 'line_paired 1 minute ago'],
    ['has a call', {}, [call()], 'connecting', 'step_signer'],
    ['has one at Amber', { signer: 'amber' }, [call()], 'connecting', 'line_waiting_for Amber'],
    ['is silent', { signer: 'amber' }, [call(), call({ presence: 'silent' })], 'closed', 'silent_named Amber'],
    ['is cut off', { lights: DOWN }, [call({ presence: 'silent' })], 'closed', 'line_cut_off'],
    ['has one relay left', { lights: [...DOWN, light('connecting')] }, [], 'open', 'line_answered 2 minutes ago'],
  ])('that %s', (_, part, pending, light, sentence) => {
    expect(lineState(account(part), pending, NOW)).toEqual({ light, sentence })
  })

  it('says who signs by default only where that is somebody else', () => {
    const ada = account({ given: 'Ada' })
    const boris = account({ user: 'c'.repeat(64), given: 'Boris' })
    expect(defaultSentence([ada, boris], boris, ada.user)).toBe('default_is Ada')
    expect(defaultSentence([ada, boris], ada, ada.user)).toBe(null)
    expect(defaultSentence([ada], ada, null)).toBe(null)
  })
})
