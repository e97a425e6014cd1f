import { now } from '../edges/clock'
import { type Outcome, succeed } from '../protocol/error'
import { permissionOf } from '../protocol/permission'
import type { Consent } from './consent'
import type { Outbox } from './outbox'
import type { Requests } from './requests'
import type { OpenCall, State } from './state'
import type { Store } from './store'

/** Told of every call that is over, whatever came of it. */
export type Ended = (call: OpenCall, outcome: Outcome) => void

/** What is let pass is use of the keys, so the lock's idle time begins anew. What is denied is not: any page could keep it open. */
export const used = (state: State, isAllowed: boolean): State =>
  isAllowed && state.lock?.open ? { ...state, usedAt: now() } : state

/**
 * What may be said and is known is said at once: a call that waits for nothing needs no place in the state, nor in the
 * journal, and its page may ask for it again. Sites decrypt the same hundreds of messages at each look.
 * @returns whether the call is over
 */
export function atOnce(store: Store, consent: Consent, atSigner: Requests, out: Outbox, ended: Ended) {
  return (opened: OpenCall): boolean => {
    const permission = atSigner.known(opened) === null ? null : permissionOf(opened.call)
    const by = permission && consent.passes(opened, permission)
    if (!by) return false
    const open: OpenCall = { ...opened, by }
    // by whose word it passes decides whether it is said from memory
    const known = atSigner.known(open)
    if (known === null) return false
    const outcome = succeed(known)
    out.deliver(open.id, outcome)
    store.update((state) => used(state, true))
    ended(open, outcome)
    return true
  }
}
