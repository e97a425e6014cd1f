import type { Caller } from '../edges/caller'
import { now } from '../edges/clock'
import { isOn, siteOf } from '../policy/site'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { MAX_OPEN_CALLS, MAX_WAITING_CHARS } from '../protocol/limits'
import { type Call, parseCall } from '../protocol/nip07'
import type { UpCall } from '../wire/background'
import { cautionOf } from './caution'
import type { OpenCall, State } from './state'
import { isLacking } from './vain'

type Page = Extract<Caller, { kind: 'page' }>

/** Is this a call that can be answered at all, and for whom? */
export function admit(state: State, up: UpCall, { origin, topOrigin, tabId, isPrivate }: Page): Outcome<OpenCall> {
  // its pages may be older than the switch
  if (!isOn(state.sites, state.settings.sites, origin)) return fail('site-off')
  // or in its tab: a page may have frames of a thousand sites
  const isNear = (call: OpenCall) => call.origin === origin || call.tabId === tabId
  const fromSite = Object.values(state.calls).filter((call) => isNear(call) && call.stage.at !== 'answered')
  const waiting = fromSite.filter(({ stage }) => stage.at === 'consent' || stage.at === 'locked')
  const size = waiting.reduce((sum, call) => sum + call.size, up.params.length)
  if (fromSite.length >= MAX_OPEN_CALLS || size > MAX_WAITING_CHARS) return fail('too-many')
  const parsed = parseCall(up.method, up.params, Math.floor(now() / 1000))
  if (!parsed.ok) return parsed
  const call = parsed.value
  const account = signerOf(state, origin, call)
  if (account === null) return fail('not-paired')
  if (isLacking(state, account, call)) return fail('unsupported')
  const caution = cautionOf(state, { call, account, origin })
  return succeed({
    ...{ id: up.id, call, account, origin, topOrigin, tabId, size: up.params.length },
    ...{ askedAt: now(), stage: { at: 'consent' } },
    ...(caution && { caution }),
    ...(isPrivate && { isPrivate }),
  })
}

/** May a call that waited for the unlock still be asked about, and for whom? Much may have changed meanwhile. */
export function admitAnew(state: State, { caution: _, by: __, ...open }: OpenCall): Outcome<OpenCall> {
  const { call, origin } = open
  if (!isOn(state.sites, state.settings.sites, origin)) return fail('site-off')
  const account = signerOf(state, origin, call)
  if (account === null) return fail('not-paired')
  if (isLacking(state, account, call)) return fail('unsupported')
  const caution = cautionOf(state, { call, account, origin })
  return succeed({ ...open, account, stage: { at: 'consent' }, ...(caution && { caution }) })
}

/**
 * Who signs: whom the template names (CodyTseng/jumble#836), else whom the person chose for the site, else the default
 * account. Whether a key is paired here is told only to sites that may know: one that is not goes the way of consent too.
 */
export function signerOf({ sessions, sites, settings }: State, origin: string, call: Call): Hex | null {
  const wanted = call.method === 'signEvent' ? call.pubkey : null
  if (wanted !== null && sessions[wanted]) return wanted
  const chosen = siteOf(sites, origin).account
  return chosen !== null && sessions[chosen] ? chosen : settings.account
}
