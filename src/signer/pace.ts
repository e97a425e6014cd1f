import type { Ms } from './line'

/**
 * How many requests may be under way, and how fast they follow each other. Sites decrypt by the hundred; a signer takes
 * them as quickly as it can, and relays that are told too much say so (`rate-limited:`, NIP-01). Plain data, and part of
 * the line.
 */
export interface Pace {
  /** Requests that may be under way at once; grows with each that is answered, halves when relays say that it is too much. */
  window: number
  /** ms between two; null: no relay has ever said that it was too much. */
  gap: Ms | null
  /** How many they take was not seen yet: each one that is taken makes the gap half as long. */
  isGuess: boolean
  /** Nothing is sent before. */
  nextAt: Ms
  /** When relays last said so. */
  slowedAt: Ms
  /** When one was last answered. */
  answeredAt: Ms
  /** When requests were taken, of the last second, the newest last. */
  taken: Ms[]
}

/** Keeps a signer busy that answers one in 3 ms over relays that are 50 ms away. */
const FIRST_WINDOW = 48
const WINDOW = { least: 24, most: 512 }
/** A relay's limit is some number of events in a time; most say it by the second or the minute. */
const SECOND = 1_000
const LONGEST_GAP = 10_000
/** A refusal makes the gap so many times longer; a second in which all is taken, by so much shorter. */
const LONGER = 1.06
const SHORTER = 0.05
/** Faster than this no gap is needed. */
const SHORTEST_GAP = 10
/** Refusals of one rush come together; they are one word. */
const RUSH = 100
/** A limit that was not met for so long is forgotten. */
const FORGOTTEN = 5 * 60_000

export const freshPace = (): Pace => ({
  window: FIRST_WINDOW,
  gap: null,
  isGuess: false,
  nextAt: 0,
  slowedAt: 0,
  answeredAt: 0,
  taken: [],
})

/** May one more be sent now? @param underWay how many are */
export const mayAsk = (pace: Pace, underWay: number, now: Ms): boolean => underWay < pace.window && now >= pace.nextAt

/** When that will be, if nothing happens before; null: not before one is answered. */
export const roomAt = (pace: Pace, underWay: number): Ms | null => (underWay < pace.window ? pace.nextAt : null)

/** One was sent. */
export function asked(pace: Pace, now: Ms): Pace {
  if (pace.gap === null) return pace
  if (now - pace.slowedAt > FORGOTTEN) return { ...pace, gap: null, nextAt: 0 }
  return { ...pace, nextAt: Math.max(pace.nextAt, now) + pace.gap }
}

/** A relay has one: the first to take it counts. */
export function took(pace: Pace, now: Ms): Pace {
  const taken = [...pace.taken.filter((at) => now - at < SECOND), now].slice(-WINDOW.most)
  if (pace.gap === null) return { ...pace, taken }
  const gap = pace.gap * (pace.isGuess ? 0.5 : 1 - SHORTER * Math.min(1, pace.gap / SECOND))
  return gap < SHORTEST_GAP ? { ...pace, taken, gap: null, nextAt: 0 } : { ...pace, taken, gap }
}

/** One was answered. */
export const answered = (pace: Pace, now: Ms): Pace => ({
  ...pace,
  window: Math.min(WINDOW.most, pace.window + 1),
  answeredAt: now,
})

/** No relay takes one for now, for it is too much. What was taken in the last second says how much is not. */
export function slowed(pace: Pace, now: Ms): Pace {
  if (pace.gap !== null && now - pace.slowedAt < RUSH) return pace
  const lately = pace.taken.filter((at) => now - at < SECOND).length
  const isGuess = lately < 2
  const fair = SECOND / Math.max(1, lately)
  const isFirst = pace.gap === null || (pace.isGuess && !isGuess)
  const gap = isFirst ? fair : Math.max(pace.gap ?? 0, Math.min((pace.gap ?? 0) * LONGER, fair))
  const window = Math.max(WINDOW.least, Math.floor(pace.window / 2))
  const nextAt = now + Math.max(RUSH, gap)
  return { ...pace, window, gap: Math.min(gap, LONGEST_GAP), isGuess, nextAt, slowedAt: now }
}
