import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { seeded } from '../testing/clock'
import { RELAY_FAULTS } from '../testing/faults'
import { playRow } from '../testing/faults-play'
import { ALL_RELAYS } from '../testing/faults-table'
import { type Given, household } from '../testing/household'
import { BrowserURL } from '../testing/sender'

/** All relays are ill: docs/faults.md is made from this table. */

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

it.each(ALL_RELAYS.map((row) => [row.fault, row] as const))(
  '%s',
  { timeout: 60_000 },
  async (fault, { cells, shown }) => {
    expect(await playRow(RELAY_FAULTS[fault], 2, house)).toEqual({ cells, shown, broken: [] })
  },
)
