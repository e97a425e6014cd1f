import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inMemory, type LogStore } from '../edges/log-store'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { Call } from '../protocol/nip07'
import { keys } from '../testing/keys'
import { type Log, logOf } from './log'
import { emptyState, type OpenCall } from './state'
import { store } from './store'

const ACCOUNT = keys(2).pubkey
const DENIED = fail('denied')

interface Given {
  call?: Call
  outcome?: Outcome
  origin?: string
  account?: string
}

const KEY: Call = { method: 'getPublicKey' }

const open = ({ call = KEY, origin = 'https://site.example', account = ACCOUNT }: Given): OpenCall => ({
  ...{ id: 'call', call, account, origin, topOrigin: null, tabId: 1, size: 1, askedAt: 0, stage: { at: 'consent' } },
})

const sign = (kind: number): Given => ({
  call: { method: 'signEvent', template: { kind, created_at: 1, tags: [], content: '' }, pubkey: null },
})

/** A note that was signed; of the event no more than the id matters here. */
const note = (n: number): Given => ({ ...sign(1), outcome: succeed({ id: n.toString(16).padStart(64, '0') }) })

interface Rig {
  log: Log
  disk: LogStore
  held: ReturnType<typeof store>
  failed: ReturnType<typeof vi.fn<() => void>>
  add(given: Given): void
  writes(): number
}

function rig(disk: LogStore = inMemory()): Rig {
  const put = vi.spyOn(disk, 'put')
  const failed = vi.fn<() => void>()
  const held = store(emptyState())
  const log = logOf(held, disk, failed)
  const add = (given: Given) => log.add(open(given), given.outcome ?? DENIED)
  return { log, disk, held, failed, add, writes: () => put.mock.calls.length }
}

beforeEach(() => vi.useFakeTimers({ now: 1_795_000_000_000 }))
afterEach(() => vi.useRealTimers())

describe('the log', () => {
  it('writes nothing down of private windows', async () => {
    const { log, writes } = rig()
    log.add({ ...open({}), isPrivate: true }, DENIED)
    expect([await log.read({}), writes()]).toEqual([[], 0])
  })

  it('keeps what ended, newest first', async () => {
    const { log, add } = rig()
    add({})
    vi.advanceTimersByTime(5)
    add(note(1))
    const [second, first] = await log.read({})
    expect([first?.permission, first?.outcome]).toEqual(['get_public_key', 'denied'])
    expect([second?.permission, second?.outcome]).toEqual(['sign_event:1', 'answered'])
  })

  it('is on disk at once, without anybody reading it', async () => {
    const { disk, add } = rig()
    add({})
    await vi.advanceTimersByTimeAsync(0)
    expect(await disk.count()).toBe(1)
  })

  it('is carried on by the next background', async () => {
    const { disk, add } = rig()
    add({})
    await vi.advanceTimersByTimeAsync(0)
    expect(await rig(disk).log.read({})).toHaveLength(1)
  })

  it('writes nothing down while it is switched off, and keeps what was', async () => {
    const { log, held, add } = rig()
    add({})
    held.update((state) => ({ ...state, settings: { ...state.settings, log: false } }))
    add(note(1))
    expect(await log.read({})).toHaveLength(1)
  })

  it('says where the browser would not store, and goes on', async () => {
    const disk = inMemory()
    const { log, failed, add } = rig(disk)
    vi.spyOn(disk, 'put').mockRejectedValueOnce(new Error('QuotaExceededError'))
    add({})
    await vi.advanceTimersByTimeAsync(0)
    expect(failed).toHaveBeenCalledOnce()
    add(note(1))
    expect((await log.read({})).map(({ permission }) => permission)).toEqual(['sign_event:1'])
  })

  it('forgets what is meant and nothing else', async () => {
    const { log, add } = rig()
    add({})
    add({ origin: 'https://other.example' })
    await log.forget(({ origin }) => origin === 'https://site.example')
    expect((await log.read({})).map(({ origin }) => origin)).toEqual(['https://other.example'])
  })

  it('brings nothing back that was forgotten or cleared, when the same is asked again', async () => {
    const { log, add } = rig()
    for (const erase of [() => log.forget(() => true), () => log.forget(({ permission }) => permission !== '')]) {
      add({})
      add({})
      await erase()
      expect(await log.read({})).toEqual([])
      add({})
      expect((await log.read({})).map(({ count }) => count)).toEqual([undefined])
    }
  })
})

describe('equal entries', () => {
  it('within a minute are one, with their number and the time of the last', async () => {
    const { log, add } = rig()
    for (let i = 0; i < 200; i++) {
      add({})
      await vi.advanceTimersByTimeAsync(100)
    }
    const entries = await log.read({})
    expect(entries).toMatchObject([{ count: 200, at: 1_795_000_000_000 + 199 * 100 }])
  })

  it('that only count on are written together', async () => {
    const { log, disk, add, writes } = rig()
    for (let i = 0; i < 50; i++) {
      add({})
      await vi.advanceTimersByTimeAsync(5)
    }
    expect([writes(), await disk.count()]).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(500)
    expect([writes(), (await disk.all())[0]?.count]).toEqual([2, 50])
    add({})
    expect(await log.read({})).toMatchObject([{ count: 51 }])
  })

  it('after a minute are another', async () => {
    const { log, add } = rig()
    for (let i = 0; i < 6; i++) {
      add({})
      vi.advanceTimersByTime(20_000)
    }
    expect((await log.read({})).map(({ count }) => count)).toEqual([3, 3])
  })

  it('are one also where others come between', async () => {
    const { log, add } = rig()
    for (const given of [{}, sign(7), {}]) add(given)
    expect((await log.read({})).map(({ count }) => count ?? 1).sort()).toEqual([1, 2])
  })

  it('are never events that were signed', async () => {
    const { log, add } = rig()
    for (const n of [1, 2, 2]) add(note(n))
    expect(await log.read({})).toHaveLength(3)
  })
})

describe('a site that asks without end', () => {
  it('ten thousand times the same is one entry and few writes', async () => {
    const { log, add, writes } = rig()
    for (let i = 0; i < 10_000; i++) add({})
    expect(await log.read({})).toMatchObject([{ count: 10_000 }])
    expect(writes()).toBe(1)
  })

  it('ten thousand times something else leaves the log bounded, and other sites their entries', async () => {
    const { log, disk, add } = rig()
    for (let i = 0; i < 300; i++) add({ ...note(i), origin: 'https://quiet.example' })
    for (let kind = 0; kind < 10_000; kind++) {
      add({ ...sign(kind), origin: 'https://loud.example' })
      if (kind % 100 > 0) continue
      await vi.advanceTimersByTimeAsync(1)
      expect(await disk.count()).toBeLessThanOrEqual(5_500)
    }
    const entries = await log.read({})
    expect(entries.length).toBeLessThanOrEqual(5_500)
    expect(entries.filter(({ origin }) => origin === 'https://quiet.example')).toHaveLength(300)
    expect(entries.map(({ permission }) => permission)).toContain('sign_event:9999')
  })

  it('is bounded too by a background that has not counted yet', async () => {
    const { disk, add } = rig()
    for (let kind = 0; kind < 5_400; kind++) add(sign(kind))
    await vi.advanceTimersByTimeAsync(1)
    const next = rig(disk)
    for (let kind = 10_000; kind < 10_200; kind++) next.add(sign(kind))
    await vi.advanceTimersByTimeAsync(1)
    expect(await disk.count()).toBe(5_000)
  })
})
