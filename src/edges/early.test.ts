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

const world = vi.hoisted(() => ({ connected: 0, asked: 0, fetched: [] as string[], port: null as unknown }))

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
}
vi.mock('webextension-polyfill', () => ({ default: api }))

const port = () => world.port as FakePort
const say = (message: PanelMessage) => port().hearing.forEach((hear) => void hear(message))

/** The page up to the module. @param kept what localStorage holds under `look`; `around` false: no extension's page */
function beginPage(kept: string | null = null, around = true) {
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
  return dataset
}

beforeEach(() => {
  vi.resetModules()
  Object.assign(world, { connected: 0, asked: 0, fetched: [], port: null })
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined })
})
afterEach(() => {
  for (const name of ['earlyPort', 'earlyTabs', 'earlyWords']) Reflect.deleteProperty(globalThis, name)
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
    beginPage()
    say({ snapshot: snapshot({ takenAt: 1 }) })
    say({ snapshot: snapshot({ takenAt: 2 }) })
    const seen = await connect()
    say({ snapshot: snapshot({ takenAt: 3 }) })
    expect([seen, world.connected, port().hearing.size]).toEqual([[1, 2, 3], 1, 1])
  })

  it('a port that broke before the hand-over is opened anew, and what it said is forgotten', async () => {
    beginPage()
    say({ snapshot: snapshot({ takenAt: 1 }) })
    port().dying.forEach((die) => void die())
    const seen = await connect()
    say({ snapshot: snapshot({ takenAt: 2 }) })
    expect([seen, world.connected]).toEqual([[2], 2])
  })

  it('asks for the tab, once; who looks again later asks again', async () => {
    beginPage()
    const { activeSite, knownSite } = await import('./active-site')
    const first = await activeSite()
    expect([first, world.asked]).toEqual([{ origin: 'https://notes.example.com', tabId: 7 }, 1])
    expect([await activeSite(), world.asked]).toEqual([first, 2])
    expect(knownSite()).toBe(first)
  })

  it('fetches the words of a language that was chosen, once', async () => {
    beginPage('{"theme":"dark","language":"de"}')
    const words = await import('./words')
    expect(await words.loadWords('de')).toBe(true)
    expect([words.language(), world.fetched]).toEqual(['de', ['/_locales/de/messages.json']])
  })

  it('another language than the mirror says is fetched as ever', async () => {
    beginPage('{"theme":"dark","language":"de"}')
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
  ])('of %j the theme is %j, and the port is opened in any case', (kept, theme) => {
    expect([beginPage(kept).theme, world.connected]).toEqual([theme, 1])
  })

  it('does nothing where there is no extension, and the module does it all', async () => {
    beginPage(null, false)
    await connect()
    expect(world.connected).toBe(1)
  })
})
