import { type Picture, showBadge, showPicture, showPictureOn } from '../edges/badge'
import type { Caller } from '../edges/caller'
import { now } from '../edges/clock'
import { isOn } from '../policy/site'
import { claimsOf } from '../signer/claim'
import { knockOf } from './knock'
import { isLocked, pairingOf, type State } from './state'

/** The picture where no site is different: grey where Lanyard is only on sites that were chosen. */
const pictureFor = ({ settings }: Pick<State, 'settings'>): Picture => (settings.sites === 'chosen' ? 'off' : 'icon')

/** Draws the icon in the toolbar: the same on every tab. */
export function drawToolbar(state: State): void {
  const { approvals, calls } = state
  const pairing = pairingOf(state)
  const asked = approvals.length + (pairing && claimsOf(pairing).length > 0 ? 1 : 0)
  const waiting = Object.values(calls).filter(({ stage }) => stage.at === 'signer' || stage.at === 'locked')
  const isWanted = knockOf(state, now()) !== null
  showBadge({ asked, waiting: waiting.length, isLocked: isLocked(state), isWanted })
  showPicture(pictureFor(state))
}

/**
 * The page in a tab says that its site is not as the others (src/bridge/mark.iife.ts). What is shown is read from the
 * state: a page that is older than a change is marked as its site is now, and nothing is believed.
 */
export function mark({ sites, settings }: Pick<State, 'sites' | 'settings'>, caller: Caller): void {
  if (caller.kind !== 'page' || caller.topOrigin !== null) return
  const picture = isOn(sites, settings.sites, caller.origin) ? 'icon' : 'off'
  if (picture !== pictureFor({ settings })) void showPictureOn(caller.tabId, picture)
}
