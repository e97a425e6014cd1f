import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isStale } from '../scripts/fresh.mjs'
import { judgeKnock } from './site/door'

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
async function buildPage(name: PageName): Promise<void> {
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

/** The site's own server: who brings a proof of log-in (NIP-98) is let in, and told as whom. */
function answerKnock({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse): void {
  const { host, authorization } = headers
  const answer = judgeKnock({ method, url: `http://${host}${url}`, authorization }, Math.floor(Date.now() / 1000))
  response.writeHead('user' in answer ? 200 : 401, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(answer))
}

/** Serve a page of the demo on 127.0.0.1, on a port of its own: another port is another origin. */
export async function servePage(name: PageName, relay: string): Promise<Served> {
  await buildPage(name)
  const root = join(BUILT, name)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (name === 'site' && pathname === '/session') return answerKnock(request, response)
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
