import { npubEncode } from 'nostr-tools/nip19'
import { getEventHash } from 'nostr-tools/pure'
import type { Approval } from '../policy/approval'
import { prune } from '../policy/verdict'
import type { Hex } from '../protocol/hex'
import { relayKey } from '../protocol/relay'
import type { InFlight, Line, SessionRecord } from '../signer/line'
import { presenceOf } from '../signer/presence'
import { refusal } from '../signer/refusal'
import type {
  AccountView,
  ApprovalView,
  AskedView,
  AuthView,
  PairingView,
  PendingView,
  RelayView,
  SiteView,
  Snapshot,
} from '../wire/panel'
import { lineOf, type OpenCall, pairingOf, type State } from './state'

/** What the panel may know of the state: no secret key, no plaintext of a decrypt. */
export function snapshotOf(state: State, version: string, takenAt: number): Snapshot {
  const pairing = pairingOf(state)
  return {
    version,
    takenAt,
    pairing: pairing ? pairingView(pairing) : null,
    accounts: Object.values(state.sessions).map((session) => accountView(session, lineOf(state, session.user))),
    account: state.settings.account,
    approvals: state.approvals.map((approval) => approvalView(state, approval)).filter((view) => view.calls.length > 0),
    // by age: Chromium gives a journal back in the order of its keys
    pending: Object.values(state.calls)
      .flatMap((call) => pendingView(state, call) ?? [])
      .sort((a, b) => a.since - b.since),
    sites: sitesOf(state, takenAt),
    relays: relaysOf(pairing && pairing.pairing?.stage !== 'paired' ? pairing : sessionOf(state)),
    notices: state.notices,
    settings: { relays: state.settings.relays, patience: state.settings.patience },
  }
}

const sessionOf = (state: State): Line | undefined =>
  state.settings.account ? lineOf(state, state.settings.account) : undefined

function pairingView({ id, pairing, user, relays, requests }: Line): PairingView | null {
  if (!pairing) return null
  const auth = pairing.auth ?? Object.values(requests).find((request) => request.auth)?.auth
  return {
    id,
    flow: pairing.flow,
    stage: pairing.stage,
    token: pairing.token,
    relays,
    startedAt: pairing.startedAt,
    user,
    npub: user && npubEncode(user),
    error: pairing.error,
    auth: auth ? authView(auth) : null,
  }
}

const authView = ({ url, foreign }: { url: string; foreign: boolean }): AuthView => ({
  url,
  domain: new URL(url).host,
  foreign,
})

const accountView = (
  { user, remoteSigner, relays, pairedAt, answeredAt }: SessionRecord,
  line?: Line,
): AccountView => ({
  user,
  npub: npubEncode(user),
  remoteSigner,
  relays,
  pairedAt,
  answeredAt: line?.answeredAt ?? answeredAt,
})

function approvalView(state: State, { id, account, origin, permission, callIds, askedAt }: Approval): ApprovalView {
  const calls = callIds.flatMap((callId) => state.calls[callId] ?? [])
  return {
    id,
    account,
    npub: npubEncode(account),
    origin,
    topOrigin: calls[0]?.topOrigin ?? null,
    permission,
    askedAt,
    calls: calls.map((call) => ({ callId: call.id, asked: askedView(call) })),
  }
}

const asked = new WeakMap<object, AskedView>()

/** Remembered per call: hashing an event for each snapshot would add up. */
function askedView({ call, account }: OpenCall): AskedView {
  const known = asked.get(call)
  if (known) return known
  const view = viewOf(call, account)
  asked.set(call, view)
  return view
}

function viewOf(call: OpenCall['call'], account: Hex): AskedView {
  if (call.method === 'signEvent') {
    const eventId = getEventHash({ ...call.template, pubkey: account })
    return { method: 'sign_event', template: call.template, eventId }
  }
  if (call.method === 'nip04.encrypt' || call.method === 'nip44.encrypt') {
    const method = call.method === 'nip04.encrypt' ? 'nip04_encrypt' : 'nip44_encrypt'
    return { method, peer: call.peer, plaintext: call.plaintext }
  }
  if (call.method === 'nip04.decrypt') return { method: 'nip04_decrypt', peer: call.peer }
  if (call.method === 'nip44.decrypt') return { method: 'nip44_decrypt', peer: call.peer }
  return { method: 'get_public_key' }
}

function pendingView(state: State, call: OpenCall): PendingView | null {
  const line = lineOf(state, call.account)
  const request = call.stage.at === 'signer' ? line?.requests[call.stage.request] : undefined
  if (!line || !request) return null
  const deliveries = Object.values(request.deliveries)
  const refused = deliveries.find((delivery) => delivery.state === 'refused')
  return {
    callId: call.id,
    origin: call.origin,
    topOrigin: call.topOrigin,
    account: call.account,
    asked: askedView(call),
    stage: stageOf(request),
    takenBy: deliveries.filter((delivery) => delivery.state === 'taken').length,
    relays: deliveries.length,
    since: call.askedAt,
    expiresAt: request.takenAt === null ? null : request.deadline,
    auth: request.auth ? authView(request.auth) : null,
    trouble: refused ? refusal(refused.reason) : null,
    presence: presenceOf(line, request),
  }
}

function stageOf(request: InFlight): PendingView['stage'] {
  if (request.auth) return 'auth'
  return request.takenAt === null ? 'connecting' : 'taken'
}

function sitesOf(state: State, now: number): SiteView[] {
  const sites = new Map<string, SiteView>()
  const site = (account: Hex, origin: string): SiteView => {
    const key = `${account} ${origin}`
    const view = sites.get(key) ?? { account, origin, rules: [], lastAt: state.seen[key] ?? null }
    sites.set(key, view)
    return view
  }
  for (const rule of prune(state.rules, now)) {
    site(rule.account, rule.origin).rules.push({ permission: rule.permission, allow: rule.allow, until: rule.until })
  }
  return [...sites.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || a.origin.localeCompare(b.origin))
}

function relaysOf(line: Line | undefined): RelayView[] {
  if (!line) return []
  const open = new Set(line.open.map(relayKey))
  return line.relays.map((url) => ({
    url,
    state: open.has(relayKey(url)) ? 'open' : line.trouble[url] ? 'closed' : 'connecting',
    trouble: line.trouble[url] ?? null,
  }))
}
