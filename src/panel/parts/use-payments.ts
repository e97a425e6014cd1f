import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { ApprovalView } from '../../wire/panel'
import type { Payment, Reading } from '../bitcoin'

type Read = (psbt: string, user: string) => Payment | null

/**
 * The payments of a question, by their call. What reads them (with the library it has 78 kB) is loaded when the first one is asked
 * about. Empty where the question is about something else.
 */
export function usePayments({
  permission,
  account,
  calls,
}: Pick<ApprovalView, 'permission' | 'account' | 'calls'>): ReadonlyMap<string, Reading> {
  const reader = useSignal<{ read: Read } | 'loading' | 'failed'>('loading')
  const isPayment = permission === 'sign_psbt'
  useEffect(() => {
    if (!isPayment) return
    void import('../bitcoin-payment').then(
      ({ readPayment }) => {
        reader.value = { read: readPayment }
      },
      () => {
        reader.value = 'failed'
      },
    )
  }, [isPayment])
  const state = reader.value
  // each snapshot brings the same calls as new objects
  const ids = calls.map(({ callId }) => callId).join()
  return useMemo(() => {
    const asked = calls.flatMap(({ callId, asked }) => (asked.method === 'sign_psbt' ? [[callId, asked.psbt]] : []))
    return new Map(
      asked.map(([callId = '', psbt = '']): [string, Reading] => [
        callId,
        typeof state === 'string' ? state : (state.read(psbt, account) ?? 'unreadable'),
      ]),
    )
  }, [state, account, ids])
}
