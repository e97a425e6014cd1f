import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { seeded } from '../testing/clock'
import { RELAY_FAULTS } from '../testing/faults'
import { playRow } from '../testing/faults-play'
import { ALL_RELAYS } from '../testing/faults-table'

/** All relays are ill: docs/faults.md is made from this table. */

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

beforeEach(() => void vi.spyOn(Math, 'random').mockImplementation(seeded(1)))
afterEach(() => void vi.restoreAllMocks())

it.each(ALL_RELAYS.map((row) => [row.fault, row] as const))(
  '%s',
  { timeout: 60_000 },
  async (fault, { cells, shown }) => {
    expect(await playRow(RELAY_FAULTS[fault], 2, house)).toEqual({ cells, shown, broken: [] })
  },
)
