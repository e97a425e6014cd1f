import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pictureSize } from './picture'

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)))
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)

const PNG = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], [0, 0, 0, 13], 'IHDR', [0, 0, 2, 0], [0, 0, 1, 0])
const GIF = bytes('GIF89a', [0x40, 1], [0xf0, 0])
const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 1, 0xff, 0xc2, 0, 17, 8, 0, 240, 1, 64], zeros(8))
const VP8X = bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0x3f, 1, 0], [0xef, 0, 0])
const VP8L = bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f], [0x3f, 0xc1, 0x3b, 0], zeros(4))
const VP8 = bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(4), [0, 0, 0, 0x9d, 0x01, 0x2a], [0x40, 1], [0xf0, 0])

describe('the size of a picture', () => {
  it.each<[string, Uint8Array, { width: number; height: number }]>([
    ['PNG', PNG, { width: 512, height: 256 }],
    ['GIF', GIF, { width: 320, height: 240 }],
    ['JPEG', JPEG, { width: 320, height: 240 }],
    ['WebP, extended', VP8X, { width: 320, height: 240 }],
    ['WebP, lossless', VP8L, { width: 320, height: 240 }],
    ['WebP', VP8, { width: 320, height: 240 }],
  ])('is read from %s', (_, picture, size) => {
    expect(pictureSize(picture)).toEqual(size)
  })

  it.each<[string, Uint8Array]>([
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg">')],
    ['nothing', bytes()],
    ['a PNG that ends too early', PNG.slice(0, 20)],
    ['a JPEG without a frame', JPEG.slice(0, 8)],
  ])('is not read from %s', (_, picture) => {
    expect(pictureSize(picture)).toBe(null)
  })

  it('is looked for in whatever comes without throwing, or going on for ever', () => {
    const heads = [PNG, GIF, JPEG, VP8X, VP8L, VP8].map((head) => [...head.slice(0, 16)])
    fc.assert(
      fc.property(fc.constantFrom([], ...heads), fc.uint8Array({ maxLength: 64 }), (head, rest) => {
        pictureSize(new Uint8Array([...head, ...rest]))
      }),
      { numRuns: 2_000 },
    )
  })
})
