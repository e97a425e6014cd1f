import type { Snapshot } from '../wire/panel'

/** What kind of window the page is: it decides the width and whether there is a menu, never what is true. */
export type Place = 'popup' | 'approval' | 'full'

export const VIEWS = ['home', 'welcome', 'approval', 'sites', 'activity', 'account', 'settings', 'diagnostics'] as const
/** `lock`: nobody goes there, it is shown in place of every other. */
export type View = (typeof VIEWS)[number] | 'lock'

export interface Route {
  place: Place
  /** What the person chose to see; null: whatever is most pressing. */
  view: View | null
  /** Of `activity`: this site's only. */
  ofSite?: string
}

const isPlace = (text: string | undefined): text is Place => text === 'popup' || text === 'approval' || text === 'full'
const isView = (text: string | undefined): text is View => (VIEWS as readonly (string | undefined)[]).includes(text)

/**
 * Read `location.hash`: `` (popup), `#approval`, `#full`, `#welcome`, or `#<place>/<view>` and `#<place>/activity/<site>`
 * as our own links have it.
 */
export function parseRoute(hash: string): Route {
  const [place, view, site] = hash.replace(/^#/, '').split('/')
  if (place === 'welcome') return { place: 'full', view: null }
  return {
    place: isPlace(place) ? place : 'popup',
    view: isView(view) ? view : null,
    ...(view === 'activity' && site && { ofSite: unescaped(site) }),
  }
}

/** An address may be typed. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** @param site an origin, for `activity` */
export const hrefOf = (place: Place, view: View, site?: string): string =>
  `#${place}/${view}${site === undefined ? '' : `/${encodeURIComponent(site)}`}`

/** What to show: the unlock while it is locked; the person's choice where there is something to see, else what is most pressing. */
export function viewOf({ place, view }: Route, { accounts, approvals, pairing, lock }: Snapshot): View {
  if (lock.state === 'locked') return 'lock'
  if (place === 'approval') return 'approval'
  const paired = accounts.length > 0
  const asked = approvals.length > 0
  const hollow = (view === 'approval' && !asked) || (view === 'home' && !paired)
  if (view && !hollow) return view
  if (place === 'popup' && asked) return 'approval'
  return pairing || !paired ? 'welcome' : 'home'
}
