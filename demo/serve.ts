import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStale } from '../scripts/fresh.mjs'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const BUILT = fileURLToPath(new URL('../dist/demo/', import.meta.url))

export type PageName = 'phone' | 'site'

/** A page of the demo on an origin of its own. */
export interface Served {
  /** With the relay in its query, ready to be opened. */
  url: string
  origin: string
  close(): Promise<void>
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Bundle a page, where its sources are newer than what was built before. */
export async function buildPage(name: PageName): Promise<void> {
  const out = join(BUILT, name)
  if (!isStale(join(out, 'index.html'), [join(HERE, name), join(HERE, 'shared')])) return
  const { build } = await import('vite')
  await build({
    configFile: false,
    logLevel: 'warn',
    root: join(HERE, name),
    base: './',
    build: { outDir: out, emptyOutDir: true, target: 'es2023', modulePreload: false },
  })
}

/** Serve a page of the demo on 127.0.0.1, on a port of its own: another port is another origin. */
export async function servePage(name: PageName, relay: string): Promise<Served> {
  await buildPage(name)
  const root = join(BUILT, name)
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const file = join(root, normalize(pathname === '/' ? '/index.html' : pathname))
    if (!file.startsWith(root) || !existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'cache-control': 'no-store',
    })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    url: `${origin}/?relay=${encodeURIComponent(relay)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
