import type { Caller } from '../edges/caller'
import { after, now } from '../edges/clock'
import { lapse } from '../policy/approvals'
import { rememberList } from '../policy/lists'
import { withSeen } from '../policy/seen'
import { tellKey } from '../policy/site'
import { fail, type Outcome, succeed } from '../protocol/error'
import { isForSigner } from '../protocol/nip07'
import { permissionOf } from '../protocol/permission'
import type { UpCall } from '../wire/background'
import { admit } from './admit'
import { atOnce, type Ended, used } from './at-once'
import { type By, type Consent, consentOf } from './consent'
import { admitHeld, hold } from './held'
import { knocked } from './knock'
import type { Lines } from './lines'
import { type Down, type Outbox, tell } from './outbox'
import { requestsOf } from './requests'
import { leaveRow } from './rows'
import { type OpenCall, type State, without } from './state'
import type { Store } from './store'

type Page = Extract<Caller, { kind: 'page' }>

export interface Calls {
  /** A call came up a port: new, or sent again after the port broke. */
  take(up: UpCall, caller: Caller, port: Down): void
  consent: Consent
  /** It ends here, for the page and for everyone. */
  settle(callId: string, outcome: Outcome): void
  /** A request ended, and with it every call that waits for it. */
  answer(requestId: string, outcome: Outcome): void
  /** The person does not want to wait for the signer any more. */
  cancel(callId: string): void
  /** Its page is gone. */
  abandon(callId: string): void
  /** It is unlocked: what waited for that goes on, by the rules of now. */
  admitHeld(): void
  /** Forget what was answered long ago, and calls whose pages did not come back after the worker died. */
  sweep(bornAt: number): void
}

/** How long an answer is kept for a page that is not there to take it (ms). */
const KEEP_ANSWER = 60_000
/**
 * And one that was given to its page (ms): where the port broke just then, the page asks again at once. A plaintext lies in
 * the journal no longer than it must.
 */
const KEEP_DELIVERED = 2_000
/** How long pages have to come back to a new worker before their calls lapse (ms). */
const GRACE = 20_000

const put = (store: Store, call: OpenCall): void =>
  store.update((state) => ({ ...state, calls: { ...state.calls, [call.id]: call } }))

function settling(store: Store, out: Outbox, ended: Ended): Calls['settle'] {
  const forget = forgetting(store)
  return (callId, outcome) => {
    const call = store.state.calls[callId]
    if (!call || call.stage.at === 'answered') return
    // first of all: the log's opening alone takes as long as the crypto
    const isDelivered = out.deliver(callId, outcome)
    store.update((state) => leaveRow(outcome.ok ? learned(state, call) : state, call))
    ended(call, outcome)
    // what cost nobody anything is not kept once its page has it: pages could fill the journal with it
    if (isDelivered && call.stage.at !== 'signer') store.update((s) => ({ ...s, calls: without(s.calls, callId) }))
    else put(store, { ...call, stage: { at: 'answered', outcome, since: now(), ...(isDelivered && { isDelivered }) } })
    if (isDelivered) forget()
  }
}

/**
 * The life of a call: rule → approval → signer → outcome, idempotent by id (DESIGN 4).
 * @param ended told of every call that is over, whatever came of it
 */
export function callsOf(store: Store, lines: Lines, out: Outbox, ended: Ended): Calls {
  const settle = settling(store, out, ended)

  /** What rule, preset or person say lets a call pass, or stops it. */
  function judged(callId: string, isAllowed: boolean, by?: By): void {
    const waiting = store.state.calls[callId]
    if (!waiting || !isUndecided(waiting)) return
    const open: OpenCall = { ...waiting, ...(by && { by }) }
    put(store, open)
    store.update((state) => used(state, isAllowed))
    if (!isAllowed) settle(callId, fail('denied'))
    // known since pairing; and NIP-07's relays are the site's own business, never the session's
    else if (!isForSigner(open.call)) settle(callId, succeed(open.call.method === 'getPublicKey' ? open.account : {}))
    else if (namesAnother(open)) settle(callId, fail('wrong-account'))
    else atSigner.ask(open, open.call)
  }

  const consent = consentOf(store, { judged, settle, hold: (callId) => hold(store, callId) })
  const atSigner = requestsOf(store, lines, settle)
  const isSaidAtOnce = atOnce(store, consent, atSigner, out, ended)

  function open(up: UpCall, page: Page): void {
    const parsed = admit(store.state, up, page)
    store.update((state) => knocked(state, parsed, page, now()))
    if (!parsed.ok) return void out.deliver(up.id, parsed)
    const opened = parsed.value
    store.update((state) => heard(state, opened))
    if (isSaidAtOnce(opened)) return
    put(store, opened)
    begin(opened)
  }

  function begin(call: OpenCall): void {
    const permission = permissionOf(call.call)
    if (permission) consent.ask(call, permission)
    else judged(call.id, true)
  }

  function abandon(callId: string): void {
    const call = store.state.calls[callId]
    if (!call) return
    if (call.stage.at !== 'answered') ended(call, fail('lapsed'))
    store.update((state) => leaveRow(gone(state, callId), call))
    atSigner.withdraw(call)
  }

  function cancel(callId: string): void {
    const call = store.state.calls[callId]
    if (call?.stage.at !== 'signer') return
    settle(callId, fail('cancelled'))
    atSigner.withdraw(call)
  }

  return {
    take(up, caller, port) {
      if (caller.kind !== 'page') return void tell(port, up.id, fail('opaque-origin'))
      const known = store.state.calls[up.id]
      // an id is its page's: nobody fetches, or keeps from its page, the answer to another's call
      if (known && known.origin !== caller.origin) return void tell(port, up.id, fail('invalid-call'))
      out.attach(up.id, port)
      if (!known) open(up, caller)
      else if (known.stage.at === 'answered') out.deliver(up.id, known.stage.outcome)
    },
    ...{ consent, settle, cancel, abandon },
    admitHeld: () => admitHeld(store, begin, settle),
    answer: atSigner.answer,
    sweep: (bornAt) => sweep(store, out, abandon, bornAt),
  }
}

/** Its site asked something just now. */
function heard(state: State, { account, origin }: OpenCall): State {
  const seen = withSeen(state.seen, `${account} ${origin}`, now())
  return seen === state.seen ? state : { ...state, seen }
}

const gone = (state: State, callId: string): State => ({
  ...state,
  calls: without(state.calls, callId),
  approvals: lapse(state.approvals, callId),
})

const isUndecided = ({ stage }: OpenCall): boolean => stage.at === 'consent' || stage.at === 'locked'

const namesAnother = ({ call, account }: OpenCall): boolean =>
  call.method === 'signEvent' && call.pubkey !== null && call.pubkey !== account

/** What an answered call leaves behind: the site knows who signs, and we know the list. */
function learned(state: State, { call, account, origin }: OpenCall): State {
  if (call.method !== 'getPublicKey' && call.method !== 'signEvent') return state
  const told = state.sites[origin]?.told ?? null
  // a template that names another of our accounts does not make it the site's
  const isAside = call.method === 'signEvent' && call.pubkey !== null && told !== null
  const sites = told === account || isAside ? state.sites : tellKey(state.sites, origin, account)
  const lists = call.method === 'signEvent' ? rememberList(state.lists, account, call.template) : state.lists
  return { ...state, sites, lists }
}

function sweep(store: Store, out: Outbox, abandon: (callId: string) => void, bornAt: number): void {
  for (const { id, stage } of Object.values(store.state.calls)) {
    if (stage.at !== 'answered' && !out.has(id) && now() - bornAt > GRACE) abandon(id)
  }
  store.update(withoutOld)
}

/** Is an answer kept no longer? */
const isOld = ({ stage }: OpenCall): boolean =>
  stage.at === 'answered' && now() - stage.since >= (stage.isDelivered ? KEEP_DELIVERED : KEEP_ANSWER)

function withoutOld(state: State): State {
  const calls = Object.entries(state.calls)
  const kept = calls.filter(([, call]) => !isOld(call))
  return kept.length === calls.length ? state : { ...state, calls: Object.fromEntries(kept) }
}

/** @returns sees to it that what was delivered just now is forgotten; hundreds together share a few timers */
function forgetting(store: Store): () => void {
  let isPlanned = false
  const plan = () => {
    if (isPlanned) return
    isPlanned = true
    after(KEEP_DELIVERED, () => {
      isPlanned = false
      store.update(withoutOld)
      const isLeft = Object.values(store.state.calls).some(({ stage }) => stage.at === 'answered' && stage.isDelivered)
      if (isLeft) plan()
    })
  }
  return plan
}
