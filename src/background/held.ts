import type { Outcome } from '../protocol/error'
import { admitAnew } from './admit'
import type { OpenCall, State } from './state'
import type { Store } from './store'

/** Calls that wait for the unlock. */
export const heldCalls = ({ calls }: Pick<State, 'calls'>): OpenCall[] =>
  Object.values(calls)
    .filter(({ stage }) => stage.at === 'locked')
    .sort((a, b) => a.askedAt - b.askedAt)

export function hold(store: Store, callId: string): void {
  const call = store.state.calls[callId]
  if (call) put(store, { ...call, stage: { at: 'locked' } })
}

/**
 * It is open: they are decided about anew, the oldest first.
 * @param settle for those that cannot be answered any more
 */
export function admitHeld(
  store: Store,
  begin: (open: OpenCall) => void,
  settle: (callId: string, outcome: Outcome) => void,
): void {
  for (const call of heldCalls(store.state)) {
    const admitted = admitAnew(store.state, call)
    if (admitted.ok) {
      put(store, admitted.value)
      begin(admitted.value)
    } else settle(call.id, admitted)
  }
}

const put = (store: Store, call: OpenCall): void =>
  store.update((state) => ({ ...state, calls: { ...state.calls, [call.id]: call } }))
