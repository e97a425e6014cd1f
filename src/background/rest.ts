import { after, now } from '../edges/clock'
import { version } from '../edges/ports'
import { leaveRest, takeRest } from '../edges/rest'
import { snapshotOf } from './snapshot'
import { pairingOf, type State } from './state'
import type { Store } from './store'

/** ms without a change. */
const CALM = 1_000

/** Nothing is under way that goes on by itself, and nothing runs out: it stays true until somebody asks for something. */
export const isAtRest = (state: State): boolean =>
  state.approvals.length === 0 &&
  state.taken.length === 0 &&
  !pairingOf(state) &&
  Object.values(state.calls).every(({ stage }) => stage.at === 'answered') &&
  Object.values(state.lines).every(({ open }) => open.length === 0)

/**
 * Leaves what panels would be told where one finds it that opens while the background sleeps: it need not wait until the
 * background is awake to show the truth. Taken away with the first change, and left again when all is calm.
 */
export function followRest(store: Store): void {
  let isLeft = true
  let callOff = (): void => undefined
  const follow = (state: State) => {
    callOff()
    if (isLeft) void takeRest().catch(() => undefined)
    isLeft = false
    if (isAtRest(state)) callOff = after(CALM, leave)
  }
  const leave = () => {
    isLeft = true
    void leaveRest(snapshotOf(store.state, version(), now())).catch(() => undefined)
  }
  follow(store.state)
  store.follow(follow)
}
