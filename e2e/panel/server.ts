import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, type InlineConfig, preview } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const config: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: at('../../public'),
  cacheDir: at('../out/vite'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

/**
 * Builds the storybook and serves it on a free port until the process ends: one build is quicker than 45 modules for each
 * of 200 pages. Into a folder of its own: several workers do it at once.
 */
export async function serveStories(): Promise<{ url: string }> {
  const outDir = mkdtempSync(join(tmpdir(), 'lanyard-stories-'))
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }))
  const built: InlineConfig = {
    ...config,
    build: { outDir, emptyOutDir: true, target: 'esnext', modulePreload: false },
  }
  await build(built)
  const server = await preview({ ...built, preview: { host: '127.0.0.1', port: 0 } })
  const address = server.httpServer.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}/` }
}

/** For a designer: `npx tsx e2e/panel/server.ts` serves the sources and redraws on change. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await createServer({ ...config, server: { host: '127.0.0.1', port: 4_400 } })
  await server.listen()
  console.log('Every view of the panel: http://127.0.0.1:4400/')
}
