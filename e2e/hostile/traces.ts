import { expect } from '@playwright/test'
import { plainly } from './plain'
import type { Play } from './scene'

/** Paths in the extension, as built. */
const FILES = [
  'manifest.json',
  'icons/icon-16.png',
  'src/panel/index.html',
  'src/provider/provider.iife.js',
  'words/off.js',
  'words/mark.js',
]

/** Plays of the cases about reaching into the extension. */
export const reaching = {
  async storage({ own, open, allow }) {
    await allow(own, 'get_public_key')
    const page = await open(own)
    const found = await page.evaluate(async () => {
      await nostr.getPublicKey()
      const { chrome, browser } = window as unknown as Record<string, Record<string, unknown> | undefined>
      const apis = ['storage', 'tabs', 'extension', 'scripting', 'i18n', 'alarms', 'windows'].filter(
        (name) => chrome?.[name],
      )
      return {
        ...{ apis, browser: typeof browser, databases: await indexedDB.databases(), caches: await caches.keys() },
        ...{ local: localStorage.length, session: sessionStorage.length, cookies: document.cookie },
        ...{ workers: (await navigator.serviceWorker.getRegistrations()).length },
      }
    })
    const none = { apis: [], browser: 'undefined', databases: [], caches: [] }
    expect(found).toEqual({ ...none, local: 0, session: 0, cookies: '', workers: 0 })
  },

  async 'panel-port'({ own, open, desk, questions }) {
    const page = await open(own)
    const id = await desk.evaluate(() => location.host)
    const reached = await page.evaluate((id) => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      const blob = document.body.appendChild(document.createElement('iframe'))
      blob.srcdoc = '<p>'
      return [window, frame.contentWindow, blob.contentWindow].map((one) => {
        const { chrome, browser } = one as unknown as Record<
          string,
          { runtime?: { connect(...a: unknown[]): unknown } }
        >
        try {
          return typeof (chrome?.runtime ?? browser?.runtime)?.connect(id, { name: 'panel' })
        } catch (error) {
          return String(error)
        }
      })
    }, id)
    expect(reached).toEqual(['undefined', 'undefined', 'undefined'])
    expect(await questions(own)).toEqual([])
  },

  async resources({ own, open, desk }) {
    const page = await open(own)
    const base = await desk.evaluate(() => location.origin)
    const loaded = await page.evaluate(
      async ({ base, files }) => {
        const byTag = (tag: 'img' | 'script' | 'link', url: string) =>
          new Promise<string[]>((resolve) => {
            const made = document.createElement(tag)
            Object.assign(made, tag === 'link' ? { rel: 'stylesheet', href: url } : { src: url })
            made.onload = () => resolve([`${tag} ${url}`])
            made.onerror = () => resolve([])
            document.head.append(made)
          })
        const byFetch = (url: string) =>
          fetch(url, { mode: 'no-cors' }).then(
            () => [`fetch ${url}`],
            () => [],
          )
        const urls = files.map((file) => `${base}/${file}`)
        const tries = urls.flatMap((url) => [
          byFetch(url),
          ...(['img', 'script', 'link'] as const).map((tag) => byTag(tag, url)),
        ])
        return (await Promise.all(tries)).flat()
      },
      { base, files: FILES },
    )
    expect(loaded).toEqual([])
  },
} satisfies Record<string, Play>

/** In a page: whatever of it a script may have changed. */
function looks(): Record<string, string[]> {
  const names = (of: object) => Reflect.ownKeys(of).map(String).sort()
  const { nostr: _, ...owners } = { ...{ nostr: 0 }, window, document, navigator, html: document.documentElement }
  const prototypes = [Object, Array, Promise, Function, EventTarget, MessagePort, Event, Document, Element, Window]
  return {
    ...Object.fromEntries(Object.entries(owners).map(([name, owner]) => [name, names(owner)])),
    ...Object.fromEntries(prototypes.map((owner) => [owner.name, [...names(owner), '|', ...names(owner.prototype)]])),
    handlers: names(window).filter((name) => name.startsWith('on') && Reflect.get(window, name) !== null),
    markup: [document.documentElement.outerHTML],
    sheets: [String(document.styleSheets.length), String(document.adoptedStyleSheets.length), String(frames.length)],
  }
}

/** Plays of the cases about what tells that Lanyard is there. */
export const traces = {
  async 'globals-left'({ own, open, browser }) {
    const without = await plainly(browser, own, looks)
    const page = await open(own)
    const before = await page.evaluate(looks)
    expect(before).toEqual({ ...without, window: [...(without.window ?? []), 'nostr'].sort() })
    // nor once it was looked at and asked
    await page.evaluate(() => nostr.signEvent({ kind: -1 }).catch(() => {}))
    expect(await page.evaluate(looks)).toEqual(before)
  },

  async stacks({ own, open }) {
    const page = await open(own)
    const read = await page.evaluate(async () => {
      const read: string[] = []
      const note = (error: Error & { fileName?: string }) => read.push(String(error.stack), String(error.fileName))
      addEventListener('error', (event) => {
        event.preventDefault()
        read.push(event.filename, event.message)
      })
      addEventListener('unhandledrejection', ({ reason }) => note(reason))
      void nostr.signEvent({ kind: -1 })
      const spied = () => note(new Error('spied'))
      const ownKeys = () => {
        spied()
        return []
      }
      const spy = new Proxy({}, { get: spied, ownKeys })
      const spies = [spy, { toJSON: spied }]
      for (const one of spies) await nostr.signEvent(one).catch(note)
      await nostr.signEvent({ kind: -1 }).catch((error) => {
        note(error)
        reportError(error)
      })
      const { on } = nostr as unknown as Record<'on', (...given: unknown[]) => void>
      on('accountChanged', null)
      try {
        on()
      } catch (error) {
        note(error as Error)
      }
      await new Promise((resolve) => setTimeout(resolve, 200))
      return read
    })
    expect(read.length).toBeGreaterThan(10)
    expect(read.join()).not.toMatch(/extension:/)
  },

  async timeline({ own, open }) {
    const page = await open(own)
    const seen = await page.evaluate(async () => {
      const seen: unknown[] = []
      addEventListener('securitypolicyviolation', ({ sourceFile, blockedURI }) => seen.push(sourceFile, blockedURI))
      for (const type of PerformanceObserver.supportedEntryTypes)
        new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type, buffered: true })
      const work = () => {
        for (const start = performance.now(); performance.now() - start < 120; );
      }
      await nostr.signEvent({ kind: -1 }).catch(work)
      await nostr.signEvent({ toJSON: work }).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 400))
      return JSON.stringify([...seen, ...performance.getEntries()])
    })
    expect(seen).not.toMatch(/extension:/)
  },
} satisfies Record<string, Play>
