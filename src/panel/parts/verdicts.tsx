import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { after } from '../../edges/clock'
import { t, type Word } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { Verdict } from '../../wire/panel'
import { Act, type Tone } from './act'

/** A key press meant for the page behind must not decide: the buttons come to life this much later, ms. */
export const ARMING_MS = 400

const BUTTONS: readonly { word: Word; tone: Tone; verdict: Verdict }[] = [
  { word: 'deny', tone: 'plain', verdict: { kind: 'deny' } },
  { word: 'allow_once', tone: 'main', verdict: { kind: 'once' } },
  { word: 'never', tone: 'quiet', verdict: { kind: 'never' } },
  { word: 'always', tone: 'quiet', verdict: { kind: 'always' } },
]

const TIMES: readonly { word: Word; minutes: number | null }[] = [
  { word: 'time_5_minutes', minutes: 5 },
  { word: 'time_1_hour', minutes: 60 },
  { word: 'time_8_hours', minutes: 480 },
  { word: 'time_session', minutes: null },
]

interface VerdictsProps {
  decide: (verdict: Verdict) => Promise<Outcome<void>>
  /** Whether Escape denies: in a popup the browser takes it to close the popup. */
  escapes: boolean
}

/** What a person may decide, within thumb's reach at the lower edge. */
export function Verdicts({ decide, escapes }: VerdictsProps) {
  const armed = useArmed()
  useEscape(() => void decide({ kind: 'deny' }), escapes && armed)
  return (
    <footer class="verdicts">
      {BUTTONS.map(({ word, tone, verdict }) => (
        <Act key={word} tone={tone} disabled={!armed} run={() => decide(verdict)}>
          {t(word)}
        </Act>
      ))}
      <ForTime armed={armed} decide={decide} />
    </footer>
  )
}

function ForTime({ decide, armed }: Pick<VerdictsProps, 'decide'> & { armed: boolean }) {
  const chosen = useSignal(0)
  const minutes = TIMES[chosen.value]?.minutes ?? null
  return (
    <details class="for-time">
      <summary>{t('for_time')}</summary>
      <select
        aria-label={t('for_time')}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = Number(event.currentTarget.value)
        }}
      >
        {TIMES.map(({ word }, i) => (
          <option key={word} value={i}>
            {t(word)}
          </option>
        ))}
      </select>
      <div class="actions">
        <Act disabled={!armed} run={() => decide({ kind: 'deny-for', minutes })}>
          {t('deny_for')}
        </Act>
        <Act disabled={!armed} run={() => decide({ kind: 'allow-for', minutes })}>
          {t('allow_for')}
        </Act>
      </div>
    </details>
  )
}

/** False for the first moments of a question; the caller gives each question its own key. */
function useArmed(): boolean {
  const armed = useSignal(false)
  useEffect(
    () =>
      after(ARMING_MS, () => {
        armed.value = true
      }),
    [],
  )
  return armed.value
}

function useEscape(task: () => void, live: boolean): void {
  useEffect(() => {
    if (!live) return
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') task()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
}
