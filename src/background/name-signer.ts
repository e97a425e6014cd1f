import { fail, type Outcome, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { isSignerName, type SignerName } from '../protocol/signers'
import { lineOf, pairingOf, type State } from './state'
import type { Store } from './store'

/**
 * The person says which app signs for a user, or is to be paired.
 * @param signer null: they do not say; from a stale page it may be anything
 */
export function nameSigner(store: Store, whose: Hex | 'pairing', signer: SignerName | null): Outcome<void> {
  const line = whose === 'pairing' ? pairingOf(store.state) : lineOf(store.state, whose)
  if (!line || (signer !== null && !isSignerName(signer))) return fail('internal')
  store.update((state) => named(state, line.id, signer))
  return succeed<void>(undefined)
}

function named(state: State, lineId: string, signer: SignerName | null): State {
  const line = state.lines[lineId]
  if (!line) return state
  const session = line.user === null ? undefined : state.sessions[line.user]
  return {
    ...state,
    lines: { ...state.lines, [lineId]: { ...line, signer } },
    sessions: session ? { ...state.sessions, [session.user]: { ...session, signer } } : state.sessions,
  }
}
