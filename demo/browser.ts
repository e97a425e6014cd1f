import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/browsers.mjs'

const DIST = process.env.LANYARD_DIST ?? fileURLToPath(new URL('../dist', import.meta.url))

/** The unpacked builds, to be loaded by hand elsewhere. */
export const BUILDS = { chrome: resolve(DIST, 'chrome'), firefox: resolve(DIST, 'firefox') }

/** A Chromium of the demo's own, with Lanyard in it and a profile that is gone afterwards. */
export interface DemoBrowser {
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
  `--disable-extensions-except=${BUILDS.chrome}`,
  `--load-extension=${BUILDS.chrome}`,
]

/** Wait until `find` finds, asking every 50 ms. @throws after `patience` ms, naming `what` */
export async function until<T>(what: string, find: () => T | undefined, patience = 10_000): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const found = find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${what} did not come`)
}

/** The open page whose address begins with, or contains, `part`. */
export const pageAt = (context: BrowserContext, part: string): Promise<Page> =>
  until(`a page at ${part}`, () => context.pages().find((page) => !page.isClosed() && page.url().includes(part)))

export async function openBrowser({ headless }: { headless: boolean }): Promise<DemoBrowser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium was found. Install one, or name it in LANYARD_CHROMIUM.')
  const context = await chromium.launchPersistentContext('', {
    executablePath,
    headless,
    viewport: headless ? { width: 900, height: 760 } : null,
    // the demo ends the browser itself, in its own order
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...ARGS],
  })
  const noExtension = `${executablePath} did not take the extension: name a Chromium that does in LANYARD_CHROMIUM.`
  const worker =
    context.serviceWorkers()[0] ??
    (await context.waitForEvent('serviceworker', { timeout: 15_000 }).catch(async () => {
      await context.close()
      throw new Error(noExtension)
    }))
  const { host } = new URL(worker.url())
  return {
    context,
    panelUrl: (hash = '') => `chrome-extension://${host}/src/panel/index.html${hash}`,
    close: () => context.close(),
  }
}
