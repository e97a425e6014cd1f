import type { PageEvent } from '../wire/page'
import { signaller } from './signal'

/** Those in the page who listen to events of `nostr`. */
export interface Listening {
  on: EventTarget['addEventListener']
  off: EventTarget['removeEventListener']
  announce(event: PageEvent): void
}

/**
 * An EventTarget that nobody else has, so that a listener which throws is the page's uncaught error and stops no other,
 * and a name that never comes is as good as any. Listeners get an `Event` without anything in it.
 */
export function listening(): Listening {
  const target = new EventTarget()
  return {
    on: target.addEventListener.bind(target),
    off: target.removeEventListener.bind(target),
    announce: signaller(target),
  }
}
