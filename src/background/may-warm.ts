import { isLive } from '../policy/judge'
import { siteOf } from '../policy/site'
import type { State } from './state'

/**
 * Which lines (by id) are made ready when a page of `origin` looks at `window.nostr`: those of the users who let the site
 * do anything unasked. A stranger, or a site that must ask every time, opens nothing by looking.
 * @param now ms since the epoch
 */
export function mayWarm(
  { lines, rules, sites }: Pick<State, 'lines' | 'rules' | 'sites'>,
  origin: string,
  now: number,
): string[] {
  const live = rules.filter((rule) => rule.origin === origin && isLive(rule, now))
  const { presets } = siteOf(sites, origin)
  const trusts = (user: string): boolean => {
    const own = live.filter(({ account }) => account === user)
    if (own.some(({ allow, permission }) => !allow && permission === '*')) return false
    return own.some(({ allow }) => allow) || (presets[user] ?? 'ask') !== 'ask'
  }
  return Object.values(lines).flatMap(({ id, user }) => (user !== null && trusts(user) ? [id] : []))
}
