import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answered, asked, freshPace, mayAsk, type Pace, roomAt, slowed, took } from './pace'

type Limit = (now: number) => boolean

/** Relays limit in more than one way. @returns whether an event that comes at `now` is taken */
const LIMITS: Record<string, (rate: number) => Limit> = {
  'so many in each second of the clock'(rate) {
    let [second, count] = [-1, 0]
    return (now) => {
      const current = Math.floor(now / 1000)
      if (current !== second) [second, count] = [current, 0]
      return ++count <= rate
    }
  },
  'so many in any second'(rate) {
    let times: number[] = []
    return (now) => {
      times = times.filter((at) => now - at < 1000)
      if (times.length >= rate) return false
      times.push(now)
      return true
    }
  },
  'a bucket that fills again'(rate) {
    let [tokens, at] = [rate, 0]
    return (now) => {
      tokens = Math.min(rate, tokens + ((now - at) / 1000) * rate)
      at = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    }
  },
  'any number'() {
    return () => true
  },
}

interface Ran {
  ms: number
  taken: number
  refused: number
  pace: Pace
}

/** Ask `count` times over a relay `trip` ms away, of a signer that takes `work` ms for each; each tick is a millisecond. */
function run(limit: Limit, count: number, { trip = 20, work = 2, for: most = 600_000 } = {}): Ran {
  let pace = freshPace()
  let [left, underWay, taken, refused, done, freeAt] = [count, 0, 0, 0, 0, 0]
  const due = new Map<number, (() => void)[]>()
  const at = (time: number, task: () => void) => due.set(time, [...(due.get(time) ?? []), task])
  let now = 0
  const send = () => {
    pace = asked(pace, now)
    underWay++
    const arrive = () => {
      if (limit(now)) {
        at(now + trip, () => {
          taken++
          pace = took(pace, now)
        })
        freeAt = Math.max(freeAt, now) + work
        at(freeAt + trip * 2, () => {
          pace = answered(pace, now)
          underWay--
          done++
        })
      } else {
        at(now + trip, () => {
          refused++
          pace = slowed(pace, now)
          underWay--
          left++
        })
      }
    }
    at(now + trip, arrive)
  }
  for (; done < count && now < most; now++) {
    for (let tasks = due.get(now); tasks; tasks = due.get(now)) {
      due.delete(now)
      for (const task of tasks) task()
    }
    while (left > 0 && mayAsk(pace, underWay, now)) {
      left--
      send()
    }
  }
  return { ms: now, taken, refused, pace }
}

describe('a relay that takes only so much', () => {
  const rates = [2, 5, 20, 60]
  const limits = Object.keys(LIMITS).filter((name) => name !== 'any number')
  const cells = limits.flatMap((name) => rates.map((rate) => [name, rate] as const))

  it.each(cells)('%s, %i of them: all is answered, at nearly its pace', (name, rate) => {
    const count = rate * 10
    const { ms, taken, refused } = run((LIMITS[name] as (rate: number) => Limit)(rate), count)
    expect(taken).toBe(count)
    // the first second's worth goes at once
    const ideal = ((count - rate) / rate) * 1000
    expect(ms).toBeLessThan(ideal * (name.startsWith('a bucket') ? 1.07 : 1.4) + 1_500)
    expect(refused).toBeLessThan(60 + count * 0.2)
  })
})

describe('a relay that takes everything', () => {
  it('is never waited for: the signer is kept busy', () => {
    const { ms, refused } = run(() => true, 200, { trip: 25, work: 3 })
    expect(refused).toBe(0)
    expect(ms).toBeLessThan(200 * 3 + 4 * 25 + 20)
  })

  it('is sent at most so many at once', () => {
    const { pace } = run(() => true, 3_000, { work: 0 })
    expect(pace.window).toBe(512)
  })
})

it('a refusal that says nothing of how many are taken is soon got over', () => {
  let [pace, now] = [slowed(freshPace(), 1_000), 2_000]
  expect(pace.gap).toBe(1_000)
  for (let n = 0; n < 10; n++) {
    pace = took(asked(pace, now), now + 20)
    now = Math.max(now, pace.nextAt)
  }
  expect(now).toBeLessThan(2_000 + 2_500)
})

it('a limit that is met no more is forgotten, slowly by use or at once by time', () => {
  const slow = slowed(took(freshPace(), 1_000), 1_100)
  expect(slow.gap).toBe(1_000)
  let [used, now] = [slow, 2_000]
  for (let n = 0; n < 2_000 && used.gap !== null; n++) {
    used = took(used, now)
    now += used.gap ?? 0
  }
  expect(used.gap).toBeNull()
  expect(asked(slow, 1_100 + 6 * 60_000).gap).toBeNull()
})

interface Told {
  pace: Pace
  underWay: number
  now: number
}

const HAPPENINGS: Record<string, (told: Told) => Told> = {
  asked: (told) =>
    mayAsk(told.pace, told.underWay, told.now)
      ? { ...told, pace: asked(told.pace, told.now), underWay: told.underWay + 1 }
      : told,
  took: (told) => ({ ...told, pace: took(told.pace, told.now) }),
  answered: (told) => ({ ...told, pace: answered(told.pace, told.now), underWay: Math.max(0, told.underWay - 1) }),
  slowed: (told) => ({ ...told, pace: slowed(told.pace, told.now), underWay: Math.max(0, told.underWay - 1) }),
}

it('there is always a time at which the next may be sent, or one under way', () => {
  const happening = fc.tuple(fc.constantFrom(...Object.values(HAPPENINGS)), fc.integer({ min: 0, max: 30_000 }))
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 60 }), (story) => {
      let told: Told = { pace: freshPace(), underWay: 0, now: 1_000 }
      for (const [happen, ms] of story) {
        told = happen({ ...told, now: told.now + ms })
        const room = roomAt(told.pace, told.underWay)
        if (room === null) expect(told.underWay).toBeGreaterThan(0)
        else expect(room - told.now).toBeLessThanOrEqual(20_000)
        expect(mayAsk(told.pace, told.underWay, Math.max(told.now, room ?? 0))).toBe(room !== null)
      }
    }),
  )
})
