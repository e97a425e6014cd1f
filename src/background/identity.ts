import { tellAccountChanged } from '../edges/tell-pages'
import { lapse } from '../policy/approvals'
import { putSite, siteOf } from '../policy/site'
import type { Hex } from '../protocol/hex'
import { permissionOf } from '../protocol/permission'
import type { Calls } from './calls'
import { cautionOf } from './caution'
import { canSwitch, type OpenCall } from './state'
import type { Store } from './store'

/**
 * From now on another account signs for a site. What waits there for consent is asked anew as this account, unless it
 * names its pubkey; what is at a signer goes on. A site that was told a key is told that it changed, not to which.
 */
export function setSiteAccount(store: Store, calls: Calls, origin: string, account: Hex): void {
  const { sessions, sites } = store.state
  const before = siteOf(sites, origin)
  if (!sessions[account] || before.account === account) return
  store.update((state) => ({ ...state, sites: putSite(state.sites, origin, { account }) }))
  for (const call of Object.values(store.state.calls)) {
    if (call.origin === origin && call.account !== account && canSwitch(call)) askAnew(store, calls, call, account)
  }
  if (before.told !== null && before.told !== account) void tellAccountChanged(origin)
}

function askAnew(store: Store, calls: Calls, { caution: _, ...call }: OpenCall, account: Hex): void {
  const permission = permissionOf(call.call)
  if (!permission) return
  const caution = cautionOf(store.state, { ...call, account })
  const moved: OpenCall = { ...call, account, ...(caution && { caution }) }
  store.update((state) => ({
    ...state,
    approvals: lapse(state.approvals, call.id),
    calls: { ...state.calls, [call.id]: moved },
  }))
  calls.consent.ask(moved, permission)
}
