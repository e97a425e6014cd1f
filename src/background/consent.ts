import { now } from '../edges/clock'
import { newId } from '../edges/random'
import type { Waiting } from '../policy/approval'
import { closeWindow, type Decided, decide, join, settle, show } from '../policy/approvals'
import { type Ruling, ruling } from '../policy/judge'
import type { Question } from '../policy/question'
import { hushSites, isQuiet } from '../policy/quiet'
import { presetOf, putPreset, siteOf } from '../policy/site'
import { putRule, ruleOf } from '../policy/verdict'
import { fail, type Outcome } from '../protocol/error'
import { type Permission, targetOf } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import type { Verdict } from '../protocol/verdict'
import { heldCalls } from './held'
import { isLocked, type OpenCall, type State } from './state'
import type { Store } from './store'

/** ms that equal calls have to gather before their approval is shown and frozen. */
const GATHER = 50

/** What a person's word, a rule or a preset does to a call. */
export interface Gate {
  judged(callId: string, isAllowed: boolean, by: By): void
  settle(callId: string, outcome: Outcome): void
  /** It waits for the unlock. */
  hold(callId: string): void
}

export type By = NonNullable<OpenCall['by']>

export interface Consent {
  /** What lets a call pass at once, without a person or the unlock; null: it has to ask. Changes nothing. */
  passes(open: OpenCall, permission: Permission): By | null
  /** Let a call pass, stop it, or have it wait for the person. */
  ask(open: OpenCall, permission: Permission): void
  /** @param preset chosen for the site with it; only where it is allowed */
  decide(approvalId: string, verdict: Verdict, skip: readonly string[], preset: Preset | null): void
  /** The rules have changed: what they answer now waits no more. */
  review(): void
  /** The approval window was closed: what it showed is denied, once. */
  dismiss(): void
  /** The person looks: freeze the oldest approval. @returns ms after which to try again, null: nothing to freeze */
  show(): number | null
}

/** Rules, quiet times and approvals, wired to the calls that they decide about. */
export function consentOf(store: Store, gate: Gate): Consent {
  function carryOut({ approvals, quiet, allowed, denied }: Decided, by: By): void {
    store.update((state) => ({ ...state, approvals, quiet }))
    for (const callId of denied) gate.judged(callId, false, by)
    for (const callId of allowed) gate.judged(callId, true, by)
  }

  const rule = (question: Question & { isCautious: boolean }) => {
    const { rules, sites } = store.state
    return ruling(rules, presetOf(sites, question.origin, question.account), question, question.isCautious, now())
  }

  /** The same question may wait a second time, in an approval that was not shown yet. */
  const review = () =>
    carryOut(
      settle(store.state, (approval) => rule(approval).said, now()),
      'rule',
    )

  return {
    passes(open, permission) {
      const ruled = rule(waitingOf(open, permission))
      return ruled.said === 'allow' && !isLocked(store.state) ? ruled.by : null
    },
    ask(open, permission) {
      const waiting = waitingOf(open, permission)
      const { callId } = waiting
      const ruled = rule(waiting)
      if (isLocked(store.state) && !isKeyless(store.state, open, ruled))
        return isQuiet(store.state.quiet, waiting, now()) ? gate.settle(callId, fail('denied')) : gate.hold(callId)
      if (ruled.said !== 'ask') return gate.judged(callId, ruled.said === 'allow', ruled.by)
      const joined = join(store.state, waiting, newId(), now(), inTab(store.state, open.tabId))
      if (!joined.ok) return gate.settle(callId, joined)
      store.update((state) => ({ ...state, ...joined.value }))
    },
    decide(approvalId, verdict, skip, preset) {
      const approval = store.state.approvals.find(({ id }) => id === approvalId)
      if (!approval || approval.shownAt === null) return
      const { account, origin, isCautious } = approval
      const { allowed, rule } = ruleOf(verdict, approval, now())
      if (rule && !isCautious) store.update((state) => ({ ...state, rules: putRule(state.rules, rule) }))
      if (allowed && preset)
        store.update((state) => ({ ...state, sites: putPreset(state.sites, origin, account, preset) }))
      carryOut(decide(store.state, approvalId, allowed, skip, now()), 'person')
      review()
    },
    review,
    dismiss() {
      // it was opened for the oldest, which it may not have had the time to draw
      const [oldest] = store.state.approvals
      const approvals = oldest ? show(store.state.approvals, oldest.id, now()) : []
      carryOut(closeWindow({ ...store.state, approvals }, now()), 'person')
      dismissHeld(store, gate)
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

/** The approval window was closed while it asked for the passphrase: with that it showed all that waits for it. */
function dismissHeld(store: Store, gate: Gate): void {
  const held = heldCalls(store.state)
  if (held.length === 0) return
  const questions = held.map(({ account, origin }) => ({ account, origin, permission: '*' }))
  store.update((state) => ({ ...state, quiet: hushSites(state.quiet, questions, now()) }))
  for (const { id } of held) gate.judged(id, false, 'person')
}

/**
 * What needs neither a key nor the person is answered also while it is locked: a denial by rule, and the public key, to
 * a site that was told it before.
 */
const isKeyless = ({ sites }: State, { call, account, origin }: OpenCall, ruled: Ruling): boolean =>
  ruled.said === 'deny' ||
  (ruled.said === 'allow' && call.method === 'getPublicKey' && siteOf(sites, origin).told === account)

/** So many approvals have calls of this tab. */
const inTab = ({ approvals, calls }: State, tabId: number): number =>
  approvals.filter(({ callIds }) => callIds.some((callId) => calls[callId]?.tabId === tabId)).length

function waitingOf({ id: callId, account, origin, call, caution }: OpenCall, permission: Permission): Waiting {
  const target = targetOf(call, account)
  return { callId, account, origin, permission, isCautious: !!caution, ...(target !== undefined && { target }) }
}
