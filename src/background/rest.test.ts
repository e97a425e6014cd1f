import { describe, expect, it, vi } from 'vitest'
import { isAtRest } from './rest'
import { emptyState, type State } from './state'

vi.mock('webextension-polyfill', () => ({ default: {} }))

const line = (open: string[], pairing: object | null = null) => ({ l: { open, pairing } }) as unknown as State['lines']
const call = (at: string) => ({ c: { stage: { at } } }) as unknown as State['calls']

describe('at rest, so that it may be left for a panel to find', () => {
  it.each<[string, Partial<State>, boolean]>([
    ['is who was never paired', {}, true],
    ['is a line without a socket', { lines: line([]) }, true],
    ['is a call that was answered', { calls: call('answered') }, true],
    ['is not a line that is open: it closes', { lines: line(['wss://relay.example']) }, false],
    ['is not a pairing', { lines: line([], { stage: 'waiting' }) }, false],
    ['is not a call at its signer', { calls: call('signer') }, false],
    ['is not a call that waits for the unlock', { calls: call('locked') }, false],
    ['is not an approval', { approvals: [{}] as State['approvals'] }, false],
    ['is not what can be brought back for a while', { taken: [{}] as State['taken'] }, false],
  ])('%s', (_, part, isResting) => {
    expect(isAtRest({ ...emptyState(), ...part })).toBe(isResting)
  })
})
