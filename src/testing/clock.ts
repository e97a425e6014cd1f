import type { Ms } from '../signer/line'

/** Time that moves only when told to. Tasks due at the same moment run in the order they were set. */
export interface FakeClock {
  now(): Ms
  /** Run `task` after `ms`; the function returned calls it off. */
  after(ms: Ms, task: () => void): () => void
  /** Let `ms` go by, running what falls due on the way. */
  advance(ms: Ms): void
  /** Let time go by until `done`, at most `ms`. @returns whether it came to be */
  until(done: () => boolean, ms: Ms): boolean
  /** Let time jump without running anything on the way (a laptop sleeps); what fell due runs with the next advance. */
  jump(ms: Ms): void
  /** Tasks waiting. */
  pending(): number
}

interface Task {
  at: Ms
  run: () => void
}

export function fakeClock(start: Ms = Date.UTC(2026, 10, 22)): FakeClock {
  let time = start
  const tasks = new Set<Task>()

  const soonest = (limit: Ms): Task | null => {
    let first: Task | null = null
    for (const task of tasks) if (task.at <= limit && (first === null || task.at < first.at)) first = task
    return first
  }

  const runNext = (limit: Ms): boolean => {
    const task = soonest(limit)
    if (!task) return false
    tasks.delete(task)
    time = Math.max(time, task.at)
    task.run()
    return true
  }

  const until = (done: () => boolean, ms: Ms): boolean => {
    const limit = time + ms
    while (!done()) {
      if (runNext(limit)) continue
      time = limit
      return done()
    }
    return true
  }

  return {
    now: () => time,
    after(ms, run) {
      const task = { at: time + Math.max(0, ms), run }
      tasks.add(task)
      return () => tasks.delete(task)
    },
    advance: (ms) => void until(() => false, ms),
    until,
    jump: (ms) => {
      time += ms
    },
    pending: () => tasks.size,
  }
}

/** A seeded source of numbers in [0, 1) (mulberry32): the same seed plays the same story. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
