import type { Hex } from '../protocol/hex'
import type { SettingsView, SiteView, Snapshot } from '../wire/panel'

/** A site with all accounts that it has to do with. */
export interface SiteGroup extends Pick<SiteView, 'origin' | 'on' | 'hasOther' | 'isFirm' | 'lastAt'> {
  /** The one that signs there first. */
  accounts: SiteView[]
}

/** One for each origin, in the order in which they come: the last used first. */
export function bySite(views: readonly SiteView[]): SiteGroup[] {
  const groups = new Map<string, SiteGroup>()
  for (const view of views) {
    const { origin, on, hasOther, isFirm, lastAt } = view
    const group = groups.get(origin) ?? { origin, on, hasOther, isFirm, lastAt, accounts: [] }
    if (view.isCurrent) group.accounts.unshift(view)
    else group.accounts.push(view)
    groups.set(origin, group)
  }
  return [...groups.values()]
}

/** Which sites are looked for. */
export type SiteFilter = (typeof SITE_FILTERS)[number]

export const SITE_FILTERS = ['all', 'denied', 'never', 'off'] as const

export const isSiteFilter = (value: string): value is SiteFilter => SITE_FILTERS.some((filter) => filter === value)

/** @param sought part of an origin, as typed */
export function fits(group: SiteGroup, sought: string, filter: SiteFilter): boolean {
  if (!group.origin.includes(sought.trim().toLowerCase())) return false
  if (filter === 'all') return true
  if (filter === 'off') return group.on === false
  const denials = group.accounts.flatMap(({ rules }) => rules.filter(({ allow }) => !allow))
  return denials.some(({ until }) => filter === 'denied' || until === null)
}

/** Is Lanyard there? */
export const isOn = ({ on }: Pick<SiteView, 'on'>, { sites }: Pick<SettingsView, 'sites'>): boolean =>
  on ?? sites === 'every'

/** What to set so that it is on or off: what the mode says already is not written down. */
export const wishOf = (on: boolean, { sites }: Pick<SettingsView, 'sites'>): boolean | null =>
  on === (sites === 'every') ? null : on

/** Who signs on a site; with null, or where nothing was chosen: who does by default. */
export const signerAt = ({ sites, account }: Pick<Snapshot, 'sites' | 'account'>, origin: string | null): Hex | null =>
  sites.find((site) => site.origin === origin && site.isCurrent)?.account ?? account
