import type { Word } from '../edges/words'
import type { ErrorCode } from '../protocol/error'
import type { PairingView } from '../wire/panel'
import { isStopped } from './pairing'

export interface PairingStep {
  word: Word
  state: 'done' | 'now' | 'todo' | 'failed'
}

const WORDS = ['step_relay', 'step_signer', 'step_answered', 'step_key'] as const satisfies readonly Word[]

/** How many steps are behind each stage. */
const DONE: Record<Exclude<PairingView['stage'], 'failed'>, number> = {
  connecting: 0,
  waiting: 1,
  answered: 3,
  paired: 4,
}

/** The step at which a failure of this code happens; any other is met while waiting for the signer. */
const FAILED_AT: Partial<Record<ErrorCode, number>> = {
  'no-relay': 0,
  'clock-off': 0,
  'relay-auth': 0,
  'relay-rate': 0,
  'relay-restricted': 0,
  'relay-work': 0,
  'relay-refused': 0,
  'pairing-refused': 2,
  'pairing-spent': 2,
  'bad-answer': 3,
  // an answer of these sorts to `connect` has a code of its own: this was the question for the public key
  'signer-refused': 3,
  'session-ended': 3,
  unsupported: 3,
  expired: 3,
}

/** The four steps of a pairing: each is done when it has really happened, and undone by what stops it. */
export function stepsOf({ stage, error, lights }: Pick<PairingView, 'stage' | 'error' | 'lights'>): PairingStep[] {
  const trouble = error ?? (isStopped({ stage, lights }) ? { code: 'clock-off' as const } : null)
  const failed = stage === 'failed' || trouble?.code === 'clock-off'
  const at = failed ? ((trouble && FAILED_AT[trouble.code]) ?? 1) : DONE[stage]
  return WORDS.map((named, i) => {
    if (i < at) return { word: named, state: 'done' }
    const word = named === 'step_relay' ? 'step_connecting' : named
    if (i > at) return { word, state: 'todo' }
    return { word, state: failed ? 'failed' : 'now' }
  })
}
