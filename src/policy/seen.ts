/** When each site last asked something (ms), by account and origin; keys in the order in which they last asked. */
export type Seen = Record<string, number>

/** Sites of which it is known: a page may have frames of names without end, and the journal is rewritten with each. */
const MOST = 500

/** ms; a site that asks again and again is written down so often. */
const GRAIN = 5_000

/** The one that asked longest ago gives way. */
export function withSeen(seen: Seen, key: string, at: number): Seen {
  const known = seen[key]
  if (known !== undefined && at >= known && at - known < GRAIN) return seen
  const others = Object.entries(seen).filter(([other]) => other !== key)
  return Object.fromEntries([...others.slice(-(MOST - 1)), [key, at]])
}
