import { expect, it } from 'vitest'
import type { ErrorCode } from '../protocol/error'
import type { PairingStage } from '../wire/panel'
import { stepsOf } from './steps'

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
  const steps = stepsOf({ stage, error: code && { code } })
  expect(steps.map(({ state }) => state).join(' ')).toBe(states)
})
