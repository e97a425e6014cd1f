import { type Question, sameQuestion } from '../policy/question'
import type { Rule } from '../policy/rule'
import { type SiteRecord, withoutAccount as withoutIn } from '../policy/site'
import { dropAccount } from '../policy/verdict'
import type { Hex } from '../protocol/hex'
import type { LogEntry, UndoView } from '../wire/panel'
import type { State } from './state'

/** Something the person took away, kept for a moment so that it can be brought back. Never on disk: in the journal. */
export interface Taken {
  id: string
  what: UndoView['what']
  /** As the person would count it. */
  count: number
  /** ms since the epoch. */
  until: number
  rules: Rule[]
  sites: SiteRecord[]
  log: LogEntry[]
}

/** ms for which it can be brought back. */
export const UNDO_MS = 10_000

/** At once; the oldest cannot be brought back any more. */
const MOST = 20

/** Those whose time is not over; one that would last longer than any was made under another clock. */
export const liveTaken = (taken: readonly Taken[], now: number): Taken[] =>
  taken.filter(({ until }) => now < until && until - now <= UNDO_MS)

export const putTaken = (taken: readonly Taken[], one: Taken): Taken[] => [...taken, one].slice(-MOST)

/** An account logged out: nothing of it comes back. */
export function takenWithout(taken: readonly Taken[], account: Hex): Taken[] {
  return taken.map((one) => ({
    ...one,
    rules: dropAccount(one.rules, account),
    sites: Object.values(withoutIn(Object.fromEntries(one.sites.map((site) => [site.origin, site])), account)),
    log: one.log.filter((entry) => entry.account !== account),
  }))
}

/**
 * Rules and sites as they were, but for what was set in the meantime: that is the later word. The log is not here, it
 * lies elsewhere.
 */
export function broughtBack(state: State, { id, rules, sites }: Taken): State {
  const isNew = (question: Question) => !state.rules.some((rule) => sameQuestion(rule, question))
  return {
    ...state,
    taken: state.taken.filter((one) => one.id !== id),
    rules: [...state.rules, ...rules.filter(isNew)],
    sites: {
      ...state.sites,
      ...Object.fromEntries(sites.map((site) => [site.origin, laterWins(site, state.sites[site.origin])])),
    },
  }
}

/** What nobody has said anything about since is as before. */
function laterWins(before: SiteRecord, now: SiteRecord | undefined): SiteRecord {
  if (!now) return before
  return {
    origin: before.origin,
    account: now.account ?? before.account,
    presets: { ...before.presets, ...now.presets },
    told: now.told ?? before.told,
    on: now.on ?? before.on,
    hasOther: now.hasOther || before.hasOther,
    isFirm: now.isFirm || before.isFirm,
  }
}
