import { beforeEach, describe, expect, it, vi } from 'vitest'
import { lastStill } from './still'

const NOW = 1_795_000_000_000

vi.mock('webextension-polyfill', () => ({ default: { runtime: { getManifest: () => ({ version: '1.0' }) } } }))
vi.mock('./clock', () => ({ now: () => NOW }))

const lists = { accounts: [], approvals: [], pending: [], sites: [], notices: [], rows: [] }
const snapshot = { ...lists, version: '1.0', takenAt: 1, lock: { state: 'none' }, settings: {} }

const begin = (read: Promise<unknown> | undefined) => Object.assign(globalThis, { earlyStill: read })
beforeEach(() => begin(undefined))

describe('what a sleeping background left', () => {
  it('is shown as of now, and once', async () => {
    begin(Promise.resolve({ still: { snapshot } }))
    expect(await lastStill()).toEqual({ ...snapshot, takenAt: NOW })
    expect(await lastStill()).toBeNull()
  })

  it('holds until its time is over', async () => {
    begin(Promise.resolve({ still: { snapshot, until: NOW + 1 } }))
    expect(await lastStill()).not.toBeNull()
    begin(Promise.resolve({ still: { snapshot, until: NOW } }))
    expect(await lastStill()).toBeNull()
  })

  it.each<[string, unknown]>([
    ['nothing was left', {}],
    ['something goes on', { still: null }],
    ['it is of another version', { still: { snapshot: { ...snapshot, version: '0.9' } } }],
    ['it is behind a lock', { still: { snapshot: { ...snapshot, lock: { state: 'unlocked' } } } }],
    ['a list is missing', { still: { snapshot: { ...snapshot, sites: undefined } } }],
    ['there are no settings', { still: { snapshot: { ...snapshot, settings: null } } }],
    ['its end is no time', { still: { snapshot, until: 'soon' } }],
    ['it is a text', { still: 'x' }],
  ])('is not shown where %s', async (_, records) => {
    begin(Promise.resolve(records))
    expect(await lastStill()).toBeNull()
  })
})
