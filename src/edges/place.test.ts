import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Box, inside, placeIn } from './place'

const SIZE = { width: 400, height: 640 }
const box = (left: number, top: number, width: number, height: number): Box => ({ left, top, width, height })

const within = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left &&
  inner.top >= outer.top &&
  inner.left + inner.width <= outer.left + outer.width &&
  inner.top + inner.height <= outer.top + outer.height

describe('where the approval window comes up', () => {
  it.each<[string, Box, number, number]>([
    ['a window', box(100, 50, 1200, 800), 876, 122],
    ['one on a screen to the left', box(-1920, 0, 1920, 1040), -424, 72],
    ['one on a screen above', box(0, -1080, 1920, 1040), 1496, -1008],
    ['one that sticks out to the left', box(-300, 100, 1000, 800), 276, 172],
    ['one that hardly shows at the left', box(-900, 100, 1000, 800), 0, 172],
    ['one whose bar is above the screen', box(100, -40, 1200, 800), 876, 32],
    ['one maximised with its frame outside', box(-8, -8, 1936, 1056), 1504, 64],
    ['one that is lower than ours', box(100, 50, 1200, 400), 876, 50],
    ['one as small as ours: no staircase', box(876, 122, 400, 640), 876, 122],
    ['one narrower than ours', box(500, 50, 300, 800), 500, 122],
  ])('is beside what the person looks at: %s', (_, seen, left, top) => {
    expect(placeIn(seen, SIZE)).toEqual({ left, top })
  })

  it('is inside any window with room for it that lies on one side of zero', () => {
    const side = (from: number) => fc.oneof(fc.integer({ min: 0, max: 8000 }), fc.integer({ min: -8000, max: -from }))
    const seen = fc
      .tuple(fc.integer({ min: 400, max: 4000 }), fc.integer({ min: 640, max: 3000 }))
      .chain(([width, height]) => fc.tuple(side(width), side(height)).map(([x, y]) => box(x, y, width, height)))
    fc.assert(fc.property(seen, (at) => within({ ...SIZE, ...placeIn(at, SIZE) }, at)))
  })
})

describe('coming inside the screen', () => {
  const SECOND = box(-1920, -200, 1920, 1040)
  it.each<[string, Box, Box, Box]>([
    ['stays where it is seen', box(300, 100, 400, 640), box(0, 0, 1920, 1040), box(300, 100, 400, 640)],
    ['comes in from the right', box(1800, 100, 400, 640), box(0, 0, 1920, 1040), box(1520, 100, 400, 640)],
    ['comes up from below', box(300, 900, 400, 640), box(0, 0, 1920, 1040), box(300, 400, 400, 640)],
    ['comes down from under the menu bar', box(300, 0, 400, 640), box(0, 25, 1440, 875), box(300, 25, 400, 640)],
    ['comes in on the second screen', box(-2100, 700, 400, 640), SECOND, box(-1920, 200, 400, 640)],
    ['shrinks to a small screen', box(100, 100, 400, 640), box(0, 0, 800, 500), box(100, 0, 400, 500)],
  ])('%s', (_, at, screen, where) => {
    expect(inside(at, screen)).toEqual(where)
  })

  it('leaves nothing outside, and moves nothing that is inside', () => {
    const any = fc.tuple(...[-9000, -9000, 1, 1].map((min) => fc.integer({ min, max: 9000 })))
    const boxes = any.map(([x = 0, y = 0, w = 1, h = 1]) => box(x, y, w, h))
    fc.assert(
      fc.property(boxes, boxes, (at, screen) => {
        const moved = inside(at, screen)
        expect(within(moved, screen)).toBe(true)
        expect(inside(moved, screen)).toEqual(moved)
        if (within(at, screen)) expect(moved).toEqual(at)
      }),
    )
  })
})
