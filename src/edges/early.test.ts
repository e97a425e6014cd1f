import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { snapshot } from '../../e2e/panel/snapshots'
import type { PanelMessage, Snapshot } from '../wire/panel'

/** `public/early.js` as the page runs it, and what the module takes over from it. */

interface FakePort {
  hearing: Set<(message: PanelMessage) => void>
  dying: Set<() => void>
}

const world = vi.hoisted(() => ({
  ...{ connected: 0, asked: 0, fetched: [] as string[], port: null as unknown },
  left: async (): Promise<object> => ({}),
}))

function fakePort() {
  const port: FakePort = { hearing: new Set(), dying: new Set() }
  const events = <T>(set: Set<T>) => ({
    addListener: (one: T) => void set.add(one),
    removeListener: (one: T) => void set.delete(one),
  })
  return { ...port, onMessage: events(port.hearing), onDisconnect: events(port.dying), postMessage: () => undefined }
}

const api = {
  runtime: {
    connect: () => {
      world.connected++
      const port = fakePort()
      world.port = port
      return port
    },
    getURL: (path: string) => `/${path}`,
  },
  tabs: {
    query: async () => {
      world.asked++
      return [{ id: 7, url: 'https://notes.example.com/' }]
    },
  },
  i18n: { getMessage: () => 'en', getUILanguage: () => 'en' },
  storage: { session: { get: () => world.left() } },
}
vi.mock('webextension-polyfill', () => ({ default: api }))

const port = () => world.port as FakePort
const say = (message: PanelMessage) => port().hearing.forEach((hear) => void hear(message))

/** The page up to the module. @param kept what localStorage holds under `look`; `around` false: no extension's page */
async function beginPage(kept: string | null = null, around = true) {
  const dataset: { theme?: string } = {}
  const page = { document: { documentElement: { dataset } }, localStorage: { getItem: () => kept }, JSON }
  const fetch = async (url: string) => {
    world.fetched.push(url)
    return { ok: true, json: async () => ({ locale: { message: 'de' } }) }
  }
  vi.stubGlobal('fetch', fetch)
  runInNewContext(readFileSync('public/early.js', 'utf8'), {
    ...{ ...page, fetch, encodeURIComponent },
    ...(around && { chrome: api }),
    globalThis,
  })
  // storage has answered
  await (globalThis as { earlyStill?: Promise<unknown> }).earlyStill
  return dataset
}

beforeEach(() => {
  vi.resetModules()
  Object.assign(world, { connected: 0, asked: 0, fetched: [], port: null, left: async () => ({}) })
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined })
})
afterEach(() => {
  for (const name of ['earlyPort', 'earlyStill', 'earlyTabs', 'earlyWords']) Reflect.deleteProperty(globalThis, name)
  vi.unstubAllGlobals()
})

async function connect(): Promise<number[]> {
  const { connectPanel } = await import('./panel-line')
  const seen: number[] = []
  connectPanel(({ takenAt }: Snapshot) => void seen.push(takenAt))
  return seen
}

describe('the script before the module', () => {
  it('opens the port, and what comes before and after the hand-over is heard once, in its order', async () => {
    await beginPage()
    say({ snapshot: snapshot({ takenAt: 1 }) })
    say({ snapshot: snapshot({ takenAt: 2 }) })
    const seen = await connect()
    say({ snapshot: snapshot({ takenAt: 3 }) })
    expect([seen, world.connected, port().hearing.size]).toEqual([[1, 2, 3], 1, 1])
  })

  it.each<[string, () => Promise<object>, number]>([
    ['nothing', async () => ({}), 1],
    ['that something goes on', async () => ({ still: null }), 1],
    ['what it knows', async () => ({ still: { snapshot: snapshot() } }), 0],
    ['something that cannot be read', () => Promise.reject(new Error('no')), 1],
  ])('where the background left %s', async (_, left, connected) => {
    world.left = left
    await beginPage()
    expect(world.connected).toBe(connected)
  })

  it('a port that cannot be opened is left to the module', async () => {
    const dialled = vi.spyOn(api.runtime, 'connect').mockImplementationOnce(() => {
      throw new Error('Extension context invalidated.')
    })
    await beginPage()
    await connect()
    expect(dialled).toHaveBeenCalledTimes(2)
    dialled.mockRestore()
  })

  it('a port that broke before the hand-over is opened anew, and what it said is forgotten', async () => {
    await beginPage()
    say({ snapshot: snapshot({ takenAt: 1 }) })
    port().dying.forEach((die) => void die())
    const seen = await connect()
    say({ snapshot: snapshot({ takenAt: 2 }) })
    expect([seen, world.connected]).toEqual([[2], 2])
  })

  it('asks for the tab, once; who looks again later asks again', async () => {
    await beginPage()
    const { activeSite, knownSite } = await import('./active-site')
    const first = await activeSite()
    expect([first, world.asked]).toEqual([{ origin: 'https://notes.example.com', tabId: 7 }, 1])
    expect([await activeSite(), world.asked]).toEqual([first, 2])
    expect(knownSite()).toBe(first)
  })

  it('fetches the words of a language that was chosen, once', async () => {
    await beginPage('{"theme":"dark","language":"de"}')
    const words = await import('./words')
    expect(await words.loadWords('de')).toBe(true)
    expect([words.language(), world.fetched]).toEqual(['de', ['/_locales/de/messages.json']])
  })

  it('another language than the mirror says is fetched as ever', async () => {
    await beginPage('{"theme":"dark","language":"de"}')
    const { loadWords } = await import('./words')
    await loadWords('fr')
    expect(world.fetched).toEqual(['/_locales/de/messages.json', '/_locales/fr/messages.json'])
  })

  it.each([
    ['{"theme":"dark"}', 'dark'],
    ['{"theme":"light"}', 'light'],
    ['{"theme":"system"}', undefined],
    ['{"theme":"<b>"}', undefined],
    ['{', undefined],
    ['null', undefined],
    [null, undefined],
  ])('of %j the theme is %j, and the port is opened in any case', async (kept, theme) => {
    expect([(await beginPage(kept)).theme, world.connected]).toEqual([theme, 1])
  })

  it('does nothing where there is no extension, and the module does it all', async () => {
    await beginPage(null, false)
    await connect()
    expect(world.connected).toBe(1)
  })
})
