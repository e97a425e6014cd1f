import { now } from '../edges/clock'
import { type Failure, fail } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { Call } from '../protocol/nip07'
import { permissionOf } from '../protocol/permission'
import { isForUser } from '../protocol/signed-psbt'
import { lacks } from '../signer/lacks'
import type { State } from './state'

/** Has the signer lately said that it does not know how? What few signers know is a permission of its method's name. */
export function isLacking({ sessions }: State, account: Hex, call: Call): boolean {
  const session = sessions[account]
  return session !== undefined && lacks(session, permissionOf(call) ?? '', now())
}

/**
 * Why a signer is not even asked: it said meanwhile that it does not know how, or a transaction has nothing for it to sign.
 * The latter shows whose key is at home here, so it is looked at only when the call was let pass.
 */
export function inVain(state: State, account: Hex, call: Call): { ok: false; error: Failure } | null {
  if (isLacking(state, account, call)) return fail('unsupported')
  if (call.method !== 'signPsbt' || isForUser(call.psbt, account)) return null
  return fail('invalid-call', 'psbt: no input of this account, or one that is final without its signature')
}
