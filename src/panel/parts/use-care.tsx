import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { after } from '../../edges/clock'
import { t } from '../../edges/words'
import { isOneByOne } from '../../protocol/permission'
import type { ApprovalView } from '../../wire/panel'
import { type Reading, warningsOf } from '../bitcoin'
import { warningSentence } from '../bitcoin-words'
import { usePayments } from './use-payments'

/** What is signed here cannot be taken back: Allow sleeps this much longer once all of it is there to be read, ms. */
const CARE_MS = 1_000

/** What stands between a person and Allow. */
export interface Care {
  /** What is asked was read. */
  isReady: boolean
  /** Above the buttons. */
  told: ComponentChildren
}

/**
 * Of a question about Bitcoin: its payments as they were read, and the care that it takes; else neither. Calls of this
 * sort come one by one (isOneByOne): were there several in one question, no Allow would stand for what is on another page.
 */
export function useCare(approval: ApprovalView): { readings: ReadonlyMap<string, Reading>; care: Care | null } {
  const readings = usePayments(approval)
  const { permission, calls } = approval
  if (!isOneByOne(permission)) return { readings, care: null }
  const read = [...readings.values()]
  const isRead = permission === 'sign_schnorr' || (read.length > 0 && read.every((one) => typeof one !== 'string'))
  return { readings, care: { isReady: calls.length === 1 && isRead, told: <Told readings={read} /> } }
}

/** The live region is there before its words, else nobody would hear them. */
function Told({ readings }: { readings: readonly Reading[] }) {
  const payments = readings.filter((reading) => typeof reading !== 'string')
  const sentences = payments.flatMap(warningsOf).map(warningSentence)
  return (
    <div class="money-warnings" role="alert">
      {sentences.length > 0 ? (
        <ul class="callout warn" aria-label={t('caution')}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** Is it time for Allow? Without care at once; with it, a moment after all was there. */
export function useRipe(care: Care | null): boolean {
  const ripe = useSignal(false)
  const isReady = care?.isReady ?? true
  useEffect(() => {
    ripe.value = false
    if (!isReady) return
    return after(CARE_MS, () => {
      ripe.value = true
    })
  }, [isReady])
  return care === null || (isReady && ripe.value)
}
