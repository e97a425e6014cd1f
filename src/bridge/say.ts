import { type FIRM, HANDOFF, type OFF } from '../wire/handoff'

/** What our scripts in one frame share: the global of the world that is theirs alone, out of the page's sight. */
export interface Shared {
  /** The bridge's end of the line, once the provider has handed it over. */
  port?: MessagePort
}

/**
 * Tell the provider of this frame how it is to be there. Both orders occur: registered scripts run after those of the
 * manifest, and before them once Chromium was started again (measured). Either way no script of the page has run yet.
 */
export function say(word: typeof OFF | typeof FIRM): void {
  const { port } = globalThis as Shared
  const tell = (to: MessagePort | undefined) => to?.dispatchEvent(new Event(word))
  if (port) tell(port)
  else addEventListener(HANDOFF, (event) => tell((event as MessageEvent).ports[0]), { capture: true, once: true })
}
