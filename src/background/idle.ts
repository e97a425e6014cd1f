import { wakeAt } from '../edges/awake'
import { now } from '../edges/clock'
import { pairingOf, type State } from './state'
import type { Store } from './store'

/** Locks by itself, where nobody has used it for so long. */
export interface Idle {
  /** Is it time? To be asked whenever something happens. */
  look(): void
  /** A panel is looked at, or none. */
  watch(isOpen: boolean): void
}

const MINUTE = 60_000

/** @param shut locks at once */
export function idling(store: Store, shut: () => void): Idle {
  let watched = false
  const use = () => {
    if (store.state.lock?.open) store.update((state) => ({ ...state, usedAt: now() }))
  }

  function look(): void {
    if (isOver(store.state)) {
      // while somebody looks it goes on, and a worker that is born again must know
      if (watched) use()
      else if (!isBusy(store.state)) shut()
    }
    const end = idleEnd(store.state)
    // while it is busy, a look each minute
    wakeAt(end === null || end > now() ? end : now() + MINUTE)
  }

  return {
    look,
    watch(isOpen) {
      // before this counts as use: it may be long since the last
      if (isOpen) look()
      watched = isOpen
      use()
    },
  }
}

/** When it locks by itself (ms), if nothing happens; null: not at all. */
function idleEnd({ lock, usedAt }: State): number | null {
  if (!lock?.open || lock.record.idle === null) return null
  // set back, a clock must not put it off
  return Math.min(usedAt, now()) + lock.record.idle * MINUTE
}

function isOver(state: State): boolean {
  const end = idleEnd(state)
  return end !== null && end <= now()
}

/** Somebody's phone is asked, or paired. */
function isBusy(state: State): boolean {
  const stage = pairingOf(state)?.pairing?.stage
  const isPairing = stage !== undefined && stage !== 'paired' && stage !== 'failed'
  return isPairing || Object.values(state.calls).some((call) => call.stage.at === 'signer')
}
