import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { join, reader, sizeBytes, uint64Bytes, uintBytes } from './bytes'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('CompactSize', () => {
  it.each<[number, number[]]>([
    [0, [0]],
    [0xfc, [0xfc]],
    [0xfd, [0xfd, 0xfd, 0]],
    [0xffff, [0xfd, 0xff, 0xff]],
    [0x1_0000, [0xfe, 0, 0, 1, 0]],
    [0xffff_ffff, [0xfe, 0xff, 0xff, 0xff, 0xff]],
  ])('%i is %j', (value, written) => {
    expect([...sizeBytes(value)]).toEqual(written)
    expect(reader(bytes(...written)).size()).toBe(value)
  })

  it.each<[string, number[]]>([
    ['nothing', []],
    ['less than it says', [0xfd, 1]],
    ['a longer form than it takes', [0xfd, 0xfc, 0]],
    ['a much longer form than it takes', [0xfe, 0xff, 0xff, 0, 0]],
    ['64 bits', [0xff, 1, 0, 0, 0, 0, 0, 0, 0]],
  ])('cannot be %s', (_, written) => {
    expect(() => reader(bytes(...written)).size()).toThrow(RangeError)
  })
})

it('what was written is read back', () => {
  const uint = fc.nat(0xffff_ffff)
  fc.assert(
    fc.property(uint, fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.uint8Array({ maxLength: 600 }), (a, b, c) => {
      const from = reader(join(uintBytes(a, 4), uint64Bytes(b), sizeBytes(c.length), c))
      expect([from.uint(4), from.uint64(), from.sized(), from.left]).toEqual([a, b, c, 0])
    }),
  )
})

it('a part of larger bytes is read from its own beginning to its own end', () => {
  const from = reader(bytes(9, 1, 2, 9).subarray(1, 3))
  expect(from.uint(2)).toBe(0x0201)
  expect(() => from.take(1)).toThrow(RangeError)
})
