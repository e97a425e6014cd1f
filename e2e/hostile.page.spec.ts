import { expect, test } from '@playwright/test'
import { type Nostr, pages } from './fixtures/pages'
import { type Site, serveSite } from './harness/site'
import { BROWSERS, openStage, type Stage, type Tab } from './harness/tabs'

// Pages that mean harm, at the first of their doors: provider and bridge. No phone is paired.

// the pages' own globals
declare const nostr: Nostr
declare const outcome: { codes: string; spied: string }

for (const browser of BROWSERS)
  test.describe(browser, () => {
    let stage: Stage
    let site: Site
    let tab: Tab

    test.beforeAll(async () => {
      site = await serveSite(pages)
      stage = await openStage(browser)
    })
    test.afterAll(async () => {
      await stage?.close()
      await site?.close()
    })
    test.beforeEach(async () => {
      tab = await stage.newTab()
      await tab.goto(site.origin)
    })
    test.afterEach(() => tab.close())

    test('overwritten globals and prototypes neither break a call nor see it', async () => {
      await tab.goto(`${site.origin}/poisoned`)
      // the driver works with the page's globals too: it looks when they are back
      await new Promise((resolve) => setTimeout(resolve, 1_500))
      expect(await tab.run(() => outcome)).toEqual({ codes: 'not-paired not-paired ', spied: '' })
    })

    test('a toJSON on Array.prototype, as old libraries leave it, does not reach the argument list', async () => {
      const code = await tab.run(async () => {
        Object.assign(Array.prototype, { toJSON: () => 'mine' })
        const end = await nostr.getPublicKey().catch((error: { code: string }) => error.code)
        Reflect.deleteProperty(Array.prototype, 'toJSON')
        return end
      })
      expect(code).toBe('not-paired')
    })

    test('no stack that a page can read names the extension', async () => {
      const stacks = await tab.run(async () => {
        const stacks: string[] = []
        await nostr.getPublicKey().catch((error: Error) => stacks.push(error.stack ?? ''))
        const spy = {
          get kind() {
            stacks.push(new Error('spied').stack ?? '')
            return 1
          },
        }
        await nostr.signEvent(spy).catch((error: Error) => stacks.push(error.stack ?? ''))
        return stacks
      })
      expect(stacks).toHaveLength(3)
      expect(stacks.join()).not.toMatch(/extension:/)
    })

    test('no listener of a page sees anything of a call', async () => {
      const heard = await tab.run(async () => {
        const heard: string[] = []
        for (const name of ['lanyard', 'message', 'messageerror', 'alive'])
          for (const target of [window, document, document.documentElement])
            target.addEventListener(name, (event) => heard.push(event.type), true)
        await nostr.getPublicKey().catch(() => {})
        return heard
      })
      expect(heard).toEqual([])
    })

    test('a port of the page is not taken, however it is offered', async () => {
      const answers = await tab.run(async () => {
        const answers: unknown[] = []
        const call = { n: 1, method: 'getPublicKey', params: '[]' }
        const offer = () => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = ({ data }) => answers.push(data)
          port1.postMessage(call)
          return port2
        }
        for (const target of [window, document]) target.dispatchEvent(new MessageEvent('lanyard', { ports: [offer()] }))
        window.postMessage('lanyard', '*', [offer()])
        window.postMessage({ ...call, type: 'lanyard' }, '*')
        // one that is answered, so that there was time
        await nostr.getPublicKey().catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, 300))
        return answers
      })
      expect(answers).toEqual([])
    })

    test('a frame that its parent rewrites still has its own line, not the parent’s', async () => {
      const codes = await tab.run(async () => {
        const frame = document.createElement('iframe')
        frame.sandbox.add('allow-scripts', 'allow-same-origin')
        document.body.append(frame)
        const inner = frame.contentWindow as unknown as typeof globalThis & { nostr: Nostr }
        inner.MessagePort.prototype.postMessage = () => {
          throw new Error('parent')
        }
        inner.Promise = null as never
        const code = (call: Promise<unknown>) => call.catch((error: { code: string }) => error.code)
        return [await code(inner.nostr.getPublicKey()), await code(nostr.getPublicKey())]
      })
      expect(codes).toEqual(['not-paired', 'not-paired'])
    })

    test('a frame that is taken away leaves its parent’s calls alone', async () => {
      const code = await tab.run(async () => {
        const frame = document.createElement('iframe')
        document.body.append(frame)
        const inner = (frame.contentWindow as unknown as { nostr: Nostr }).nostr
        void inner.getPublicKey()
        frame.remove()
        return nostr.getPublicKey().catch((error: { code: string }) => error.code)
      })
      expect(code).toBe('not-paired')
    })

    test('nothing tells of Lanyard but window.nostr', async () => {
      const found = await tab.run(async (extensionOrigin) => {
        const requests = performance.getEntries().filter(({ name }) => name.includes('-extension:'))
        const reach = (path: string) =>
          fetch(`${extensionOrigin}/${path}`).then(
            () => [path],
            () => [],
          )
        const paths = ['manifest.json', 'icons/icon-16.png', 'src/panel/index.html', 'src/provider/provider.iife.js']
        const runtime = (window as { chrome?: { runtime?: object } }).chrome?.runtime
        return {
          resources: (await Promise.all(paths.map(reach))).flat(),
          globals: Object.getOwnPropertyNames(window).filter((name) => /lanyard|nostr/i.test(name)),
          symbols: Object.getOwnPropertySymbols(window).filter((symbol) => /lanyard/i.test(String(symbol))),
          html: document.documentElement.outerHTML.match(/lanyard|-extension:/gi),
          attributes: document.documentElement.getAttributeNames(),
          requests,
          runtime: typeof runtime,
        }
      }, stage.extensionOrigin)
      expect(found).toEqual({
        resources: [],
        globals: ['nostr'],
        symbols: [],
        html: null,
        attributes: [],
        requests: [],
        runtime: 'undefined',
      })
    })
  })
