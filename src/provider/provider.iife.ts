import { ALIVE, FIRM, HANDOFF, OFF, OTHER, TOUCH } from '../wire/handoff'
import type { PageMessage } from '../wire/page'
import { asker } from './ask'
import { listening } from './listening'
import { nostrObject } from './nostr'
import { signaller } from './signal'

/** Runs in the page's own world, before its first script. Everything it uses later is bound now (see ask.ts). */
const { port1: ours, port2: theirs } = new MessageChannel()
const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect
const { get: dataOf } = getOwnPropertyDescriptor(MessageEvent.prototype, 'data') as { get(): PageMessage }
const signal = signaller(theirs)

const post = ours.postMessage.bind(ours)

const listeners = listening()
const { ask, settle } = asker({ post, alive: () => signal(ALIVE) })
ours.onmessage = (event) => {
  const message: PageMessage = apply(dataOf, event, [])
  if (typeof message === 'string') listeners.announce(message)
  else settle(message)
}

const nostr = nostrObject(ask, listeners)
let current: unknown = nostr
let isTouched = false

/** Of another extension that was here first. */
const before = getOwnPropertyDescriptor(window, 'nostr')
// an accessor is ours: Firefox puts us once more into open pages when the extension is updated
let isOther: unknown = before?.value

/** Reflect: where another extension has locked it, theirs stays, and we do not throw. */
const define = (property: PropertyDescriptor) => defineProperty(window, 'nostr', property)

// Sites and other providers may replace window.nostr, and one in strict mode must not throw.
define({
  configurable: true,
  enumerable: true,
  get() {
    // a page that looks may well call: bridge and background make themselves ready
    if (!isTouched) signal(TOUCH)
    if (isOther) post(OTHER)
    isTouched = true
    isOther = false
    return current
  },
  set(value) {
    isOther = value !== nostr
    current = value
  },
})

theirs.addEventListener(OFF, () => (before ? define(before) : delete (window as { nostr?: unknown }).nostr))
theirs.addEventListener(FIRM, () => define({ configurable: false, set() {} }))

// Not transferred but shared: the bridge listens on this very object, which it takes during this call. There may be a word
// for us at once (src/bridge/say.ts).
dispatchEvent(new MessageEvent(HANDOFF, { ports: [theirs] }))
