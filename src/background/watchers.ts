import { after, now } from '../edges/clock'
import { type OpenPort, version } from '../edges/ports'
import type { PanelMessage } from '../wire/panel'
import { eyesOnPanels } from './allow-key'
import { approvalWindow } from './approval-window'
import { type Bell, bell } from './bell'
import type { House } from './house'
import { snapshotOf } from './snapshot'
import { pairingOf } from './state'
import { drawToolbar } from './toolbar'

/** ms between two snapshots to the panel: more often is not seen. */
const PACE = 40

/** Those who draw the state: panels that are open, the badge, the approval window. */
export interface Watchers extends Pick<Bell, 'hear'> {
  /** A panel was opened. */
  add(port: OpenPort): void
  remove(port: OpenPort): void
  /** The panel's approval that is live before the person; null: none. */
  see(port: OpenPort, approvalId: string | null): void
  /** The keys that allow the topmost approval were pressed. */
  allowKeys(): void
  /** A tab was closed; the approval window's means that what it showed is denied. */
  tabClosed(tabId: number): void
}

/** A port whose end is still to be told takes nothing any more; the others must not suffer for it. */
function send(port: OpenPort, message: PanelMessage): void {
  try {
    port.postMessage(message)
  } catch {
    // its onDisconnect follows
  }
}

export function watchersOf(house: House): Watchers {
  const panels = new Set<OpenPort>()
  const { store, calls } = house
  let planned = false
  function push(): void {
    planned = false
    if (panels.size === 0) return
    const again = calls.consent.show()
    if (again !== null) after(again, push)
    const message: PanelMessage = { snapshot: snapshotOf(store.state, version(), now()) }
    for (const port of panels) send(port, message)
  }

  function plan(): void {
    if (planned || panels.size === 0) return
    planned = true
    after(PACE, push)
  }

  /** Hidden panels let go of their ports, so these are seen. */
  const looking = () => [...panels].flatMap(({ caller }) => (caller.kind === 'panel' ? [caller.tabId] : []))

  const window = approvalWindow(store, calls, looking)
  const eyes = eyesOnPanels(send, () => void window.show())
  const doorbell = bell(store, () => panels.size > 0, window.show)

  drawToolbar(store.state)
  store.follow((state) => {
    drawToolbar(state)
    plan()
    void window.watch()
    doorbell.watch()
  })
  doorbell.watch()
  return {
    add(port) {
      panels.add(port)
      house.watch(true)
      push()
      doorbell.watch()
    },
    see: (port, approvalId) => eyes.see(port, panels.has(port) ? approvalId : null),
    allowKeys: () => eyes.pressed(store.state),
    remove(port) {
      panels.delete(port)
      eyes.see(port, null)
      house.watch(panels.size > 0)
      if (panels.size === 0 && pairingOf(store.state)?.pairing?.stage === 'paired') house.lines.endPairing()
      void window.watch()
      doorbell.watch()
    },
    tabClosed: window.tabClosed,
    hear: doorbell.hear,
  }
}
