import type { Caller } from '../edges/caller'
import { now } from '../edges/clock'
import { lapse } from '../policy/approvals'
import { fail, type Outcome, succeed } from '../protocol/error'
import { MAX_OPEN_CALLS, MAX_WAITING_CHARS } from '../protocol/limits'
import { parseCall } from '../protocol/nip07'
import { permissionOf } from '../protocol/permission'
import type { UpCall } from '../wire/background'
import { type Consent, consentOf } from './consent'
import type { Lines } from './lines'
import { type Down, type Outbox, tell } from './outbox'
import { requestsOf } from './requests'
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
  /** Forget what was answered long ago, and calls whose pages did not come back after the worker died. */
  sweep(bornAt: number): void
}

/** How long an answer is kept for a page whose port broke just then (ms). */
const KEEP_ANSWER = 60_000
/** How long pages have to come back to a new worker before their calls lapse (ms). */
const GRACE = 20_000

/** The life of a call: rule → approval → signer → outcome, idempotent by id (DESIGN 4). */
export function callsOf(store: Store, lines: Lines, out: Outbox): Calls {
  const put = (call: OpenCall) => store.update((state) => ({ ...state, calls: { ...state.calls, [call.id]: call } }))

  function settle(callId: string, outcome: Outcome): void {
    const call = store.state.calls[callId]
    if (!call || call.stage.at === 'answered') return
    const isDelivered = out.deliver(callId, outcome)
    // what cost nobody anything is not kept once its page has it: pages could fill the journal with it
    if (isDelivered && call.stage.at === 'consent') store.update((s) => ({ ...s, calls: without(s.calls, callId) }))
    else put({ ...call, stage: { at: 'answered', outcome, since: now() } })
  }

  function allow(callId: string): void {
    const open = store.state.calls[callId]
    if (open?.stage.at !== 'consent') return
    const { call, account } = open
    // known since pairing; and NIP-07's relays are the site's own business, never the session's
    if (call.method === 'signEvent' && call.pubkey !== null && call.pubkey !== account)
      settle(callId, fail('wrong-account'))
    else if (call.method === 'getPublicKey') settle(callId, succeed(account))
    else if (call.method === 'getRelays') settle(callId, succeed({}))
    else atSigner.ask(open, call)
  }

  const consent = consentOf(store, { allow, settle })
  const atSigner = requestsOf(store, lines, settle)

  function open(up: UpCall, page: Page): void {
    const parsed = admit(store.state, up, page)
    if (!parsed.ok) return void out.deliver(up.id, parsed)
    const opened = parsed.value
    put(opened)
    store.update((state) => ({ ...state, seen: { ...state.seen, [`${opened.account} ${opened.origin}`]: now() } }))
    const permission = permissionOf(opened.call)
    if (permission) consent.ask(opened, permission)
    else allow(up.id)
  }

  function abandon(callId: string): void {
    const call = store.state.calls[callId]
    if (!call) return
    const approvals = lapse(store.state.approvals, callId)
    store.update((state) => ({ ...state, calls: without(state.calls, callId), approvals }))
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
    answer: atSigner.answer,
    sweep: (bornAt) => sweep(store, out, abandon, bornAt),
  }
}

function sweep(store: Store, out: Outbox, abandon: (callId: string) => void, bornAt: number): void {
  for (const { id, stage } of Object.values(store.state.calls)) {
    if (stage.at !== 'answered') {
      if (!out.has(id) && now() - bornAt > GRACE) abandon(id)
    } else if (now() - stage.since > KEEP_ANSWER) {
      store.update((state) => ({ ...state, calls: without(state.calls, id) }))
    }
  }
}

/** Is this a call that can be answered at all, and for whom? */
function admit(state: State, up: UpCall, { origin, topOrigin, tabId }: Page): Outcome<OpenCall> {
  const isOpen = (call: OpenCall) => call.origin === origin && call.stage.at !== 'answered'
  const fromSite = Object.values(state.calls).filter(isOpen)
  const waiting = fromSite.filter((call) => call.stage.at === 'consent')
  const size = waiting.reduce((sum, call) => sum + call.size, up.params.length)
  if (fromSite.length >= MAX_OPEN_CALLS || size > MAX_WAITING_CHARS) return fail('too-many')
  const parsed = parseCall(up.method, up.params, Math.floor(now() / 1000))
  if (!parsed.ok) return parsed
  const call = parsed.value
  if (state.settings.account === null) return fail('not-paired')
  const wanted = call.method === 'signEvent' ? call.pubkey : null
  // whether a key is paired here is told only to sites that may know: an unknown one goes the way of consent too
  const account = wanted !== null && state.sessions[wanted] ? wanted : state.settings.account
  return succeed({
    ...{ id: up.id, call, account, origin, topOrigin, tabId, size: up.params.length },
    ...{ askedAt: now(), stage: { at: 'consent' } },
  })
}
