import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/browsers.mjs'
import { type Machine, type Screen, until } from './screen'

const DIST = process.env.LANYARD_DIST ?? fileURLToPath(new URL('../dist', import.meta.url))

/** The unpacked builds, to be loaded by hand elsewhere. */
export const BUILDS = { chrome: resolve(DIST, 'chrome'), firefox: resolve(DIST, 'firefox') }

/** Where a window stands on the screen, in px. */
export interface Place {
  left: number
  width: number
}

/** null: nothing is shown. */
export type Shown = Place | null

/** A Chromium of the demo's own, with Lanyard in it and a profile that is gone afterwards. */
export interface DemoMachine extends Machine {
  context: BrowserContext
  /** An address in the panel; `hash` as the panel reads it, `` for the popup. */
  panelUrl(hash?: string): string
  close(): Promise<void>
}

const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // the demo is about this machine alone: whatever names another host finds nothing
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

const HEIGHT = 820

/** The page with that in its address, once it is open. */
const pageAt = (context: BrowserContext, part: string): Promise<Page> =>
  until(`a page at ${part}`, () => context.pages().find((page) => !page.isClosed() && page.url().includes(part)))

function kept(file: string, png: Uint8Array): string {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, png)
  return Buffer.from(png).toString('base64')
}

/** A page of Playwright's in the story's words. */
export const screenOf = (page: Page): Screen => ({
  goto: async (url) => void (await page.goto(url)),
  evaluate: (task, argument) => page.evaluate(task as never, argument as never) as never,
  press: (name) => page.getByRole('button', { name, exact: true }).click(),
  screenshot: async (file) => kept(file, await page.screenshot()),
  isClosed: async () => page.isClosed(),
  close: () => page.close(),
})

async function launch(args: string[], shown: Shown, size: { width: number; height: number }): Promise<BrowserContext> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in LANYARD_CHROMIUM.')
  const window = shown ? [`--window-position=${shown.left},40`, `--window-size=${shown.width},${HEIGHT}`] : []
  const context = await chromium.launchPersistentContext('', {
    executablePath,
    headless: !shown,
    viewport: shown ? null : size,
    // the demo ends the browser itself, in its own order
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...ARGS, ...window, ...args],
  })
  context.setDefaultTimeout(15_000)
  return context
}

/** A phone has no Lanyard: only a page on a small screen. */
export const openPhone = (shown: Shown): Promise<BrowserContext> => launch([], shown, { width: 420, height: 800 })

/** A computer with Lanyard just put in; what it greets a new person with is closed. */
export async function openMachine(shown: Shown): Promise<DemoMachine> {
  const extension = [`--disable-extensions-except=${BUILDS.chrome}`, `--load-extension=${BUILDS.chrome}`]
  const context = await launch(extension, shown, { width: 900, height: 760 })
  const worker =
    context.serviceWorkers()[0] ??
    (await context.waitForEvent('serviceworker', { timeout: 15_000 }).catch(async () => {
      await context.close()
      throw new Error('Chromium did not take the extension: name one that does in LANYARD_CHROMIUM.')
    }))
  const { host } = new URL(worker.url())
  const panelUrl = (hash = '') => `chrome-extension://${host}/src/panel/index.html${hash}`
  const newPage = async (url?: string) => {
    const page = await context.newPage()
    if (url) await page.goto(url)
    return screenOf(page)
  }
  await (await pageAt(context, '#welcome')).close()
  return {
    context,
    panelUrl,
    newPage: () => newPage(),
    openPanel: (suffix) => newPage(panelUrl(suffix)),
    approval: async () => screenOf(await pageAt(context, '#approval')),
    close: () => context.close(),
  }
}
