import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { t } from '../../edges/words'
import type { ApprovalView } from '../../wire/panel'
import type { Reading } from '../bitcoin'
import { Asked } from './asked'

export interface PagerProps {
  calls: ApprovalView['calls']
  skipped: ReadonlySet<string>
  skip: (callIds: string[], out: boolean) => void
  /** Payments, by their call. */
  readings: ReadonlyMap<string, Reading>
}

/** The calls of a question, one on each page; any but the last one left may be taken out. */
export function Pager({ calls, skipped, skip, readings }: PagerProps) {
  const page = useSignal(0)
  const call = calls[Math.min(page.value, calls.length - 1)]
  const turn = (by: number) => {
    page.value = (page.value + by + calls.length) % calls.length
  }
  useArrows(turn, calls.length > 1)
  const reading = call && readings.get(call.callId)
  if (!call) return null
  const isOut = skipped.has(call.callId)
  return (
    <div class="stack">
      {calls.length > 1 ? (
        <nav class="pager" aria-label={t('pager')}>
          <button type="button" class="button plain" aria-label={t('pager_previous')} onClick={() => turn(-1)}>
            <span aria-hidden="true">‹</span>
          </button>
          <span role="status">{t('pager_at', String(page.value + 1), String(calls.length))}</span>
          <button type="button" class="button plain" aria-label={t('pager_next')} onClick={() => turn(1)}>
            <span aria-hidden="true">›</span>
          </button>
          <label>
            <input
              type="checkbox"
              checked={isOut}
              disabled={!isOut && skipped.size === calls.length - 1}
              onChange={() => skip([call.callId], !isOut)}
            />{' '}
            {t('skip')}
          </label>
        </nav>
      ) : null}
      <div class={isOut ? 'skipped' : undefined}>
        <Asked key={call.callId} asked={call.asked} {...(reading && { reading })} />
      </div>
    </div>
  )
}

/** Fields that take the arrow keys for themselves. */
const OWN_ARROWS = 'select, textarea, input:not([type="checkbox"])'

/** 1 for the arrow that leads on, as the page is written, -1 for the one that leads back, 0 for any other press. */
function turnOf({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): number {
  if (altKey || ctrlKey || metaKey || (target instanceof Element && target.closest(OWN_ARROWS))) return 0
  const direction = Number(key === 'ArrowRight') - Number(key === 'ArrowLeft')
  return document.documentElement.dir === 'rtl' ? -direction : direction
}

function useArrows(turn: (by: number) => void, live: boolean): void {
  useEffect(() => {
    if (!live) return
    const press = (event: KeyboardEvent) => {
      const by = turnOf(event)
      if (by !== 0) turn(by)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  })
}
