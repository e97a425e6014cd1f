import { showBadge } from '../edges/badge'
import { after, now } from '../edges/clock'
import { type OpenPort, version } from '../edges/ports'
import { closeTab, showApprovals } from '../edges/window'
import type { PanelMessage } from '../wire/panel'
import type { House } from './house'
import { snapshotOf } from './snapshot'
import { pairingOf } from './state'

/** ms between two snapshots to the panel: more often is not seen. */
const PACE = 40

/** Those who draw the state: panels that are open, the badge, the approval window. */
export interface Watchers {
  /** A panel was opened. */
  add(port: OpenPort): void
  remove(port: OpenPort): void
}

export function watchersOf(house: House): Watchers {
  const panels = new Set<OpenPort>()
  const { store, calls } = house
  let planned = false
  let opening = false

  function push(): void {
    planned = false
    if (panels.size === 0) return
    const again = calls.consent.show()
    if (again !== null) after(again, push)
    const message: PanelMessage = { snapshot: snapshotOf(store.state, version(), now()) }
    for (const port of panels) port.postMessage(message)
  }

  function plan(): void {
    if (planned || panels.size === 0) return
    planned = true
    after(PACE, push)
  }

  /** A full page may stand in a tab that nobody looks at; the popup closes as soon as nobody does. */
  const popupIsOpen = () => [...panels].some(({ caller }) => caller.kind === 'panel' && caller.tabId === null)

  /** Approvals with nobody looking: open the window. None left: close it. */
  async function watchWindow(): Promise<void> {
    const { approvals, approvalTab } = store.state
    if (opening) return
    if (approvals.length === 0 && approvalTab !== null) {
      store.update((state) => ({ ...state, approvalTab: null }))
      await closeTab(approvalTab)
    } else if (approvals.length > 0 && approvalTab === null && !popupIsOpen()) {
      opening = true
      const tab = await showApprovals().catch(() => null)
      opening = false
      // where no window comes up the badge still shows it; the next change of the state tries again
      if (tab !== null) store.update((state) => ({ ...state, approvalTab: tab }))
    }
  }

  store.follow((state) => {
    showBadge(state.approvals.length + Object.values(state.calls).filter((call) => call.stage.at === 'signer').length)
    plan()
    void watchWindow()
  })
  return {
    add(port) {
      panels.add(port)
      house.watch(true)
      push()
    },
    remove(port) {
      panels.delete(port)
      house.watch(panels.size > 0)
      if (pairingOf(store.state)?.pairing?.stage === 'paired') house.lines.endPairing()
      void watchWindow()
    },
  }
}
