import { npubEncode } from 'nostr-tools/nip19'
import { getEventHash } from 'nostr-tools/pure'
import type { Approval } from '../policy/approval'
import { presetOf, siteOf } from '../policy/site'
import { prune } from '../policy/verdict'
import type { Failure } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { relayKey } from '../protocol/relay'
import { connectLink } from '../protocol/signer-domain'
import { claimsOf } from '../signer/claim'
import type { InFlight, Line, Pairing, Session } from '../signer/line'
import { presenceOf } from '../signer/presence'
import { refusal } from '../signer/refusal'
import { isWaiting } from '../signer/waiting'
import type {
  AccountView,
  ApprovalView,
  AskedView,
  AuthView,
  PairingView,
  PendingView,
  RelayView,
  SettingsView,
  SiteView,
  Snapshot,
} from '../wire/panel'
import { knockOf } from './knock'
import { lockView } from './lock-view'
import { profileView } from './profiles'
import { longRows } from './rows'
import { canSwitch, lineOf, type OpenCall, pairingOf, type State } from './state'
import { undoView } from './undo'

/** What the panel may know of the state: no secret key, no plaintext of a decrypt. */
export function snapshotOf(state: State, version: string, takenAt: number): Snapshot {
  const pairing = pairingOf(state)
  return {
    version,
    takenAt,
    pairing: pairing ? pairingView(pairing) : null,
    accounts: Object.values(state.sessions).map((session) => accountView(state, session)),
    account: state.settings.account,
    approvals: state.approvals.map((approval) => approvalView(state, approval)).filter((view) => view.calls.length > 0),
    // by age: Chromium gives a journal back in the order of its keys
    pending: Object.values(state.calls)
      .flatMap((call) => pendingView(state, call) ?? [])
      .sort((a, b) => a.since - b.since),
    sites: sitesOf(state, takenAt),
    notices: state.notices,
    rows: longRows(state),
    lock: lockView(state),
    undo: undoView(state),
    knock: knockOf(state, takenAt),
    settings: settingsView(state),
  }
}

function settingsView({ settings: { account: _, profileRelays: __, ...settings } }: State): SettingsView {
  return settings
}

function pairingView(line: Line): PairingView | null {
  const { id, pairing, user, relays, requests, signer } = line
  if (!pairing) return null
  const auth = pairing.auth ?? Object.values(requests).find((request) => request.auth)?.auth
  return {
    id,
    flow: pairing.flow,
    stage: pairing.stage,
    token: pairing.token,
    relays,
    lights: lightsOf(line),
    replaced: pairing.replaced ?? [],
    startedAt: pairing.startedAt,
    user,
    npub: user && npubEncode(user),
    error: pairing.error,
    auth: auth ? authView(auth) : null,
    signer,
    service: serviceView(pairing),
    claims: claimsOf(line).map(({ remoteSigner }) => ({ remoteSigner, npub: npubEncode(remoteSigner) })),
  }
}

/** The token may have changed since: its relays are chosen while it is shown. */
function serviceView({ service, token }: Pairing): PairingView['service'] {
  if (!service) return null
  const { domain, template } = service
  return { domain, url: template !== null && token !== null ? connectLink(template, token) : null }
}

const authView = ({ url, foreign }: { url: string; foreign: boolean }): AuthView => ({
  url,
  domain: new URL(url).host,
  foreign,
})

function accountView(state: State, session: Session): AccountView {
  const { user, remoteSigner, relays, pairedAt, answeredAt, signer, cipher, learned } = session
  const line = lineOf(state, user)
  return {
    ...{ user, npub: npubEncode(user), remoteSigner, relays, pairedAt, signer, cipher, learned },
    ...profileView(state, user),
    lights: line ? lightsOf(line) : [],
    answeredAt: line?.answeredAt ?? answeredAt,
    endedAt: session.endedAt ?? null,
  }
}

/** Waiting at once: more than a person takes for one click's doing. */
const STORM = { approvals: 3, calls: 50 }

function approvalView(state: State, approval: Approval): ApprovalView {
  const { id, account, origin, permission, target, isCautious, callIds, askedAt } = approval
  const ofSite = state.approvals.filter((other) => other.origin === origin)
  const waiting = ofSite.reduce((sum, other) => sum + other.callIds.length, 0)
  const calls = callIds.flatMap((callId) => state.calls[callId] ?? [])
  return {
    id,
    account,
    npub: npubEncode(account),
    origin,
    topOrigin: calls[0]?.topOrigin ?? null,
    permission,
    ...(target !== undefined && { target }),
    askedAt,
    isCautious,
    isFirst: presetOf(state.sites, origin, account) === null,
    canSwitch: Object.keys(state.sessions).length > 1 && calls.every(canSwitch),
    isStorm: ofSite.length >= STORM.approvals || waiting >= STORM.calls,
    calls: calls.map((call) => ({
      ...{ callId: call.id, asked: askedView(call) },
      ...(call.caution && { caution: call.caution }),
    })),
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
  if (call.method === 'nip04.decrypt' || call.method === 'nip44.decrypt') {
    const method = call.method === 'nip04.decrypt' ? 'nip04_decrypt' : 'nip44_decrypt'
    return { method, peer: call.peer, chars: call.ciphertext.length }
  }
  if (call.method === 'signPsbt') return { method: 'sign_psbt', psbt: call.psbt }
  if (call.method === 'signSchnorr') return { method: 'sign_schnorr', hash: call.hash }
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
    takenAt: request.takenAt,
    expiresAt: request.takenAt === null ? null : request.deadline,
    auth: request.auth ? authView(request.auth) : null,
    trouble: refused ? refusal(refused.reason) : (tooMuch(line, request) ?? lostSight(line)),
    presence: presenceOf(line, request),
  }
}

/** Relays said that it is too much, and so it waits for its turn. */
const tooMuch = ({ trouble }: Line, request: InFlight): Failure | null =>
  isWaiting(request) ? (Object.values(trouble).find(({ code }) => code === 'relay-rate') ?? null) : null

/** Why no relay is there that could bring the answer; null where one is, or none was tried yet. */
const lostSight = ({ open, trouble }: Line): Failure | null =>
  open.length === 0 ? (Object.values(trouble)[0] ?? null) : null

function stageOf(request: InFlight): PendingView['stage'] {
  if (request.auth) return 'auth'
  if (isWaiting(request)) return 'queued'
  return request.takenAt === null ? 'connecting' : 'taken'
}

/** One per site and account that know of each other, by a rule, a preset, or a key that was told. */
function sitesOf(state: State, now: number): SiteView[] {
  const sites = new Map<string, SiteView>()
  const site = (account: Hex, origin: string): SiteView => {
    const key = `${account} ${origin}`
    const view = sites.get(key) ?? siteView(state, account, origin)
    sites.set(key, view)
    return view
  }
  for (const { account, origin, ...rule } of prune(state.rules, now)) site(account, origin).rules.push(rule)
  for (const { origin, account, presets, on, hasOther } of Object.values(state.sites)) {
    for (const user of Object.keys(presets)) site(user, origin)
    const signer = account ?? state.settings.account
    if (signer !== null && (account !== null || on !== null || hasOther)) site(signer, origin)
  }
  return [...sites.values()].sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || a.origin.localeCompare(b.origin))
}

function siteView({ sites, settings, seen }: State, account: Hex, origin: string): SiteView {
  const { presets, account: chosen, told, on, hasOther, isFirm } = siteOf(sites, origin)
  return {
    ...{ account, origin, rules: [], preset: presets[account] ?? null, on, hasOther, isFirm },
    isCurrent: (chosen ?? settings.account) === account,
    isTold: told === account,
    lastAt: seen[`${account} ${origin}`] ?? null,
  }
}

function lightsOf(line: Line): RelayView[] {
  const open = new Set(line.open.map(relayKey))
  return line.relays.map((url) => ({
    url,
    state: open.has(relayKey(url)) ? 'open' : line.trouble[url] ? 'closed' : 'connecting',
    trouble: line.trouble[url] ?? line.checks?.[url]?.refused ?? null,
    health: line.health?.[url] ?? null,
  }))
}
