import type { Caller } from '../edges/caller'
import type { Outcome } from '../protocol/error'
import type { State } from './state'

/** A site asked for a key while nobody was paired: a newcomer saw an error there and nothing of us (Alby's #2605, #2756). */
export interface Knock {
  origin: string
  /** ms. */
  at: number
}

/** ms that it is spoken of: who comes later has gone on to something else. */
const RECENT = 10 * 60_000
/** ms in which a site that asks again tells nothing new. */
const SAME = 60_000

/** Whoever the page on top is; frames and private windows are not spoken of. */
export function knocked(state: State, outcome: Outcome, caller: Extract<Caller, { kind: 'page' }>, at: number): State {
  const { origin, topOrigin, isPrivate } = caller
  const { knock } = state
  if (outcome.ok || outcome.error.code !== 'not-paired' || topOrigin !== null || isPrivate) return state
  return knock?.origin === origin && at - knock.at < SAME ? state : { ...state, knock: { origin, at } }
}

/** The site that asked in vain a short while ago, until somebody is paired. */
export const knockOf = ({ knock, sessions }: Pick<State, 'knock' | 'sessions'>, at: number): string | null =>
  knock && at - knock.at < RECENT && Object.keys(sessions).length === 0 ? knock.origin : null
