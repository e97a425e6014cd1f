import type { OpenPort } from '../edges/ports'
import type { PanelMessage } from '../wire/panel'
import { isLocked, type State } from './state'

/** What stands behind the keys that allow the topmost approval, when they are pressed. */
export interface Pressed {
  /** The oldest approval; null: none waits. */
  topmost: { id: string; isCautious: boolean } | null
  /** The approvals whose buttons are live before the person's eyes, one a panel. */
  seen: readonly string[]
  isLocked: boolean
}

/**
 * Keys are pressed as easily as a button, and from any page: they do no more than a button does that is seen and live,
 * and nothing that wants a second thought. `press`: the panel that shows it presses its own "once". `show`: what waits, if
 * anything does, comes to the front.
 */
export function onAllowKeys({ topmost, seen, isLocked }: Pressed): 'press' | 'show' {
  return topmost && !topmost.isCautious && !isLocked && seen.includes(topmost.id) ? 'press' : 'show'
}

/** What is seen in which panel. */
export interface EyesOnPanels {
  /** @param approvalId live in that panel; null: none, or the panel is gone */
  see(port: OpenPort, approvalId: string | null): void
  pressed(state: State): void
}

/** @param show brings what waits to the front */
export function eyesOnPanels(send: (port: OpenPort, message: PanelMessage) => void, show: () => void): EyesOnPanels {
  const seen = new Map<OpenPort, string>()
  return {
    see(port, approvalId) {
      if (approvalId === null) seen.delete(port)
      else seen.set(port, approvalId)
    },
    pressed(state) {
      const [topmost = null] = state.approvals
      const todo = onAllowKeys({ topmost, seen: [...seen.values()], isLocked: isLocked(state) })
      const where = [...seen].find(([, id]) => id === topmost?.id)
      if (todo === 'press' && where) send(where[0], { press: where[1] })
      else show()
    },
  }
}
