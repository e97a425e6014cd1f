import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FIRM, OFF, OTHER, TOUCH } from '../wire/handoff'

interface Window {
  nostr?: unknown
}

/**
 * The whole provider in a page that begins with `window`; `touches` and `others` count what a bridge hears. The bridge
 * says `early` as soon as it has the port, `say` says it later.
 */
async function install(window: Window = {}, early?: string) {
  let touches = 0
  let others = 0
  let say = (_: string) => {}
  vi.stubGlobal('window', window)
  vi.stubGlobal('dispatchEvent', ({ ports }: MessageEvent) => {
    ports[0]?.addEventListener(TOUCH, () => {
      touches += 1
    })
    say = (word) => void ports[0]?.dispatchEvent(new Event(word))
    if (early) say(early)
  })
  // the end that the provider keeps would hold up the test runner
  const channels: MessageChannel[] = []
  const Native = MessageChannel
  vi.stubGlobal(
    'MessageChannel',
    class extends Native {
      constructor() {
        super()
        channels.push(this)
        const { port1 } = this
        const post = port1.postMessage.bind(port1)
        port1.postMessage = (message: unknown) => {
          if (message === OTHER) others += 1
          post(message)
        }
      }
    },
  )
  await import('./provider.iife')
  for (const { port1 } of channels) port1.close()
  return { window, touches: () => touches, others: () => others, say: (word: string) => say(word) }
}

/** As our property is. */
const ACCESSOR = { configurable: true, enumerable: true, get: () => 'ours', set() {} }

const descriptor = (window: Window) => Object.getOwnPropertyDescriptor(window, 'nostr')

beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllGlobals())

describe('window.nostr', () => {
  it('tells the bridge of the first look at it, and of no other', async () => {
    const { window, touches } = await install()
    expect([descriptor(window)?.configurable, descriptor(window)?.enumerable, touches()]).toEqual([true, true, 0])
    const { nostr } = window
    expect([Object.keys(nostr as object), touches()]).toEqual([
      ['getPublicKey', 'getRelays', 'signEvent', 'signPsbt', 'signSchnorr', 'nip04', 'nip44', 'on', 'off'],
      1,
    ])
    expect([window.nostr === nostr, touches()]).toEqual([true, 1])
  })

  it.each([
    ['unseen', false],
    ['after it was looked at', true],
  ])('can be replaced %s, again and again, and be deleted', async (_, isSeen) => {
    const { window, touches } = await install()
    if (isSeen) void window.nostr
    window.nostr = 'theirs'
    window.nostr = 'another'
    expect(touches()).toBe(isSeen ? 1 : 0)
    expect([window.nostr, touches()]).toEqual(['another', 1])
    expect([delete window.nostr, 'nostr' in window]).toEqual([true, false])
  })

  it('takes the place of what can be replaced', async () => {
    const { window } = await install({ nostr: 'theirs' })
    expect(typeof window.nostr).toBe('object')
  })

  it('stays theirs where another extension has locked it', async () => {
    const { window } = await install(Object.freeze({ nostr: 'theirs' }))
    expect(window.nostr).toBe('theirs')
  })
})

describe('another provider', () => {
  it.each<[string, Window, (window: Window) => void, number]>([
    ['none', {}, () => {}, 0],
    ['came before us', { nostr: 'theirs' }, () => {}, 1],
    ['took our place', {}, (window) => Object.assign(window, { nostr: 'theirs' }), 1],
    ['took it twice', {}, (window) => Object.assign(Object.assign(window, { nostr: 1 }), { nostr: 2 }), 1],
    ['put ours back', {}, (window) => Object.assign(window, { nostr: window.nostr }), 0],
    ['is we, before an update under the open page', Object.defineProperty({}, 'nostr', ACCESSOR), () => {}, 0],
  ])('that %s is told when the page looks', async (_, window, act, count) => {
    const { others, touches } = await install(window)
    act(window)
    expect(others()).toBe(0)
    expect([window.nostr, window.nostr].length).toBe(2)
    expect([touches(), others()]).toEqual([1, count])
  })
})

describe('a word of the bridge', () => {
  const moments = ['at once', 'later'] as const
  const installed = async (window: Window, word: string, moment: (typeof moments)[number]) => {
    const page = await install(window, moment === 'at once' ? word : undefined)
    if (moment === 'later') page.say(word)
    return page
  }

  it.each(moments)('off, said %s, leaves nothing behind', async (moment) => {
    const { window } = await installed({}, OFF, moment)
    expect(Object.getOwnPropertyNames(window)).toEqual([])
  })

  it.each(moments)('off, said %s, gives back what was there before', async (moment) => {
    const theirs = { nostr: 'theirs' }
    const before = descriptor(theirs)
    const { window } = await installed(theirs, OFF, moment)
    expect(descriptor(window)).toEqual(before)
  })

  it.each(moments)('off, said %s, leaves alone what is locked', async (moment) => {
    const { window } = await installed(Object.freeze({ nostr: 'theirs' }), OFF, moment)
    expect(window.nostr).toBe('theirs')
  })

  it.each(moments)('firm, said %s, keeps ours, and throws at nobody who writes', async (moment) => {
    const { window, others } = await installed({ nostr: 'before' }, FIRM, moment)
    const { nostr } = window
    window.nostr = 'theirs'
    expect([window.nostr === nostr, typeof nostr, others()]).toEqual([true, 'object', 1])
    expect(Reflect.defineProperty(window, 'nostr', { value: 'theirs' })).toBe(false)
    expect(Reflect.deleteProperty(window, 'nostr')).toBe(false)
  })
})
