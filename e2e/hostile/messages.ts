import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import type { nostrObject } from '../../src/provider/nostr'
import type { Nip07 } from '../harness/stage'
import { keyOf, type Play } from './scene'

type Nostr = ReturnType<typeof nostrObject>

declare const heard: string[]
declare const caught: MessagePort[]
/** The page's and the browser's, in the background: for words that are on their way. */
const A_WHILE = 400

/** Plays of the cases about forged messages. */
export const messages = {
  async 'window-messages'({ own, open, questions }) {
    const page = await open(own)
    const answers = await page.evaluate(async (ms) => {
      const answers: unknown[] = []
      const call = { method: 'signEvent', params: '[{"kind":1}]' }
      const calls = { 1: call }
      const up = [{ id: '1-2-3-4', ...call }]
      const down = [{ id: '1-2-3-4', n: '1', outcome: { ok: true, value: 'forged' } }]
      const words = ['lanyard', 'touch', 'alive', 'off', 'firm', 'other', 'call', 'panel']
      for (const word of [
        ...words,
        call,
        calls,
        up,
        down,
        { type: 'lanyard', ...call },
        { n: 1, command: 'logOut', args: [] },
      ]) {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = ({ data }) => answers.push(data)
        port1.postMessage(calls)
        window.postMessage(word, '*')
        window.postMessage(word, '*', [port2])
        window.dispatchEvent(new MessageEvent('message', { data: word, source: window }))
        window.dispatchEvent(new CustomEvent('lanyard', { detail: word }))
        for (const target of [window, document, document.documentElement])
          target.dispatchEvent(new Event(String(word), { bubbles: true }))
        new BroadcastChannel('lanyard').postMessage(word)
      }
      await new Promise((resolve) => setTimeout(resolve, ms))
      return [...answers, typeof nostr.signEvent]
    }, A_WHILE)
    expect(answers).toEqual(['function'])
    expect(await questions(own)).toEqual([])
  },

  async 'second-handover'({ own, open, questions }) {
    const page = await open(own)
    const answers = await page.evaluate(async (ms) => {
      const answers: unknown[] = []
      for (const bubbles of [true, false])
        for (const target of [window, document, document.body]) {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = ({ data }) => answers.push(data)
          target.dispatchEvent(new MessageEvent('lanyard', { ports: [port2], bubbles }))
          for (const word of ['touch', 'alive']) {
            const isLeft = port2.dispatchEvent(new Event(word, { cancelable: true }))
            if (!isLeft) answers.push(word)
          }
          port1.postMessage({ 1: { method: 'signEvent', params: '[{"kind":1}]' } })
          port1.postMessage('other')
        }
      await new Promise((resolve) => setTimeout(resolve, ms))
      return answers
    }, A_WHILE)
    expect(answers).toEqual([])
    expect(await questions(own)).toEqual([])
  },

  async listeners({ own, open, allow, stage }) {
    await allow(own, 'get_public_key')
    const page = await open(own)
    const heard = await page.evaluate(async () => {
      const heard: string[] = []
      const names = [
        'lanyard',
        'touch',
        'alive',
        'off',
        'firm',
        'other',
        'message',
        'messageerror',
        'accountChanged',
        'error',
      ]
      for (const name of names)
        for (const target of [window, document, document.documentElement, MessagePort.prototype, EventTarget.prototype])
          try {
            target.addEventListener(name, (event) => heard.push(event.type), true)
          } catch {
            // prototypes take none
          }
      await nostr.getPublicKey()
      return heard
    })
    expect(heard).toEqual([])
    expect(await keyOf(page)).toBe(stage.signer.user)
  },

  async 'port-hunt'({ own, open, allow, stage }) {
    await allow(own, 'get_public_key')
    const page = await open(own)
    const caught = await page.evaluate(async () => {
      const { apply } = Reflect
      const caught: string[] = []
      const note = (what: string, value: unknown) => {
        if (value instanceof MessagePort || (value as { type?: unknown })?.type === 'message') caught.push(what)
      }
      const hunt = (owner: object, names: string[]) => {
        for (const name of names) {
          const { value, get, set } = Object.getOwnPropertyDescriptor(owner, name) ?? {}
          const spy = (inner: unknown) =>
            typeof inner === 'function' &&
            function (this: unknown, ...args: unknown[]) {
              for (const one of [this, ...args]) note(name, one)
              return apply(inner, this, args)
            }
          const spied = value ? { value: spy(value), writable: true } : { get: spy(get) || get, set: spy(set) || set }
          Object.defineProperty(owner, name, { configurable: true, ...spied } as PropertyDescriptor)
        }
      }
      hunt(MessagePort.prototype, ['postMessage', 'start', 'close', 'onmessage'])
      hunt(EventTarget.prototype, ['dispatchEvent', 'addEventListener', 'removeEventListener'])
      hunt(MessageEvent.prototype, ['data', 'ports'])
      hunt(Event.prototype, ['target', 'currentTarget', 'type'])
      hunt(Function.prototype, ['call', 'apply', 'bind'])
      hunt(Reflect, ['apply', 'get'])
      await nostr.getPublicKey()
      ;(nostr as unknown as Nostr).on('accountChanged', () => {})
      await nostr.getPublicKey()
      return caught
    })
    expect(caught).toEqual([])
    expect(await keyOf(page)).toBe(stage.signer.user)
  },

  async 'own-port'({ own, open, allow, questions, stage }) {
    await allow(own, 'get_public_key')
    const page = await open(own, '/prepared')
    const said = await page.evaluate(async (ms) => {
      const frame = document.querySelector('iframe') as HTMLIFrameElement
      const inner = frame.contentWindow as unknown as typeof globalThis & { nostr: Nip07 }
      const [port] = caught
      if (!port) return ['no port']
      const params = '[]'
      const torn = { method: 'signEvent', params: '[{"kind":1' }
      const bad = [null, 5, 'touch', 'Other', [], { 1: 1 }, { 1: null }, torn, { 1: torn }]
      const evil = { method: 'signEvent', params: '[{"kind":1}]', id: '1-2-3-4', origin: 'http://bystander.localhost' }
      const none = [
        { n: 1, command: 'logOut', args: [] },
        { 2: { method: 'logOut', params }, 3: { method: '__proto__', params } },
      ]
      for (const name of ['touch', 'off', 'firm', 'touch', 'alive'])
        port.dispatchEvent(new Event(name, { cancelable: true }))
      for (const data of [
        ...bad,
        ...none,
        {
          get 4() {
            throw new Error('mine')
          },
        },
        { 5: { ...evil, params: 5 } },
      ])
        port.dispatchEvent(new MessageEvent('message', { data }))
      await new Promise((resolve) => setTimeout(resolve, ms))
      return [typeof inner.nostr, await nostr.getPublicKey()]
    }, A_WHILE)
    // `off` takes window.nostr away in that frame, as its page could by itself
    expect(said).toEqual(['undefined', stage.signer.user])
    expect(await questions(own)).toEqual([])
  },

  async 'account-changed'({ own, at, open, desk }) {
    const other = at('other')
    const pages = [await open(own), await open(own), await open(other)] as const
    for (const page of pages)
      await page.evaluate(() => {
        Object.assign(window, { heard: [] })
        ;(nostr as unknown as Nostr).on('accountChanged', () => heard.push('told'))
      })
    await pages[0].evaluate(() => {
      for (const target of [window, document, new EventTarget(), new MessageChannel().port1])
        target.dispatchEvent(new Event('accountChanged', { bubbles: true }))
      for (const word of ['accountChanged', { origin: location.origin, event: 'accountChanged' }]) {
        window.postMessage(word, '*')
        new BroadcastChannel('accountChanged').postMessage(word)
      }
    })
    const told = () => Promise.all(pages.map((page) => page.evaluate(() => heard.length)))
    await pause(A_WHILE)
    expect(await told()).toEqual([0, 0, 0])
    await desk.evaluate(async (origin) => {
      const tabs = await chrome.tabs.query({})
      await Promise.allSettled(tabs.map(({ id }) => chrome.tabs.sendMessage(id, { origin, event: 'accountChanged' })))
    }, other)
    await expect.poll(told).toEqual([0, 0, 1])
    await pause(A_WHILE / 2)
    expect(await told()).toEqual([0, 0, 1])
  },
} satisfies Record<string, Play>

/** The part of the extension API that is used above, inside the panel. */
declare const chrome: {
  tabs: { query(filter: object): Promise<{ id: number }[]>; sendMessage(id: number, message: object): Promise<unknown> }
}
