import { fail, type Outcome, succeed } from '../protocol/error'
import { isOneByOne } from '../protocol/permission'
import type { Approval, Waiting } from './approval'
import { questionOf, sameQuestion } from './question'
import { hush, hushSites, isQuiet, type Quiet } from './quiet'

/** Calls in one approval: more cannot be looked through by a person. */
export const MAX_CALLS = 100

/** Open approvals of one site: its eight permissions and a few kinds. A site that asks for every kind ends here. */
export const MAX_APPROVALS_PER_SITE = 10

/** Open approvals in all. */
export const MAX_APPROVALS = 30

/** What waits for the person, and what was lately denied. */
export interface Queue {
  approvals: Approval[]
  quiet: Quiet[]
}

/** The queue after a decision, and every call that left it: in exactly one of the two lists. */
export interface Decided extends Queue {
  allowed: string[]
  denied: string[]
}

/**
 * A call begins to wait. It joins the approval of its question that was not shown yet, else opens the next one, and
 * always does where calls are looked at one by one. A call that waits already (sent again after its port broke) changes
 * nothing.
 * @param newId for the approval that may have to be opened
 * @param now ms since the epoch
 * @param inTab open approvals of all sites in the same tab: a page may have frames of a thousand
 * @returns the queue; `denied` where the question was denied a moment ago; `too-many`
 */
export function join(queue: Queue, waiting: Waiting, newId: string, now: number, inTab = 0): Outcome<Queue> {
  const { approvals, quiet } = queue
  const { callId, origin, isCautious } = waiting
  if (approvals.some((approval) => approval.callIds.includes(callId))) return succeed({ approvals, quiet })
  if (isQuiet(quiet, waiting, now)) return fail('denied')
  const open = approvals.find(
    (approval) => isOpen(approval) && approval.isCautious === isCautious && sameQuestion(approval, waiting),
  )
  if (open) {
    const grown = { ...open, callIds: [...open.callIds, callId] }
    return succeed({ approvals: approvals.map((approval) => (approval === open ? grown : approval)), quiet })
  }
  const ofSite = approvals.filter((approval) => approval.origin === origin)
  if (Math.max(ofSite.length, inTab) >= MAX_APPROVALS_PER_SITE || approvals.length >= MAX_APPROVALS)
    return fail('too-many')
  const next = { ...questionOf(waiting), id: newId, isCautious, callIds: [callId], askedAt: now, shownAt: null }
  return succeed({ approvals: [...approvals, next], quiet })
}

const isOpen = ({ shownAt, callIds, permission }: Approval): boolean =>
  shownAt === null && callIds.length < MAX_CALLS && !isOneByOne(permission)

/** The person sees it: from now on it is frozen, so that what is decided is what was seen. */
export const show = (approvals: readonly Approval[], id: string, now: number): Approval[] =>
  approvals.map((approval) =>
    approval.id === id && approval.shownAt === null ? { ...approval, shownAt: now } : approval,
  )

/**
 * The person decided. Only what was shown can be decided; an id that is gone (answered in another window, lapsed)
 * changes nothing.
 * @param skip calls left out when the rest is allowed: denied, once
 * @param now ms since the epoch
 */
export const decide = (queue: Queue, id: string, allow: boolean, skip: readonly string[], now: number): Decided =>
  close(queue, now, (approval) => {
    if (approval.id !== id || approval.shownAt === null) return 'wait'
    return allow ? { skip } : 'refuse'
  })

/**
 * The approval window was closed, or Escape pressed: what it showed is denied, once, and its site is not to come back at
 * once with another question. What was not seen waits on.
 */
export function closeWindow(queue: Queue, now: number): Decided {
  const shown = queue.approvals.filter(({ shownAt }) => shownAt !== null)
  const closed = close(queue, now, (approval) => (approval.shownAt === null ? 'wait' : 'refuse'))
  return { ...closed, quiet: hushSites(closed.quiet, shown, now) }
}

/**
 * Call it when a rule or a quiet time has come into being: approvals that it answers need no person any more.
 * @param answer what rules and presets say, as `ruling` does
 */
export const settle = (queue: Queue, answer: (approval: Approval) => 'allow' | 'deny' | 'ask', now: number): Decided =>
  close(queue, now, (approval) => {
    const said = answer(approval)
    if (said === 'allow') return { skip: [] }
    return said === 'deny' || isQuiet(queue.quiet, approval, now) ? 'drop' : 'wait'
  })

/** A call waits no more: its page went away, or it was cancelled. An approval without calls disappears. */
export const lapse = (approvals: readonly Approval[], callId: string): Approval[] =>
  approvals
    .map((approval) => ({ ...approval, callIds: approval.callIds.filter((id) => id !== callId) }))
    .filter((approval) => approval.callIds.length > 0)

/** What becomes of an approval. `refuse`: denied by the person, who is not to be asked the same at once. */
type Fate = 'wait' | 'refuse' | 'drop' | { skip: readonly string[] }

function close(queue: Queue, now: number, fateOf: (approval: Approval) => Fate): Decided {
  const fates = queue.approvals.map((approval) => ({ approval, fate: fateOf(approval) }))
  const where = (wanted: Fate) => fates.filter(({ fate }) => fate === wanted).map(({ approval }) => approval)
  const judged = fates.flatMap(({ approval, fate }) =>
    fate === 'wait' ? [] : approval.callIds.map((id) => ({ id, allow: isObject(fate) && !fate.skip.includes(id) })),
  )
  return {
    approvals: where('wait'),
    quiet: hush(queue.quiet, where('refuse'), now),
    allowed: judged.filter(({ allow }) => allow).map(({ id }) => id),
    denied: judged.filter(({ allow }) => !allow).map(({ id }) => id),
  }
}

const isObject = (fate: Fate): fate is { skip: readonly string[] } => typeof fate === 'object'
