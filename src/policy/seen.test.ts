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
    const seen = withSeen(withSeen(many(500), 'site 0', 1_000), 'new', 1_001)
    expect([seen['site 0'], seen['site 1'], seen.new]).toEqual([1_000, undefined, 1_001])
  })
})
