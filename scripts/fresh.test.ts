import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isStale } from './fresh.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fresh-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

/** Files by path, with the second in which each was written. */
function write(files: Record<string, number>): void {
  for (const [path, second] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
    utimesSync(file, second, second)
  }
}

it.each<[string, Record<string, number>, boolean]>([
  ['there is no product', { 'src/a.ts': 10 }, true],
  ['the product is newer than every source', { 'src/a.ts': 10, 'src/deep/b.ts': 20, 'out.js': 30 }, false],
  ['a source deep inside is newer', { 'src/a.ts': 10, 'src/deep/b.ts': 40, 'out.js': 30 }, true],
  ['a source is missing', { 'out.js': 30 }, false],
])('when %s', (_case, files, stale) => {
  write(files)
  expect(isStale(join(folder, 'out.js'), [join(folder, 'src')])).toBe(stale)
})
