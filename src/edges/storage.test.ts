import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Machine, machine } from '../testing/browser'
import { type FakeClock, fakeClock } from '../testing/clock'
import { type Records, writer } from './storage'

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))

let clock: FakeClock
let computer: Machine
const failures: unknown[] = []

beforeEach(async () => {
  clock = fakeClock()
  failures.length = 0
  computer = machine(clock, {}, async (browser) => {
    world.browser = browser as Record<string, unknown>
  })
  computer.install('install')
  await computer.stir()
})

const turn = () => new Promise((resolve) => setTimeout(resolve, 1))
const open = (known = {}) => {
  const { write, stored } = writer('local', known, (error) => failures.push(error))
  return { write: (records: Records) => write(() => records), stored }
}
const keys = () => computer.writes.map((write) => write.keys)

describe('the writer', () => {
  it('writes what is new or another than before, by reference, and removes what is gone', async () => {
    const [one, two] = [{ n: 1 }, { n: 2 }]
    Object.assign(computer.disk.local, { one, gone: 0 })
    const { write, stored } = open({ one, gone: 0 })
    write({ one, two })
    await stored()
    expect([computer.disk.local, keys()]).toEqual([{ one, two }, [['two']]])
    write({ one: { n: 1 }, two })
    await stored()
    expect(keys()).toEqual([['two'], ['one']])
  })

  it('touches nothing that it was never told of', async () => {
    computer.disk.local.foreign = 1
    const { write, stored } = open()
    write({ one: 1 })
    await stored()
    expect(computer.disk.local).toEqual({ foreign: 1, one: 1 })
  })

  it('joins what comes while it writes: the newest wins, one write at a time', async () => {
    computer.faults.delay = 50
    const { write, stored } = open()
    write({ n: 1, 'of-1': true })
    await turn()
    for (let n = 2; n <= 100; n++) write({ n, [`of-${n}`]: true })
    let isStored = false
    void stored().then(() => (isStored = true))
    await turn()
    expect([isStored, keys()]).toEqual([false, [['n', 'of-1']]])
    while (!isStored) {
      clock.advance(50)
      await turn()
    }
    expect(keys()).toEqual([
      ['n', 'of-1'],
      ['n', 'of-100'],
    ])
    expect(computer.disk.local).toEqual({ n: 100, 'of-100': true })
  })

  it('writes on after it was handed what is stored already', async () => {
    const one = { n: 1 }
    computer.disk.local.one = one
    const { write, stored } = open({ one })
    write({ one })
    await stored()
    write({ one, two: 2 })
    await stored()
    expect(computer.disk.local).toEqual({ one, two: 2 })
  })

  it('stores what is small where there is no room for all', async () => {
    computer.faults.room = 100
    const { write, stored } = open()
    write({ large: 'x'.repeat(200), small: 1 })
    await stored()
    expect([computer.disk.local, failures.length]).toEqual([{ small: 1 }, 1])
    computer.faults.room = Number.POSITIVE_INFINITY
    write({ large: 'x', small: 1 })
    await stored()
    expect([computer.disk.local, keys()]).toEqual([{ large: 'x', small: 1 }, [['small'], ['large']]])
  })

  it('says so when there is no room, and writes it with the next change', async () => {
    computer.faults.full.add('local')
    const { write, stored } = open({ old: 1 })
    computer.disk.local.old = 1
    write({ one: 1 })
    await stored()
    expect([failures.length, computer.disk.local.one]).toEqual([1, undefined])
    computer.faults.full.clear()
    write({ one: 1, two: 2 })
    await stored()
    expect(computer.disk.local).toEqual({ one: 1, two: 2 })
    expect(failures).toHaveLength(1)
  })

  describe('by itself', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    it('tries again what could not be stored, ever more slowly: the newest, not what failed', async () => {
      computer.faults.full.add('local')
      const { write } = open()
      write({ one: 1 })
      await vi.advanceTimersByTimeAsync(500)
      write({ one: 2 })
      await vi.advanceTimersByTimeAsync(2_900)
      expect([computer.disk.local, failures.length]).toEqual([{}, 3])
      computer.faults.full.clear()
      await vi.advanceTimersByTimeAsync(4_100)
      expect([computer.disk.local, vi.getTimerCount()]).toEqual([{ one: 2 }, 0])
    })

    it('never writes an older state over a newer one that failed right after it', async () => {
      computer.faults.full.add('local')
      const { write } = open()
      write({ one: 1 })
      await Promise.resolve()
      write({ one: 2 })
      await vi.advanceTimersByTimeAsync(500)
      expect(vi.getTimerCount()).toBe(1)
      computer.faults.full.clear()
      await vi.advanceTimersByTimeAsync(60_000)
      expect([computer.disk.local, keys()]).toEqual([{ one: 2 }, [['one']]])
    })

    it('gives up after a minute, so that the background may sleep, and begins anew with the next change', async () => {
      computer.faults.full.add('local')
      const { write } = open()
      write({ one: 1 })
      await vi.advanceTimersByTimeAsync(64_000)
      expect([failures.length, vi.getTimerCount()]).toEqual([7, 0])
      write({ one: 2 })
      await vi.advanceTimersByTimeAsync(500)
      computer.faults.full.clear()
      await vi.advanceTimersByTimeAsync(600)
      expect([computer.disk.local, vi.getTimerCount()]).toEqual([{ one: 2 }, 0])
    })
  })

  it('does not hang those who wait for it when nothing can be stored', async () => {
    computer.faults.full.add('local')
    const { write, stored } = open()
    for (let n = 0; n < 3; n++) {
      write({ n })
      await stored()
    }
    expect(failures).toHaveLength(3)
  })
})
