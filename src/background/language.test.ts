import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Machine, machine } from '../testing/browser'
import { fakeClock } from '../testing/clock'
import { openHouse } from './house'

/** What the browser keeps in the words of the installation follows the language that the person chooses. */

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))
vi.mock('../edges/sockets', () => ({
  relaySockets: () => ({ want: () => {}, publish: () => {}, probe: () => {}, renew: () => {} }),
}))

const file = (language: string) => readFileSync(`public/_locales/${language}/messages.json`, 'utf8')
const titleIn = (language: string): string => JSON.parse(file(language)).link_pair.message

let computer: Machine
let titles: string[]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.stubGlobal('fetch', async (address: string) => new Response(file(/_locales\/(\w+)\//.exec(address)?.[1] ?? '')))
  titles = []
  computer = machine(fakeClock(), JSON.parse(file('en')), async (browser) => {
    const contextMenus = { update: async (_: string, { title }: { title: string }) => void titles.push(title) }
    world.browser = { ...browser, contextMenus }
  })
  computer.install('install')
  await computer.stir()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('the menu is named anew when another language is chosen, and by the background that wakes with it', async () => {
  const { commands } = await openHouse(Date.now())
  await vi.advanceTimersByTimeAsync(1_000)
  expect(titles).toEqual([])
  for (const language of ['de', null, 'fr']) {
    await commands.setLanguage(language)
    await vi.waitFor(() => expect(titles.at(-1)).toBe(titleIn(language ?? 'en')))
  }
  expect(titles).toHaveLength(3)
  vi.resetModules()
  const { openHouse: wake } = await import('./house')
  await wake(Date.now())
  await vi.waitFor(() => expect(titles).toHaveLength(4))
  expect(titles.at(-1)).toBe(titleIn('fr'))
})
