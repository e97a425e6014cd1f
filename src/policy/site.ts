import type { Hex } from '../protocol/hex'
import type { Preset } from '../protocol/preset'

/** What is known of a site as a whole, beside its rules. */
export interface SiteRecord {
  origin: string
  /** Who signs there; null: nothing was chosen or told yet, so the default account. */
  account: Hex | null
  /** How each account deals with the site where no rule answers; without an entry it is a stranger. */
  presets: Record<Hex, Preset>
  /** The key that the site was told last; null: none. */
  told: Hex | null
  /** Is Lanyard there? null: as the mode for all sites says. */
  on: boolean | null
  /** Another extension's `window.nostr` was seen there. */
  hasOther: boolean
  /** `window.nostr` stays ours, whoever would replace it. */
  isFirm: boolean
}

/** By origin. */
export type Sites = Record<string, SiteRecord>

const stranger = (origin: string): SiteRecord => ({
  ...{ origin, account: null, presets: {}, told: null, on: null, hasOther: false, isFirm: false },
})

export const siteOf = (sites: Sites, origin: string): SiteRecord => sites[origin] ?? stranger(origin)

export const putSite = (sites: Sites, origin: string, change: Partial<Omit<SiteRecord, 'origin'>>): Sites => ({
  ...sites,
  [origin]: { ...siteOf(sites, origin), ...change },
})

export const presetOf = (sites: Sites, origin: string, account: Hex): Preset | null =>
  siteOf(sites, origin).presets[account] ?? null

/** @param preset null: a stranger again */
export function putPreset(sites: Sites, origin: string, account: Hex, preset: Preset | null): Sites {
  const { [account]: _, ...others } = siteOf(sites, origin).presets
  return putSite(sites, origin, { presets: preset ? { ...others, [account]: preset } : others })
}

/** The site was told a key: from now on it is the one that signs there, until the person chooses another. */
export const tellKey = (sites: Sites, origin: string, account: Hex): Sites =>
  putSite(sites, origin, { account, told: account })

/** Nothing is known of it but that it was there. */
const isBlank = ({ account, told, on, hasOther, isFirm, presets }: SiteRecord): boolean =>
  account === null && told === null && on === null && !hasOther && !isFirm && Object.keys(presets).length === 0

/**
 * An account logged out: no site knows it any more. Where Lanyard is switched on or off stays; a site of which nothing
 * else is known is no site any more, or its address would tell where the account was used.
 */
export function withoutAccount(sites: Sites, account: Hex): Sites {
  const left = Object.values(sites).map((site): SiteRecord => {
    const { [account]: _, ...presets } = site.presets
    const signer = site.account === account ? null : site.account
    return { ...site, presets, account: signer, told: site.told === account ? null : site.told }
  })
  return Object.fromEntries(left.filter((site) => !isBlank(site)).map((site) => [site.origin, site]))
}

/** Is Lanyard there for this site? */
export const isOn = (sites: Sites, mode: 'every' | 'chosen', origin: string): boolean =>
  siteOf(sites, origin).on ?? mode === 'every'
