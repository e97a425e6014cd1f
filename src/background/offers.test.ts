import { beforeEach, describe, expect, it, vi } from 'vitest'
import { succeed } from '../protocol/error'

/** What a link on a page can bring up, and how often. */

const tabs = { opened: 0, fronted: [] as number[], gone: new Set<number>(), fails: false }
vi.mock('../edges/window', () => ({
  showPairing: async () => {
    if (tabs.fails) throw new Error('no window')
    tabs.opened += 1
    return tabs.opened
  },
  bringToFront: async (tabId: number) => {
    if (tabs.gone.has(tabId)) throw new Error('no tab')
    tabs.fronted.push(tabId)
  },
}))

const { offersOf } = await import('./offers')

const ONE = { token: 'bunker://aa', origin: 'https://a.example' }
const OTHER = { token: 'bunker://bb', origin: 'https://b.example' }
const THIRD = { token: 'bunker://cc', origin: 'https://c.example' }

describe('a link that was clicked', () => {
  beforeEach(() => Object.assign(tabs, { opened: 0, fronted: [], gone: new Set(), fails: false }))

  it('is shown on one page, which another link brings to the front and does not change', async () => {
    const { take, commands } = offersOf()
    expect(commands.readOffer()).toEqual(succeed(null))
    await take(ONE)
    await take(OTHER)
    expect(commands.readOffer()).toEqual(succeed(ONE))
    expect([tabs.opened, tabs.fronted]).toEqual([1, [1]])
  })

  it('opens one page, however quickly another follows', async () => {
    const { take, commands } = offersOf()
    await Promise.all([take(ONE), take(OTHER), take(OTHER)])
    expect(tabs.opened).toBe(1)
    expect(commands.readOffer()).toEqual(succeed(ONE))
  })

  it.each<[string, (offers: ReturnType<typeof offersOf>) => unknown]>([
    ['was decided', ({ commands }) => commands.endOffer()],
    ['was closed', ({ tabClosed }) => tabClosed(1)],
    ['went away unheard', () => tabs.gone.add(1)],
  ])('gives way to the next where its page %s', async (_, end) => {
    const offers = offersOf()
    await offers.take(ONE)
    await end(offers)
    await offers.take(OTHER)
    expect(offers.commands.readOffer()).toEqual(succeed(OTHER))
    expect(tabs.opened).toBe(2)
  })

  it('whose page went away unheard gives way to one other, however many come at once', async () => {
    const { take, commands } = offersOf()
    await take(ONE)
    tabs.gone.add(1)
    await Promise.all([take(OTHER), take(THIRD)])
    expect(commands.readOffer()).toEqual(succeed(OTHER))
    expect(tabs.opened).toBe(2)
  })

  it('whose page cannot be opened gives way to one other, however many come at once', async () => {
    const { take, commands } = offersOf()
    tabs.fails = true
    const first = take(ONE)
    tabs.fails = false
    await Promise.all([first, take(OTHER), take(THIRD)])
    expect(commands.readOffer()).toEqual(succeed(OTHER))
    expect(tabs.opened).toBe(1)
  })

  it('stays where another tab is closed', async () => {
    const offers = offersOf()
    await offers.take(ONE)
    await offers.tabClosed(7)
    expect(offers.commands.readOffer()).toEqual(succeed(ONE))
  })

  it('is forgotten where the browser opens no page', async () => {
    const offers = offersOf()
    tabs.fails = true
    await offers.take(ONE)
    await vi.waitFor(() => expect(offers.commands.readOffer()).toEqual(succeed(null)))
  })
})
