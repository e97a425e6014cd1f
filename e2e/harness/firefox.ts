import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { build, firefoxPath } from './browser'
import { insideFirefox } from './inside-firefox'

/** A Firefox with Lanyard in it. */
export interface Firefox {
  browser: Browser
  /** The extension's host in `moz-extension://`, different in every profile. */
  extensionHost: string
  /** The panel in a tab. */
  openPanel(suffix?: string): Promise<Page>
  /** End the event page as the browser does when it idles. It wakes on the next message. */
  killBackground(): Promise<void>
  /** Put the build in again, as an update does: content scripts of before are torn down. */
  update(): Promise<void>
  close(): Promise<void>
}

export interface FirefoxOptions {
  headless?: boolean
  /** about:config settings. */
  prefs?: Record<string, unknown>
}

const ID = 'lanyard@lanyard.example'

const HOST = 'id => WebExtensionPolicy.getByID(id)?.mozExtensionHostname ?? null'
const KILL = 'id => WebExtensionPolicy.getByID(id).extension.terminateBackground().then(() => null)'
const OPEN = `url => {
  const triggeringPrincipal = Services.scriptSecurityManager.getSystemPrincipal()
  gBrowser.selectedTab = gBrowser.addTab(url, { triggeringPrincipal })
  return null
}`

/** Ask again until there is an answer. */
async function eventually<T>(what: string, ask: () => Promise<T | null | undefined>): Promise<T> {
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${what} did not come`)
}

export async function launchFirefox({ headless = true, prefs = {} }: FirefoxOptions = {}): Promise<Firefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefoxPath(),
    headless,
    acceptInsecureCerts: true,
    args: ['-remote-allow-system-access'],
    extraPrefsFirefox: prefs,
  })
  const run = await insideFirefox(browser)
  const install = () => browser.installExtension(build('firefox'))
  await install()
  const extensionHost = await eventually('the extension', () => run(HOST, ID))
  return {
    browser,
    extensionHost,
    async openPanel(suffix = '') {
      const before = new Set(await browser.pages())
      await run(OPEN, `moz-extension://${extensionHost}/src/panel/index.html${suffix}`)
      return eventually('the panel', async () => {
        for (const page of await browser.pages())
          if (!before.has(page) && (await page.evaluate(() => location.protocol)) === 'moz-extension:') return page
        return null
      })
    },
    async killBackground() {
      await run(KILL, ID)
    },
    async update() {
      await install()
    },
    close: () => browser.close(),
  }
}
