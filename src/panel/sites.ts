import type { Hex } from '../protocol/hex'
import type { AccountView, RuleView, SettingsView, SiteView, Snapshot } from '../wire/panel'

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

type Sought = Pick<AccountView, 'user' | 'npub' | 'given' | 'profile'>

/** Accounts that are looked for by a part of their name, or by their key. @param sought as typed */
export function accountsSought(accounts: readonly Sought[], sought: string): ReadonlySet<Hex> {
  const text = sought.trim().toLocaleLowerCase()
  const isSought = ({ user, npub, given, profile }: Sought) =>
    [given, profile?.name].some((name) => name?.toLocaleLowerCase().includes(text)) ||
    // of a key the beginning: a few letters are somewhere in every one
    (text.startsWith('npub1') && npub.startsWith(text)) ||
    user === text
  return new Set(text === '' ? [] : accounts.filter(isSought).map(({ user }) => user))
}

/**
 * @param sought part of an origin, as typed
 * @param accounts whose sites fit, too
 */
export function fits(
  group: SiteGroup,
  sought: string,
  filter: SiteFilter,
  accounts: ReadonlySet<Hex> = new Set(),
): boolean {
  const isNamed = group.origin.includes(sought.trim().toLowerCase())
  if (!isNamed && !group.accounts.some(({ account }) => accounts.has(account))) return false
  if (filter === 'all') return true
  if (filter === 'off') return group.on === false
  const denials = group.accounts.flatMap(({ rules }) => rules.filter(({ allow }) => !allow))
  return denials.some(({ until }) => filter === 'denied' || until === null)
}

/** Whatever the site asks is denied for a while, whatever else was decided: a storm that was stopped. */
export const isStop = ({ permission }: RuleView): boolean => permission === '*'

/** Is Lanyard there? */
export const isOn = ({ on }: Pick<SiteView, 'on'>, { sites }: Pick<SettingsView, 'sites'>): boolean =>
  on ?? sites === 'every'

/** What to set so that it is on or off: what the mode says already is not written down. */
export const wishOf = (on: boolean, { sites }: Pick<SettingsView, 'sites'>): boolean | null =>
  on === (sites === 'every') ? null : on

/** Who signs on a site; with null, or where nothing was chosen: who does by default. */
export const signerAt = ({ sites, account }: Pick<Snapshot, 'sites' | 'account'>, origin: string | null): Hex | null =>
  sites.find((site) => site.origin === origin && site.isCurrent)?.account ?? account
