import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { seeded } from '../testing/clock'
import { RELAY_FAULTS } from '../testing/faults'
import { MOMENT_IDS } from '../testing/faults-moments'
import { playRow } from '../testing/faults-play'
import { ONE_RELAY } from '../testing/faults-table'
import { type Given, household } from '../testing/household'
import { BrowserURL } from '../testing/sender'

/** One of two relays is ill, whatever it has and whenever it strikes: nobody notices (docs/faults.md). */

async function wake(browser: object): Promise<void> {
  vi.resetModules()
  vi.doMock('webextension-polyfill', () => ({ default: browser }))
  await import('./main')
}

function house(given: Given) {
  vi.clearAllTimers()
  const home = household({ timers: vi, messages, wake, courier }, given)
  vi.stubGlobal('WebSocket', home.net.WebSocket)
  return home
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_000_000_000 })
  vi.stubGlobal('URL', BrowserURL)
  vi.spyOn(Math, 'random').mockImplementation(seeded(1))
})

afterEach(() => {
  vi.clearAllTimers()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const ALL_WELL = Object.fromEntries(MOMENT_IDS.map((moment) => [moment, 'answer']))

it.each(ONE_RELAY)('%s', { timeout: 60_000 }, async (fault) => {
  const row = await playRow(RELAY_FAULTS[fault], 1, house)
  expect(row).toEqual({ cells: ALL_WELL, shown: '', broken: [] })
})
