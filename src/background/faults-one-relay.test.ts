import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { seeded } from '../testing/clock'
import { RELAY_FAULTS } from '../testing/faults'
import { MOMENT_IDS } from '../testing/faults-moments'
import { playRow } from '../testing/faults-play'
import { ONE_RELAY } from '../testing/faults-table'

/** One of two relays is ill, whatever it has and whenever it strikes: nobody notices (docs/faults.md). */

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

beforeEach(() => void vi.spyOn(Math, 'random').mockImplementation(seeded(1)))
afterEach(() => void vi.restoreAllMocks())

const ALL_WELL = Object.fromEntries(MOMENT_IDS.map((moment) => [moment, 'answer']))

it.each(ONE_RELAY)('%s', { timeout: 60_000 }, async (fault) => {
  const row = await playRow(RELAY_FAULTS[fault], 1, house)
  expect(row).toEqual({ cells: ALL_WELL, shown: '', broken: [] })
})
