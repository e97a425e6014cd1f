import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { background, inPage, zipped } from '../bench/rows/weight'

/** Bytes, a little above what is true, so that growth is noticed. What stands in every page: also src/floors.test.ts. */
const MOST = { background: 232_000, backgroundGzip: 82_000, package: 506_000, inPageGzip: 2_130 }

describe.each(['chrome', 'firefox'])('the build for %s', (browser) => {
  const dist = `dist/${browser}`
  const built = existsSync(`${dist}/manifest.json`)

  it.skipIf(!built)('has a background that is read soon', () => {
    const { raw, gzip } = background(dist)
    expect(raw).toBeLessThanOrEqual(MOST.background)
    expect(gzip).toBeLessThanOrEqual(MOST.backgroundGzip)
  })

  it.skipIf(!built)('is a small package', () => {
    expect(zipped(dist)).toBeLessThanOrEqual(MOST.package)
  })

  it.skipIf(!built)('puts little into every page', () => {
    expect(inPage(dist).gzip).toBeLessThanOrEqual(MOST.inPageGzip)
  })
})
