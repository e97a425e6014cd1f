import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FAULTS, MOMENTS, nameOf, REAL_CASES } from '../../e2e/faults/cases'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { seeded } from '../testing/clock'
import { OWN_FAULTS, RELAY_FAULTS, SIGNER_FAULTS } from '../testing/faults'
import { MOMENT_IDS } from '../testing/faults-moments'
import { expected, isSame, page } from '../testing/faults-page'
import { playRow } from '../testing/faults-play'
import { ALL_RELAYS, EXEMPT, MORE_FAULTS, MORE_MOMENTS, ONE_RELAY, OWN, SIGNER } from '../testing/faults-table'
import { STORIES } from '../testing/stories'

/** Browser, storage, computer and person fail; and docs/faults.md says what all the tables of faults say. */

const DOCS = new URL('../../docs/faults.md', import.meta.url)

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

beforeEach(() => void vi.spyOn(Math, 'random').mockImplementation(seeded(1)))
afterEach(() => void vi.restoreAllMocks())

it.each(OWN.map((row) => [row.fault, row] as const))('%s', { timeout: 60_000 }, async (fault, { cells, shown }) => {
  const seen = await playRow(OWN_FAULTS[fault], 0, house)
  const broken = seen.broken.filter((law) => !EXEMPT[fault]?.includes(law))
  expect({ ...seen, broken }).toEqual({ cells, shown, broken: [] })
})

const names = (rows: readonly { fault: string }[]) => rows.map(({ fault }) => fault)

it('every fault has its row, and every row its fault', () => {
  expect(names(ALL_RELAYS).sort()).toEqual(Object.keys(RELAY_FAULTS).sort())
  expect([...ONE_RELAY, 'no-ok-delay'].sort()).toEqual(Object.keys(RELAY_FAULTS).sort())
  expect(names(SIGNER).sort()).toEqual(Object.keys(SIGNER_FAULTS).sort())
  expect(names(OWN).sort()).toEqual(Object.keys(OWN_FAULTS).sort())
  const all = names([...ALL_RELAYS, ...SIGNER, ...OWN]).sort()
  expect(all).toEqual(Object.keys({ ...FAULTS, ...MORE_FAULTS }).sort())
  expect(Object.keys({ ...MOMENTS, ...MORE_MOMENTS }).sort()).toEqual([...MOMENT_IDS].sort())
})

it.each(REAL_CASES.filter(isSame).map((real) => [nameOf(real), real] as const))(
  'the real browsers are expected to show the same: %s',
  (_, real) => {
    expect(expected(real)).toBe(real.outcome)
  },
)

it('docs/faults.md says what the tables say', () => {
  const told = (code: string) => messages[`error_${code.replaceAll('-', '_')}` as keyof typeof messages].message
  const words = { faults: { ...FAULTS, ...MORE_FAULTS }, moments: { ...MOMENTS, ...MORE_MOMENTS }, told }
  const stories = Object.values(STORIES).reduce((sum, count) => sum + count)
  const text = page(words, REAL_CASES, stories)
  if (process.env.UPDATE_DOCS) writeFileSync(DOCS, text)
  expect(readFileSync(DOCS, 'utf8')).toBe(text)
})
