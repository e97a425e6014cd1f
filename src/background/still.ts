import { after, now } from '../edges/clock'
import { version } from '../edges/ports'
import { prune } from '../policy/verdict'
import { letGo } from '../signer/asleep'
import { isChecking } from '../signer/check'
import type { Still } from '../wire/panel'
import { snapshotOf } from './snapshot'
import type { State } from './state'
import type { Store } from './store'

/** ms without a change, then a still is left: a call does not wait for it. */
const QUIET = 1_000

/**
 * Does nothing go on that changes by itself, so that what a panel shows now is what it will show after a sleep? A relay
 * that stays open for the next call is nothing. Nobody sees a still of what a passphrase locks.
 */
export function isStill({ sessions, lines, calls, lock, taken, rows }: State): boolean {
  const isQuiet = Object.values(lines).every(
    (line) => line.pairing === null && Object.keys(line.requests).length === 0 && !isChecking(line),
  )
  const nothingIn = [calls, rows, taken].every((held) => Object.keys(held).length === 0)
  // with nobody paired a panel is not looked at, but used
  return lock === null && isQuiet && nothingIn && Object.keys(sessions).length > 0
}

/** A sleep may come at any time. */
const asleep = ({ lines, ...state }: State): State => ({
  ...state,
  lines: Object.fromEntries(Object.entries(lines).map(([id, line]) => [id, letGo(line)])),
})

/** @returns null where something goes on */
export function stillOf(state: State, takenAt: number): Still | null {
  if (!isStill(state)) return null
  const ends = prune(state.rules, takenAt).flatMap(({ until }) => (typeof until === 'number' ? [until] : []))
  const rules = ends.length > 0 ? { until: Math.min(...ends) } : {}
  return { snapshot: snapshotOf(asleep(state), version(), takenAt), ...rules }
}

/** Leaves a still of each state that stays. @param leave told of the state that it is of */
export function leaveStills(store: Store, leave: (state: State, still: Still) => void): void {
  let callOff = () => {}
  const plan = (): void => {
    callOff()
    if (!isStill(store.state)) return
    callOff = after(QUIET, () => {
      const still = stillOf(store.state, now())
      if (still) leave(store.state, still)
    })
  }
  store.follow(plan)
}
