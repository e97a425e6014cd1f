import type { Page as ChromiumPage } from '@playwright/test'
import type { Page as FirefoxPage } from 'puppeteer-core'
import { launchChromium } from './chromium'
import { launchFirefox } from './firefox'

/** A document in a browser, in the few words that both drivers share. */
export interface Frame {
  /** Runs in the document's own world. The function is sent as text: it sees its argument and nothing else. */
  evaluate<R, A = undefined>(task: (argument: A) => R | Promise<R>, argument?: A): Promise<R>
}

/** A page in whichever browser. */
export interface Page extends Frame {
  goto(url: string): Promise<void>
  /** The page's own document first. */
  frames(): Frame[]
  /** Clicks a button as a person does: once it is there, in sight and enabled. */
  press(button: string): Promise<void>
  /** A PNG in base64, and in a file where one is named. */
  screenshot(path?: `${string}.png`): Promise<string>
  isClosed(): boolean
  close(): Promise<void>
}

/** A browser with Lanyard in it, whichever it is. */
export interface Lanyard {
  newPage(): Promise<Page>
  /** The panel in a tab. */
  openPanel(suffix?: string): Promise<Page>
  /** The page that opens on install. */
  welcome(): Promise<Page>
  /** The approval window, once it is open. */
  approval(): Promise<Page>
  /** End the background as the browser does when it idles. It wakes on the next message. */
  killBackground(): Promise<void>
  close(): Promise<void>
}

export const BROWSERS = ['chromium', 'firefox'] as const
export type BrowserName = (typeof BROWSERS)[number]

const evaluating = (frame: { evaluate(task: never, argument: never): Promise<unknown> }): Frame => ({
  evaluate: (task, argument) => frame.evaluate(task as never, argument as never) as never,
})

const inChromium = (page: ChromiumPage): Page => ({
  ...evaluating(page),
  goto: async (url) => void (await page.goto(url)),
  frames: () => page.frames().map(evaluating),
  press: (name) => page.getByRole('button', { name, exact: true }).click(),
  screenshot: async (path) => (await page.screenshot(path === undefined ? {} : { path })).toString('base64'),
  isClosed: () => page.isClosed(),
  close: () => page.close(),
})

const inFirefox = (page: FirefoxPage): Page => ({
  ...evaluating(page),
  goto: async (url) => void (await page.goto(url)),
  frames: () => page.frames().map(evaluating),
  press: (name) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click(),
  screenshot: (path) => page.screenshot({ encoding: 'base64', ...(path !== undefined && { path }) }),
  isClosed: () => page.isClosed(),
  close: () => page.close(),
})

async function chromium(): Promise<Lanyard> {
  const lanyard = await launchChromium()
  return {
    newPage: async () => inChromium(await lanyard.context.newPage()),
    openPanel: async (suffix) => inChromium(await lanyard.openPanel(suffix)),
    welcome: async () => inChromium(await lanyard.welcome()),
    approval: async () => inChromium(await lanyard.approval()),
    killBackground: lanyard.killWorker,
    close: lanyard.close,
  }
}

async function firefox(prefs: Record<string, unknown>): Promise<Lanyard> {
  const lanyard = await launchFirefox({ prefs })
  return {
    newPage: async () => inFirefox(await lanyard.browser.newPage()),
    openPanel: async (suffix) => inFirefox(await lanyard.openPanel(suffix)),
    welcome: async () => inFirefox(await lanyard.welcome()),
    approval: async () => inFirefox(await lanyard.approval()),
    killBackground: lanyard.killBackground,
    close: lanyard.close,
  }
}

export interface LaunchOptions {
  /** about:config settings, in Firefox. */
  prefs?: Record<string, unknown>
}

/** Start a browser with the built extension and a fresh profile. */
export const launch = (browser: BrowserName, { prefs = {} }: LaunchOptions = {}): Promise<Lanyard> =>
  browser === 'chromium' ? chromium() : firefox(prefs)
