import { ALIVE, HANDOFF } from '../wire/handoff'
import type { PageAnswer } from '../wire/page'
import { asker } from './ask'
import { nostrObject } from './nostr'

/** Runs in the page's own world, before its first script. Everything it uses later is bound now (see ask.ts). */
const { port1: ours, port2: theirs } = new MessageChannel()
const NativeEvent = Event
const cancelable = { __proto__: null, cancelable: true } as EventInit
const probe = theirs.dispatchEvent.bind(theirs)
const dataOf = Function.prototype.call.bind(
  Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get as () => PageAnswer,
)

const { ask, settle } = asker({
  post: ours.postMessage.bind(ours),
  alive: () => !probe(new NativeEvent(ALIVE, cancelable)),
})
ours.onmessage = (event) => settle(dataOf(event))

// Not transferred but shared: the bridge listens on this very object, which it takes during this call.
dispatchEvent(new MessageEvent(HANDOFF, { ports: [theirs] }))

// An ordinary property: sites and other providers replace window.nostr, and one in strict mode must not throw.
// Reflect: where another extension has locked it, theirs stays, and we do not throw either.
Reflect.set(globalThis, 'nostr', nostrObject(ask))
