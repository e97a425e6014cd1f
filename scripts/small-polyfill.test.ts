import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { smallPolyfill, tableOf, USED } from './small-polyfill'

const code = readFileSync(createRequire(import.meta.url).resolve('webextension-polyfill'), 'utf8')

const edges = readdirSync('src/edges')
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join('src/edges', file), 'utf8'))
  .filter((text) => text.includes("from 'webextension-polyfill'"))

describe('the small polyfill', () => {
  it('wraps every part of the browser that the edges use, and no other', () => {
    const named = edges.flatMap((text) => [...text.matchAll(/\bbrowser\.(\w+)/g)].map(([, name = '']) => name))
    const known = tableOf(code)
    expect([...new Set(named)].filter((name) => name in known).sort()).toEqual([...USED].sort())
  })

  it('can see what is used: nobody takes `browser` apart or hands it on', () => {
    const found = edges.flatMap(
      (text) => text.match(/\bbrowser\s*\[|=\s*browser\b(?!\s*\.)|[(,]\s*browser\s*[,)]/g) ?? [],
    )
    expect(found).toEqual([])
  })

  it('keeps what it keeps as it was', () => {
    const [before, after] = [
      tableOf(code),
      tableOf(smallPolyfill(code).replace(/(const apiMetadata = .*)\};/, '$1\n      };')),
    ]
    expect(Object.keys(after)).toEqual([...USED])
    for (const name of USED) expect(after[name]).toEqual(before[name])
  })

  it('is not made of a polyfill that is built otherwise', () => {
    expect(() => smallPolyfill('export default browser')).toThrow('not found')
  })
})
