import { fail, type Outcome, succeed } from '../protocol/error'
import type { SignerCall } from '../protocol/nip07'
import { requestOf } from '../protocol/nip46'
import type { Turn } from '../signer/line'
import { decryptsOf } from './decrypts'
import type { Lines } from './lines'
import { joinRow } from './rows'
import { lineOf, type OpenCall, type State } from './state'
import type { Store } from './store'
import { inVain } from './vain'

/** Calls at their signer: which request each of them waits for. */
export interface Requests {
  /** The plaintext, where the signer has decrypted it before; null: it is not known. */
  known(open: OpenCall): string | null
  /** Ask the signer, or wait with another call that asked it the very same: sites decrypt a message several times. */
  ask(open: OpenCall, call: SignerCall): void
  /** A request ended, and with it every call that waits for it. */
  answer(requestId: string, outcome: Outcome): void
  /** The call waits no more. Where it was the last, the signer's answer will not be missed. */
  withdraw(call: OpenCall): void
}

export function requestsOf(store: Store, lines: Lines, settle: (callId: string, outcome: Outcome) => void): Requests {
  const decrypts = decryptsOf(store)

  const waitingFor = (requestId: string): OpenCall[] =>
    Object.values(store.state.calls).filter(({ stage }) => stage.at === 'signer' && stage.request === requestId)

  return {
    known: (open) => (lineOf(store.state, open.account) ? decrypts.find(open) : null),
    ask(open, call) {
      const line = lineOf(store.state, open.account)
      if (!line) return settle(open.id, fail('logged-out'))
      // it may have become known while the person was asked
      const known = decrypts.find(open)
      if (known !== null) return settle(open.id, succeed(known))
      const vain = inVain(store.state, open.account, call)
      if (vain) return settle(open.id, vain)
      const same = sameRequest(store.state, open)
      const stage: OpenCall['stage'] = { at: 'signer', request: same ?? open.id }
      store.update((state) => joinRow({ ...state, calls: { ...state.calls, [open.id]: { ...open, stage } } }, open))
      if (same === null) lines.feed(line.id, { type: 'ask', id: open.id, ...requestOf(call), turn: turnOf(open) })
    },
    answer(requestId, outcome) {
      for (const open of waitingFor(requestId)) {
        decrypts.keep(open, outcome)
        settle(open.id, outcome)
      }
    },
    withdraw({ account, stage }) {
      const line = lineOf(store.state, account)
      if (stage.at !== 'signer' || !line || waitingFor(stage.request).length > 0) return
      lines.feed(line.id, { type: 'cancel', id: stage.request })
    },
  }
}

/** Sites take turns, and the tab that is looked at comes first. */
const turnOf = ({ origin, tabId }: OpenCall): Turn => ({ from: origin, tab: tabId })

/** The request under way for the same user that asks the very same. */
function sameRequest({ calls }: State, { account, call }: OpenCall): string | null {
  for (const other of Object.values(calls)) {
    const { stage } = other
    if (stage.at === 'signer' && other.account === account && textOf(other.call) === textOf(call)) return stage.request
  }
  return null
}

const texts = new WeakMap<object, string>()

/** Remembered per call: each new one is compared with all that are under way. */
function textOf(call: OpenCall['call']): string {
  const text = texts.get(call) ?? JSON.stringify(call)
  texts.set(call, text)
  return text
}
