import { expect, it } from 'vitest'
import type { ErrorCode } from '../protocol/error'
import type { PairingStage, RelayView } from '../wire/panel'
import { stepsOf } from './steps'

const light = (clockOff: boolean | null): RelayView => ({
  ...{ url: 'wss://relay.example', state: 'open', trouble: null },
  health: clockOff === null ? null : { at: 0, writes: !clockOff, reads: null, auth: false, clockOff, roundTrip: null },
})

it.each<[PairingStage, ErrorCode | null, string]>([
  ['connecting', null, 'now todo todo todo'],
  ['waiting', null, 'done now todo todo'],
  ['answered', null, 'done done done now'],
  ['paired', null, 'done done done done'],
  ['failed', null, 'done failed todo todo'],
  ['failed', 'no-relay', 'failed todo todo todo'],
  ['failed', 'pairing-silent', 'done failed todo todo'],
  ['failed', 'pairing-refused', 'done done failed todo'],
  ['failed', 'relay-restricted', 'failed todo todo todo'],
  ['failed', 'bad-answer', 'done done done failed'],
  ['failed', 'expired', 'done done done failed'],
  ['failed', 'signer-refused', 'done done done failed'],
])('at %s (%s) the steps are %s', (stage, code, states) => {
  const steps = stepsOf({ stage, error: code && { code }, lights: [light(false)] })
  expect(steps.map(({ state }) => state).join(' ')).toBe(states)
})

it('none is done where every relay that was asked says that our clock is wrong, and none is left to be asked', () => {
  const states = (...off: (boolean | null)[]) =>
    stepsOf({ stage: 'waiting', error: null, lights: off.map(light) }).map(({ state }) => state)
  expect(states(true, true)).toEqual(['failed', 'todo', 'todo', 'todo'])
  expect(states(true, false)).toEqual(['done', 'now', 'todo', 'todo'])
  expect(states(true, null)).toEqual(['done', 'now', 'todo', 'todo'])
})
