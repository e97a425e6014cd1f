import { bringToFront, closeTab, drawAttention, findApprovals, showApprovals } from '../edges/window'
import type { Calls } from './calls'
import { heldCalls } from './held'
import { longRows } from './rows'
import type { State } from './state'
import type { Store } from './store'

/**
 * The window in which a person unlocks, decides, or opens the page that their signer wants opened (`auth_url`): open while
 * something waits and nothing else shows it.
 */
export interface ApprovalWindow {
  /**
   * Something waits and nobody looks: open it, or point to it. Nothing left, and no long row under way: close it.
   */
  watch(): Promise<void>
  /** Bring it to the front, on a person's click. */
  show(): Promise<void>
  /** A tab was closed; if it is this window's, what it showed is denied. */
  tabClosed(tabId: number): void
}

/** @param looking the tabs of the panels that are seen; null: the popup */
export function approvalWindow(store: Store, calls: Calls, looking: () => readonly (number | null)[]): ApprovalWindow {
  let opening = false
  /** One may be open of which a former life could not write down the tab: it is looked for once, before another is opened. */
  let mayBeOpen = store.state.approvalTab === null
  /** Tabs closed while it was being opened: it may be among them. */
  const closed = new Set<number>()
  /** Requests with a page to open, of which the person has closed the window: they are in the popup, and not shown again. */
  let refused = new Set<string>()
  /** What waits for the person, by its id. */
  const waiting = () => {
    const auths = authsOf(store.state).filter((id) => !refused.has(id))
    return new Set([...store.state.approvals.map(({ id }) => id), ...heldAt(store.state), ...auths])
  }
  /** What the person was pointed to. */
  let told = store.state.approvalTab === null ? new Set<string>() : waiting()

  function tabClosed(tabId: number): void {
    if (opening) closed.add(tabId)
    if (store.state.approvalTab !== tabId) return
    refused = new Set(authsOf(store.state))
    store.update((state) => ({ ...state, approvalTab: null }))
    calls.consent.dismiss()
  }

  async function open(): Promise<void> {
    opening = true
    closed.clear()
    const former = mayBeOpen ? await findApprovals().catch(() => null) : null
    mayBeOpen = false
    // one that was found may lie behind others, and is pointed to
    if (former === null) told = waiting()
    const tab = former ?? (await showApprovals().catch(() => null))
    opening = false
    // where no window comes up the badge still shows it; the next change of the state tries again
    if (tab === null) return
    store.update((state) => ({ ...state, approvalTab: tab }))
    if (closed.has(tab)) tabClosed(tab)
  }

  async function close(tabId: number): Promise<void> {
    store.update((state) => ({ ...state, approvalTab: null }))
    await closeTab(tabId)
  }

  /** It is open, but may lie behind others. */
  async function point(tabId: number): Promise<void> {
    const now = waiting()
    const isNew = [...now].some((id) => !told.has(id))
    told = now
    if (isNew && !looking().some((tab) => tab === null || tab === tabId))
      await drawAttention(tabId).catch(() => undefined)
  }

  return {
    async watch() {
      const { approvalTab } = store.state
      if (opening) return
      const isNeeded = waiting().size > 0
      if (approvalTab !== null) {
        if (isNeeded) await point(approvalTab)
        // it goes on to show how far a long row is, with a Stop
        else if (longRows(store.state).length === 0) await close(approvalTab)
      } else if (isNeeded && !looking().includes(null)) await open()
    },
    async show() {
      const { approvalTab } = store.state
      if (approvalTab !== null) await bringToFront(approvalTab).catch(() => undefined)
      else if (waiting().size > 0 && !opening) await open()
    },
    tabClosed,
  }
}

/** Sites with calls that wait for the unlock: what more they ask is no news. */
const heldAt = (state: State): string[] => heldCalls(state).map(({ origin }) => `locked ${origin}`)

/** Requests of calls whose signer wants its person to open a page first. */
const authsOf = ({ lines, calls }: State): string[] => {
  const requests = Object.values(lines).flatMap((line) => Object.values(line.requests).filter(({ auth }) => auth))
  const asked = new Set(Object.values(calls).flatMap(({ stage }) => (stage.at === 'signer' ? [stage.request] : [])))
  return requests.map(({ id }) => id).filter((id) => asked.has(id))
}
