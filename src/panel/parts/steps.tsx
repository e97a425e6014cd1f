import { t, type Word } from '../../edges/words'
import type { PairingView } from '../../wire/panel'
import { type PairingStep, stepsOf } from '../steps'

const SAID: Record<PairingStep['state'], Word> = {
  done: 'step_done',
  now: 'step_now',
  todo: 'step_todo',
  failed: 'step_failed',
}

/** The steps of a pairing, lit as they happen; the step under way is announced. */
export function Steps({ pairing }: { pairing: PairingView }) {
  const steps = stepsOf(pairing)
  const current = steps.find(({ state }) => state === 'now' || state === 'failed') ?? steps.at(-1)
  return (
    <>
      <ol class="steps" aria-label={t('steps')}>
        {steps.map(({ word, state }) => (
          <li key={word} class={state} aria-current={state === 'now' ? 'step' : undefined}>
            {t(word)} <span class="unseen">{t(SAID[state])}</span>
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {current ? `${t(current.word)}: ${t(SAID[current.state])}` : ''}
      </p>
    </>
  )
}
