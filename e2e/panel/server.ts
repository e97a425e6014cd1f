import { readFileSync } from 'node:fs'
import { createServer as listen, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, createServer, type InlineConfig } from 'vite'
import type { Messages } from '../../scripts/locales'
import { build as builtFor } from '../harness/browser'
import type { Given } from './given'
import { STORIES } from './stories'
import { PLAYED, playedWords, type Words } from './words'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const config: InlineConfig = {
  root: at('.'),
  configFile: false,
  logLevel: 'error',
  publicDir: at('../../public'),
  cacheDir: at('../out/vite'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
}

const TYPES: Record<string, string> = {
  ...{ '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png' },
}

/** given.ts as one synchronous script: what plays the browser must be there before the panel's first line. */
async function player(): Promise<string> {
  const options = { rolldownOptions: { input: at('given.ts'), output: { format: 'iife' } }, write: false } as const
  const built = await build({ ...config, publicDir: false, build: { ...options, target: 'esnext' } })
  const [chunk] = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  if (chunk?.type !== 'chunk') throw new Error('given.ts was not built')
  return chunk.code
}

/** As a script's own text, which ends where it says `</script>`. */
const literal = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/**
 * The panel as it is built for Chrome, with a played browser around it, on a free port until the process ends:
 * `?story=<name>&lang=<folder>` shows one story. A page is given its own story and no other, and words that were made small
 * before: to work out all of them in each of a thousand pages took more time than all that is looked at.
 */
export async function serveStories(): Promise<{ url: string }> {
  const folder = builtFor('chrome')
  const read = (path: string): Buffer => readFileSync(join(folder, path))
  const page = read('src/panel/index.html').toString()
  const wordsOf = (language: string): Words =>
    language in PLAYED
      ? playedWords(
          language,
          JSON.parse(readFileSync(at('../../public/_locales/en/messages.json'), 'utf8')) as Messages,
        )
      : JSON.parse(read(`_locales/${language}/messages.json`).toString())
  const kept = new Map<string, Buffer | string>([
    ['/player.js', `given.english = ${literal(wordsOf('en'))};${await player()}`],
    ['/axe.js', readFileSync(at('../../node_modules/axe-core/axe.min.js'))],
  ])
  const spoken = new Map<string, Words>([['en', {}]])
  const pageOf = (name: string, language: string): string => {
    const story = STORIES[name]
    if (!story) throw new Error(`no story ${name}`)
    const words = spoken.get(language) ?? wordsOf(language)
    spoken.set(language, words)
    const given: Omit<Given, 'english'> = { story, words }
    const scripts = `<script>var given = ${literal(given)}</script><script src="/player.js"></script>`
    // a function: what a story says is no pattern
    return page.replace('<script src="/early.js">', (early) => scripts + early)
  }
  const answer = (pathname: string, asked: URLSearchParams, response: ServerResponse): void => {
    const isPage = pathname === '/'
    const [, played = ''] = /^\/_locales\/(.+)\/messages\.json$/.exec(pathname) ?? []
    const file = () => (played in PLAYED ? JSON.stringify(wordsOf(played)) : read(pathname))
    const body = isPage ? pageOf(asked.get('story') ?? '', asked.get('lang') ?? 'en') : (kept.get(pathname) ?? file())
    if (!isPage) kept.set(pathname, body)
    response.setHeader('content-type', isPage ? 'text/html' : (TYPES[extname(pathname)] ?? 'text/plain'))
    // the browser keeps the scripts, and what it made of them
    if (!isPage) response.setHeader('cache-control', 'max-age=86400, immutable')
    response.end(body)
  }
  const server = listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://panel.invalid')
    try {
      answer(pathname, searchParams, response)
    } catch (error) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end(String(error))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}/` }
}

/** For a designer: `npx tsx e2e/panel/server.ts` serves the sources and redraws on change. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await createServer({ ...config, server: { host: '127.0.0.1', port: 4_400 } })
  await server.listen()
  console.log('Every view of the panel: http://127.0.0.1:4400/')
}
