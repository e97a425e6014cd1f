import { closeTab, showApprovals } from '../edges/window'
import type { Calls } from './calls'
import type { Store } from './store'

/** The window in which a person decides: open while something waits and nothing else shows it. */
export interface ApprovalWindow {
  /** Approvals with nobody looking: open it. None left: close it. */
  watch(): Promise<void>
  /** A tab was closed; if it is this window's, what it showed is denied. */
  tabClosed(tabId: number): void
}

/** @param isShownElsewhere is there a popup that draws the same? */
export function approvalWindow(store: Store, calls: Calls, isShownElsewhere: () => boolean): ApprovalWindow {
  let opening = false
  /** Tabs closed while it was being opened: it may be among them. */
  const closed = new Set<number>()

  function tabClosed(tabId: number): void {
    if (opening) closed.add(tabId)
    if (store.state.approvalTab !== tabId) return
    store.update((state) => ({ ...state, approvalTab: null }))
    calls.consent.dismiss()
  }

  async function open(): Promise<void> {
    opening = true
    closed.clear()
    const tab = await showApprovals().catch(() => null)
    opening = false
    // where no window comes up the badge still shows it; the next change of the state tries again
    if (tab === null) return
    store.update((state) => ({ ...state, approvalTab: tab }))
    if (closed.has(tab)) tabClosed(tab)
  }

  return {
    async watch() {
      const { approvals, approvalTab } = store.state
      if (opening) return
      if (approvals.length === 0 && approvalTab !== null) {
        store.update((state) => ({ ...state, approvalTab: null }))
        await closeTab(approvalTab)
      } else if (approvals.length > 0 && approvalTab === null && !isShownElsewhere()) {
        await open()
      }
    },
    tabClosed,
  }
}
