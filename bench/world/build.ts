import { copyFileSync, cpSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { isStale } from '../../scripts/fresh.mjs'

const floor = fileURLToPath(new URL('../floor', import.meta.url))

const require = createRequire(import.meta.url)
/** The noble hashes of nostr-tools, as in the build of Lanyard (vite.config.ts). */
const hashes = dirname(createRequire(require.resolve('nostr-tools/pure')).resolve('@noble/hashes/sha2.js'))

/** The bare extension, into a folder. @returns its path */
export async function buildFloor(folder: string): Promise<string> {
  const to = join(folder, 'floor')
  mkdirSync(to, { recursive: true })
  for (const name of ['worker', 'bridge', 'provider']) {
    await build({
      ...{ configFile: false, logLevel: 'warn', publicDir: false },
      resolve: { alias: [{ find: /^@noble\/hashes(?=\/)/, replacement: hashes }] },
      build: {
        ...{ outDir: to, emptyOutDir: false, target: 'esnext', modulePreload: false },
        rolldownOptions: { input: join(floor, `${name}.ts`), output: { format: 'iife', entryFileNames: `${name}.js` } },
      },
    })
  }
  for (const file of ['manifest.json', 'page.html']) copyFileSync(join(floor, file), join(to, file))
  return to
}

const SOURCES = ['src', 'public', 'manifest.json', 'vite.config.ts', 'package-lock.json', 'scripts']

/** Lanyard as it stands, built where it is stale, and a copy of it that no other build overwrites. @returns its path */
export async function buildLanyard(folder: string): Promise<string> {
  const dist = join(process.env.LANYARD_DIST ?? 'dist', 'chrome')
  const isOurs = process.env.LANYARD_DIST === undefined
  if (isOurs && isStale(join(dist, 'manifest.json'), SOURCES)) await build({ mode: 'chrome', logLevel: 'warn' })
  const to = join(folder, 'lanyard')
  cpSync(dist, to, { recursive: true })
  return to
}
