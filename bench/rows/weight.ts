import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import type { Task } from '../measure'

/** The files that a script needs before it runs: itself, and what it imports, and what that imports. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const code = readFileSync(file, 'utf8')
  for (const [, path] of code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g))
    if (path) closure(join(dirname(file), path), seen)
  return seen
}

interface Manifest {
  /** Chromium names a worker, Firefox the scripts of a page. */
  background: { service_worker?: string; scripts?: string[] }
  content_scripts: { js: string[] }[]
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))

interface Weight {
  raw: number
  /** Of each file by itself, together. */
  gzip: number
}

function weigh(paths: readonly string[]): Weight {
  const files = paths.map((path) => readFileSync(path))
  const sum = (of: (file: Buffer) => number) => files.reduce((total, file) => total + of(file), 0)
  return { raw: sum((file) => file.length), gzip: sum((file) => gzipSync(file, { level: 9 }).length) }
}

/** What a build puts into every page (bytes). */
export const inPage = (folder: string): Weight =>
  weigh(manifestOf(folder).content_scripts.flatMap(({ js }) => js.map((file) => join(folder, file))))

/** What the background's script weighs, with all that it imports before it runs (bytes). */
export function background(folder: string): Weight {
  const { service_worker, scripts = [] } = manifestOf(folder).background
  const first = service_worker ?? scripts[0]
  if (!first) throw new Error(`${folder} has no background`)
  return weigh([...closure(join(folder, first))])
}

export const bundle: Task = {
  ids: ['bundle'],
  async run({ builds }) {
    const [floor, lanyard] = [background(builds.floor), background(builds.lanyard)]
    return [
      {
        ...{ id: 'bundle', name: 'background bundle, raw', unit: 'kB', goal: { most: 110 } },
        floor: floor.raw / 1000,
        lanyard: lanyard.raw / 1000,
      },
      {
        ...{ id: 'bundle-gzip', name: 'background bundle, gzip', unit: 'kB', goal: { most: 40 } },
        floor: floor.gzip / 1000,
        lanyard: lanyard.gzip / 1000,
      },
    ]
  },
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })

/** What a zip of a folder weighs (bytes), by the format: a header of 30, an entry of 46, the name in each, 22 at the end. */
export function zipped(folder: string): number {
  const entry = (file: string) => {
    const raw = readFileSync(file)
    const content = Math.min(raw.length, deflateRawSync(raw, { level: 9 }).length)
    return content + 76 + 2 * Buffer.byteLength(relative(folder, file))
  }
  return filesIn(folder).reduce((sum, file) => sum + entry(file), 22)
}

export const pack: Task = {
  ids: ['package'],
  async run({ builds }) {
    const [floor, lanyard] = [zipped(builds.floor) / 1000, zipped(builds.lanyard) / 1000]
    return [{ ...{ id: 'package', name: 'package (zip)', unit: 'kB', goal: { most: 200 } }, floor, lanyard }]
  },
}
