import { now } from '../edges/clock'
import { bringInLine, type Presence } from '../edges/scripts'
import { isOn, putSite, siteOf } from '../policy/site'
import type { Asker } from '../wire/panel'
import { notice } from './notices'
import type { State } from './state'
import type { Store } from './store'

/** Where Lanyard is to be seen, by what the person chose. */
export function presenceOf({ sites, settings: { sites: mode, links } }: Pick<State, 'sites' | 'settings'>): Presence {
  const records = Object.values(sites)
  const origins = (fits: (record: (typeof records)[number]) => boolean) =>
    records.filter(fits).map(({ origin }) => origin)
  return {
    mode,
    on: origins(({ on }) => on === true),
    off: origins(({ on }) => on === false),
    firm: origins(({ origin, isFirm }) => isFirm && isOn(sites, mode, origin)),
    links,
  }
}

const isAsBefore = (before: State, now: State): boolean =>
  before.sites === now.sites &&
  before.settings.sites === now.settings.sites &&
  before.settings.links === now.settings.links

/**
 * Keeps the browser's registered scripts in line with the state, from the start and after each change, one change at a
 * time. Where the browser refuses, the person is told: until then `window.nostr` stands where it should not, though
 * nothing is answered there.
 */
export function followPresence(store: Store): void {
  let done: State | null = null
  let running = false

  async function follow(): Promise<void> {
    if (running) return
    running = true
    while (!done || !isAsBefore(done, store.state)) {
      done = store.state
      await bringInLine(presenceOf(store.state)).catch(() => store.update(notice('presence-refused', now())))
    }
    running = false
  }

  store.follow(() => void follow())
  void follow()
}

/** Sites that are remembered for nothing but another provider, at most: pages must not fill the storage. */
const MOST = 500

/** A page has another provider too. A frame's word is not enough: any page can have frames of a thousand origins. */
export function seeOther(store: Store, { origin, topOrigin }: Pick<Asker, 'origin' | 'topOrigin'>): void {
  const { sites } = store.state
  if (topOrigin !== null || siteOf(sites, origin).hasOther) return
  if (!sites[origin] && Object.keys(sites).length >= MOST) return
  store.update((state) => ({ ...state, sites: putSite(state.sites, origin, { hasOther: true }) }))
}
