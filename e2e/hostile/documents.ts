import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import type { Nip07 } from '../harness/stage'
import { keyOf, type Play, type Scene } from './scene'

declare const outcome: { ends: string; spied: string }
declare const first: string
declare const ends: Record<string, string>

type Inner = typeof globalThis & { nostr: Nip07; first: string }

/** Writes down, by frame, how the calls of `/asks` end. */
const collect = () => {
  const ends: Record<string, string> = {}
  Object.assign(window, { ends })
  addEventListener('message', ({ data }) => Object.assign(ends, data?.end && { [data.name]: data.end }))
}

/** Answered at once, from storage, and by the phone. */
const allowBoth = ({ allow, own }: Scene) => allow(own, 'get_public_key', 'sign_event:1')

/** Plays of the cases about overwritten globals. */
export const globals = {
  async globals(scene) {
    await allowBoth(scene)
    const page = await scene.open(scene.own, '/poisoned')
    // the driver works with the page's globals too: it looks when they are back
    await pause(1_500)
    expect(await page.evaluate(() => outcome)).toEqual({ ends: 'answered answered ', spied: '' })
  },

  async 'to-json'(scene) {
    await allowBoth(scene)
    const page = await scene.open(scene.own)
    const seen = await page.evaluate(async () => {
      for (const prototype of [Array.prototype, Object.prototype]) Object.assign(prototype, { toJSON: () => 'mine' })
      const code = (call: Promise<unknown>) => call.then(String, (error) => error.code)
      const calls = [nostr.getPublicKey(), nostr.signEvent({ kind: 1 }), nostr.signEvent(null as never)]
      const ends = await Promise.all(calls.map(code))
      for (const prototype of [Array.prototype, Object.prototype]) Reflect.deleteProperty(prototype, 'toJSON')
      return ends
    })
    expect(seen).toEqual([scene.stage.signer.user, 'invalid-call', 'invalid-call'])
  },

  async thrower({ own, open }) {
    const page = await open(own)
    const codes = await page.evaluate(async () => {
      const cyclic: { self?: unknown } = {}
      cyclic.self = cyclic
      const mine = () => {
        throw new Error('mine')
      }
      let deep: unknown[] = []
      for (let i = 0; i < 50_000; i++) deep = [deep]
      const bad = {
        ...{ cyclic, deep, window, bigint: { kind: 1n }, symbol: Symbol('mine'), date: new Date(Number.NaN) },
        getter: Object.defineProperty({}, 'kind', { enumerable: true, get: mine }),
        proxy: new Proxy({}, { get: mine, ownKeys: mine, getPrototypeOf: mine }),
        toJSON: { toJSON: mine },
      }
      const ends: Record<string, string> = {}
      for (const [name, event] of Object.entries(bad))
        ends[name] = await nostr.signEvent(event as never).then(
          () => 'answered',
          (error) => error.code,
        )
      return ends
    })
    expect(Object.keys(codes)).toHaveLength(9)
    expect(new Set(Object.values(codes))).toEqual(new Set(['invalid-call']))
  },
} satisfies Record<string, Play>

/** Plays of the cases about frames and documents. */
export const documents = {
  async 'first-script'({ own, open, stage }) {
    const guests = stage.relay.guests()
    const page = await open(own, '/first')
    expect(await page.evaluate(() => first)).toBe('function,function,object')
    const made = await page.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.src = '/first'
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.documentElement.append(frame)
      await loaded
      const blank = document.documentElement.appendChild(document.createElement('iframe'))
      return [typeof (blank.contentWindow as unknown as Inner).nostr, (frame.contentWindow as unknown as Inner).first]
    })
    expect(made).toEqual(['object', 'function,function,object'])
    expect(stage.relay.guests()).toBe(guests)
  },

  async 'document-open'(scene) {
    await allowBoth(scene)
    const page = await scene.open(scene.own)
    const goOn = scene.stage.signer.hold()
    const asked = () => scene.stage.signer.heard.filter((method) => method === 'sign_event').length
    const before = asked()
    await page.evaluate(() => {
      const said: string[] = []
      const call = nostr.signEvent({ kind: 1, content: 'opened' })
      Object.assign(window, { said, done: call.then(({ content }) => said.push(content)) })
    })
    await expect.poll(asked).toBe(before + 1)
    await page.evaluate(() => {
      document.open()
      document.write('<p>new</p>')
      document.close()
    })
    goOn()
    expect(await keyOf(page)).toBe(scene.stage.signer.user)
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said.join())
    await expect.poll(said).toBe('opened')
    expect(asked()).toBe(before + 1)
  },

  async 'removed-frame'({ own, open, allow, questions, stage }) {
    await allow(own, 'get_public_key')
    const page = await open(own)
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      document.body.append(frame)
      const inner = (frame.contentWindow as unknown as Inner).nostr
      Object.assign(window, { frame, inner, ended: false })
      inner.signEvent({ kind: 1 }).finally(() => Object.assign(window, { ended: true }))
    })
    await expect.poll(() => questions(own)).toHaveLength(1)
    await page.evaluate(() => (window as unknown as { frame: Element }).frame.remove())
    await expect.poll(() => questions(own)).toEqual([])
    const ended = await page.evaluate(async () => {
      const { inner } = window as unknown as { inner: Nip07 }
      // it rejects, or never settles: nothing of ours lives in a frame that is gone
      inner.signEvent({ kind: 1 }).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 300))
      return Reflect.get(window, 'ended')
    })
    expect(ended).toBe(false)
    expect(await questions(own)).toEqual([])
    expect(await keyOf(page)).toBe(stage.signer.user)
  },

  async 'rewritten-frame'({ own, open, allow, stage }) {
    await allow(own, 'get_public_key')
    const page = await open(own)
    const keys = await page.evaluate(async () => {
      const frame = document.createElement('iframe')
      frame.sandbox.add('allow-scripts', 'allow-same-origin')
      document.body.append(frame)
      const inner = frame.contentWindow as unknown as Inner
      inner.MessagePort.prototype.postMessage = () => {
        throw new Error('parent')
      }
      inner.Promise = null as never
      inner.JSON.stringify = () => '"mine"'
      return [await inner.nostr.getPublicKey(), await nostr.getPublicKey()]
    })
    expect(keys).toEqual([stage.signer.user, stage.signer.user])
  },

  async 'frames-in-frames'({ own, at, open, allow, questions }) {
    await allow(own, 'get_public_key')
    await allow(at('middle'), 'get_public_key')
    const path = `/around?${encodeURIComponent(`${at('middle')}/around?${encodeURIComponent(`${at('inner')}/asks`)}`)}`
    await open(own, path)
    const asked = [{ permission: 'get_public_key', topOrigin: own, calls: 1 }]
    await expect.poll(() => questions(at('inner'))).toEqual(asked)
    expect([...(await questions(own)), ...(await questions(at('middle')))]).toEqual([])
  },

  async 'opaque-origin'({ own, open, allow, questions }) {
    await allow(own, 'get_public_key', 'sign_event:1')
    const page = await open(own)
    await page.evaluate(collect)
    const asking = `<script>
      window.name = new URLSearchParams(location.search).get('name') || window.name
      nostr.signEvent({ kind: 1 }).then(() => 'answered', (error) => error.code)
        .then((end) => top.postMessage({ end, name: window.name }, '*'))</script>`
    await page.evaluate((html) => {
      const frame = (name: string, change: object, sandbox?: string) => {
        const made = Object.assign(document.createElement('iframe'), change)
        if (sandbox) made.sandbox.add(sandbox)
        made.name = name
        document.body.append(made)
      }
      frame('sandboxed', { src: '/asks' }, 'allow-scripts')
      frame('srcdoc', { srcdoc: html }, 'allow-scripts')
      frame('data', { src: `data:text/html,${encodeURIComponent(html)}` })
    }, asking)
    const refused = 'opaque-origin'
    await expect.poll(() => page.evaluate(() => ends)).toEqual({ sandboxed: refused, srcdoc: refused, data: refused })
    expect(await questions(own)).toEqual([])
  },

  async 'child-as-parent'({ own, at, open, allow, questions }) {
    const [parent, child] = [at('parent'), own]
    await allow(parent, 'get_public_key', 'sign_event:1')
    const page = await open(parent, `/around?${encodeURIComponent(child)}`)
    const [, frame] = page.frames()
    if (!frame) throw new Error('no frame')
    await page.evaluate(() => {
      Object.assign(window, { heard: [] })
      addEventListener('message', () => Reflect.get(window, 'heard').push('a message'))
    })
    await frame.evaluate((origin) => {
      const call = { 1: { method: 'signEvent', params: '[{"kind":1}]', origin } }
      const { port2 } = new MessageChannel()
      window.parent.postMessage(call, '*', [port2])
      window.parent.postMessage(call, '*')
      nostr.signEvent({ kind: 1, origin, pubkey: '', topOrigin: null } as never).catch(() => {})
      nostr.getPublicKey.call({ origin } as never).catch(() => {})
    }, parent)
    const asked = ['get_public_key', 'sign_event:1'].map((permission) => ({ permission, topOrigin: parent, calls: 1 }))
    const sorted = async () => (await questions(child)).sort((a, b) => a.permission.localeCompare(b.permission))
    await expect.poll(sorted).toEqual(asked)
    expect(await questions(parent)).toEqual([])
    expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toEqual(['a message', 'a message'])
  },

  async 'parent-as-child'({ own, at, open, allow, questions }) {
    const victim = at('victim')
    await allow(victim, 'get_public_key', 'sign_event:1')
    const page = await open(own)
    await page.evaluate(collect)
    const reached = await page.evaluate(async (url) => {
      const frame = (name: string, isSandboxed: boolean) => {
        const made = document.createElement('iframe')
        if (isSandboxed) made.sandbox.add('allow-scripts')
        made.name = name
        made.src = url
        document.body.append(made)
        return new Promise<Window>((resolve) => {
          made.onload = () => resolve(made.contentWindow as Window)
        })
      }
      const windows = [await frame('plain', false), await frame('sandboxed', true)]
      return windows.map((window) => {
        try {
          return typeof (window as unknown as Inner).nostr
        } catch {
          return 'refused'
        }
      })
    }, `${victim}/asks`)
    expect(reached).toEqual(['refused', 'refused'])
    await expect.poll(() => page.evaluate(() => ends)).toEqual({ plain: 'answered', sandboxed: 'opaque-origin' })
    expect(await questions(own)).toEqual([])
  },
} satisfies Record<string, Play>
