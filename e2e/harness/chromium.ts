import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { build, chromiumPath, isRoot } from './browser'

/** A Chromium with Lanyard in it. */
export interface Chromium {
  context: BrowserContext
  extensionId: string
  /** The panel in a tab. `hash` or query may follow the path. */
  openPanel(suffix?: string): Promise<Page>
  /** The page that opens on install. */
  welcome(): Promise<Page>
  /** The approval window, once it is open. */
  approval(): Promise<Page>
  /** End the background worker as the browser does when it idles. It wakes on the next message. */
  killWorker(): Promise<void>
  /** What the browser does when the keys of that name are pressed, but for waking the worker. */
  shortcut(name: string): Promise<void>
  close(): Promise<void>
}

export interface ChromiumOptions {
  /** A folder to keep between starts; default: a fresh one. */
  profile?: string
  headless?: boolean
  args?: string[]
}

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // relays under test have self-signed certificates
  '--ignore-certificate-errors',
]

export async function launchChromium({
  profile = '',
  headless = true,
  args = [],
}: ChromiumOptions = {}): Promise<Chromium> {
  const dist = build('chrome')
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(),
    headless,
    viewport: { width: 1280, height: 800 },
    // Playwright's default switches off what people have
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      ...quiet,
      `--disable-extensions-except=${dist}`,
      `--load-extension=${dist}`,
      ...args,
    ],
  })
  // none within 25 s: the build was refused; chromium --enable-logging=stderr says why
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 25_000 }))
  const extensionId = new URL(worker.url()).host
  async function shown(hash: string): Promise<Page> {
    const end = Date.now() + 25_000
    while (Date.now() < end) {
      const page = context.pages().find((page) => page.url().endsWith(hash))
      if (page) return page
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`no page ${hash} was opened`)
  }
  return {
    context,
    extensionId,
    async openPanel(suffix = '') {
      const page = await context.newPage()
      await page.goto(`chrome-extension://${extensionId}/src/panel/index.html${suffix}`)
      return page
    },
    welcome: () => shown('#welcome'),
    approval: () => shown('#approval'),
    async killWorker() {
      const page = context.pages()[0] ?? (await context.newPage())
      const cdp = await context.newCDPSession(page)
      await cdp.send('ServiceWorker.enable')
      await cdp.send('ServiceWorker.stopAllWorkers')
      await cdp.detach()
    },
    // no driver reaches the browser's own keys; Chromium's events have this function, undocumented
    shortcut: async (name) =>
      (context.serviceWorkers().at(-1) ?? worker).evaluate((name) => chrome.commands.onCommand.dispatch(name), name),
    close: () => context.close(),
  }
}

/** The part of the extension API that is used above, inside the worker. */
declare const chrome: { commands: { onCommand: { dispatch(name: string): void } } }
