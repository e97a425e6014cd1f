import { now } from '../edges/clock'
import { newId } from '../edges/random'
import { closeWindow, type Decided, decide, join, settle, show } from '../policy/approvals'
import { judge } from '../policy/judge'
import { putRule, ruleOf } from '../policy/verdict'
import { fail, type Outcome } from '../protocol/error'
import type { Permission } from '../protocol/permission'
import type { Verdict } from '../protocol/verdict'
import type { OpenCall } from './state'
import type { Store } from './store'

/** ms that equal calls have to gather before their approval is shown and frozen. */
const GATHER = 50

/** What a person's word, or a rule, does to a call. */
export interface Gate {
  allow(callId: string): void
  settle(callId: string, outcome: Outcome): void
}

export interface Consent {
  /** Let a call pass, stop it, or have it wait for the person. */
  ask(open: OpenCall, permission: Permission): void
  decide(approvalId: string, verdict: Verdict, skip: readonly string[]): void
  /** The rules have changed: what they answer now waits no more. */
  review(): void
  /** The approval window was closed: what it showed is denied, once. */
  dismiss(): void
  /** The person looks: freeze the oldest approval. @returns ms after which to try again, null: nothing to freeze */
  show(): number | null
}

/** Rules, quiet times and approvals, wired to the calls that they decide about. */
export function consentOf(store: Store, gate: Gate): Consent {
  function carryOut({ approvals, quiet, allowed, denied }: Decided): void {
    store.update((state) => ({ ...state, approvals, quiet }))
    for (const callId of denied) gate.settle(callId, fail('denied'))
    for (const callId of allowed) gate.allow(callId)
  }

  /** The same question may wait a second time, in an approval that was not shown yet. */
  const review = () => carryOut(settle(store.state, (question) => judge(store.state.rules, question, now()), now()))

  return {
    ask({ id: callId, account, origin }, permission) {
      const waiting = { callId, account, origin, permission }
      const said = judge(store.state.rules, waiting, now())
      if (said === 'allow') return gate.allow(callId)
      if (said === 'deny') return gate.settle(callId, fail('denied'))
      const joined = join(store.state, waiting, newId(), now())
      if (!joined.ok) return gate.settle(callId, joined)
      store.update((state) => ({ ...state, ...joined.value }))
    },
    decide(approvalId, verdict, skip) {
      const approval = store.state.approvals.find(({ id }) => id === approvalId)
      if (!approval || approval.shownAt === null) return
      const { allowed, rule } = ruleOf(verdict, approval, now())
      if (rule) store.update((state) => ({ ...state, rules: putRule(state.rules, rule) }))
      carryOut(decide(store.state, approvalId, allowed, skip, now()))
      review()
    },
    review,
    dismiss() {
      // it was opened for the oldest, which it may not have had the time to draw
      const [oldest] = store.state.approvals
      const approvals = oldest ? show(store.state.approvals, oldest.id, now()) : []
      carryOut(closeWindow({ ...store.state, approvals }, now()))
      review()
    },
    show() {
      const oldest = store.state.approvals[0]
      if (!oldest || oldest.shownAt !== null) return null
      const early = oldest.askedAt + GATHER - now()
      if (early > 0) return early
      store.update((state) => ({ ...state, approvals: show(state.approvals, oldest.id, now()) }))
      return null
    },
  }
}
