import { permissionOf } from '../protocol/permission'
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

/** Everything that waits in a row, oldest first. */
export const inRow = ({ calls }: State, account: string, origin: string, permission: string): OpenCall[] =>
  Object.values(calls)
    .filter((call) => call.stage.at === 'signer' && keyOf(call) === `${account} ${origin} ${permission}`)
    .sort((a, b) => a.askedAt - b.askedAt)
