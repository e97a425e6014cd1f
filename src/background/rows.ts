import { permissionOf } from '../protocol/permission'
import type { RowView } from '../wire/panel'
import { type OpenCall, type State, without } from './state'

/**
 * How far equal calls at their signer have come, for a bar and a Stop: sites decrypt by the hundred. A row begins with
 * its first call and is forgotten when none of it waits any more.
 */
const keyOf = ({ account, origin, call }: OpenCall): string => `${account} ${origin} ${permissionOf(call)}`

/** A call goes to its signer. */
export function joinRow(state: State, call: OpenCall): State {
  const key = keyOf(call)
  const { account, origin } = call
  const row = state.rows[key] ?? { account, origin, permission: permissionOf(call.call) ?? '', done: 0, of: 0 }
  return { ...state, rows: { ...state.rows, [key]: { ...row, of: row.of + 1 } } }
}

/** A call that was at its signer waits no more. */
export function leaveRow(state: State, call: OpenCall): State {
  const key = keyOf(call)
  const row = state.rows[key]
  if (!row || call.stage.at !== 'signer') return state
  const done = row.done + 1
  return { ...state, rows: done < row.of ? { ...state.rows, [key]: { ...row, done } } : without(state.rows, key) }
}

/** Fewer equal calls need no bar. */
const LONG = 5

export const longRows = ({ rows }: Pick<State, 'rows'>): RowView[] => Object.values(rows).filter(({ of }) => of >= LONG)

/** After a worker's death: rows are as long as what has ended and what still waits, and none is left of calls that are gone. */
export function soundRows({ rows, calls }: Pick<State, 'rows' | 'calls'>): State['rows'] {
  const waiting = Object.values(calls).filter(({ stage }) => stage.at === 'signer')
  const sound = Object.entries(rows).map(([key, row]): [string, RowView] => {
    return [key, { ...row, of: row.done + waiting.filter((call) => keyOf(call) === key).length }]
  })
  return Object.fromEntries(sound.filter(([, { done, of }]) => done < of))
}

/** Everything that waits in a row, oldest first. */
export const inRow = ({ calls }: State, account: string, origin: string, permission: string): OpenCall[] =>
  Object.values(calls)
    .filter((call) => call.stage.at === 'signer' && keyOf(call) === `${account} ${origin} ${permission}`)
    .sort((a, b) => a.askedAt - b.askedAt)
