import { describe, expect, it } from 'vitest'
import { type Seen, withSeen } from './seen'

describe('when sites last asked', () => {
  const many = (count: number): Seen =>
    Array.from({ length: count }, (_, i) => i).reduce<Seen>((seen, i) => withSeen(seen, `site ${i}`, i), {})

  it('is known of the 500 that asked last', () => {
    const keys = Object.keys(many(800))
    expect([keys.length, keys[0], keys.at(-1)]).toEqual([500, 'site 300', 'site 799'])
  })

  it('is kept of a site that asks again, however long it is known', () => {
    const seen = withSeen(withSeen(many(500), 'site 0', 10_000), 'new', 10_001)
    expect([seen['site 0'], seen['site 1'], seen.new]).toEqual([10_000, undefined, 10_001])
  })

  it('is not written anew with each of a hundred calls, and says the truth when the clock was set back', () => {
    const seen = withSeen({}, 'site', 10_000)
    expect(withSeen(seen, 'site', 14_999)).toBe(seen)
    expect(withSeen(seen, 'site', 15_000)).toEqual({ site: 15_000 })
    expect(withSeen(seen, 'site', 9_999)).toEqual({ site: 9_999 })
  })
})
