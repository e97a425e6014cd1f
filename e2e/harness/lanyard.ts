import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page as ChromiumPage } from '@playwright/test'
import type { Page as FirefoxPage } from 'puppeteer-core'
import { launchChromium } from './chromium'
import { launchFirefox } from './firefox'
import { command } from './remote'

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
  /** What is seen now, into a file. @returns the PNG in base64 */
  screenshot(file: string): Promise<string>
  isClosed(): Promise<boolean>
  close(): Promise<void>
}

/** A browser with Lanyard in it, whichever it is. */
export interface Lanyard {
  newPage(): Promise<Page>
  /** The panel in a tab. */
  openPanel(suffix?: string): Promise<Page>
  /** The approval window, once it is open. */
  approval(): Promise<Page>
  /** End the background as the browser does when it idles. It wakes on the next message. */
  killBackground(): Promise<void>
  /** What the browser does when the keys of that name are pressed. */
  shortcut(name: string): Promise<void>
  /** The file that the icon in the toolbar shows for the tab that is seen; null: this browser does not say. */
  icon(): Promise<string | null>
  /** Back to a browser into which Lanyard has just been put: no page open, nothing remembered. */
  reset(): Promise<void>
  close(): Promise<void>
}

export const BROWSERS = ['chromium', 'firefox'] as const
export type BrowserName = (typeof BROWSERS)[number]

/** How long a button may take to come. */
const PRESS_MS = 25_000

const evaluating = (frame: { evaluate(task: never, argument: never): Promise<unknown> }): Frame => ({
  evaluate: (task, argument) => frame.evaluate(task as never, argument as never) as never,
})

function kept(file: string, png: Uint8Array): string {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, png)
  return Buffer.from(png).toString('base64')
}

const inChromium = (page: ChromiumPage): Page => ({
  ...evaluating(page),
  goto: async (url) => void (await page.goto(url)),
  frames: () => page.frames().map(evaluating),
  press: (name) => page.getByRole('button', { name, exact: true }).click({ timeout: PRESS_MS }),
  screenshot: async (file) => kept(file, await page.screenshot()),
  isClosed: async () => page.isClosed(),
  close: () => page.close(),
})

/** A page of puppeteer's in those words. */
export const inFirefox = (page: FirefoxPage): Page => ({
  ...evaluating(page),
  goto: async (url) => void (await page.goto(url)),
  frames: () => page.frames().map(evaluating),
  press: (name) => page.locator(`::-p-aria([name="${name}"][role="button"])`).setTimeout(PRESS_MS).click(),
  screenshot: async (file) => kept(file, await page.screenshot()),
  // puppeteer's own is never true for a window that closed by itself
  isClosed: () => page.evaluate(() => false).catch(() => true),
  close: () => page.close(),
})

async function chromium({ profile, args = [] }: LaunchOptions): Promise<Lanyard> {
  const isNew = !profile || readdirSync(profile).length === 0
  const { context, ...lanyard } = await launchChromium({ args, ...(profile && { profile }) })
  const openPanel = async (suffix?: string) => inChromium(await lanyard.openPanel(suffix))
  if (isNew) {
    await (await lanyard.welcome()).close()
    await beAlone(await openPanel(CALM))
  }
  return {
    newPage: async () => inChromium(await context.newPage()),
    openPanel,
    approval: async () => inChromium(await lanyard.approval()),
    killBackground: lanyard.killWorker,
    shortcut: lanyard.shortcut,
    icon: async () => null,
    async reset() {
      await closeAll(context.pages().slice(1))
      await forgetAll(await openPanel(CALM), lanyard.killWorker)
    },
    close: lanyard.close,
  }
}

async function firefox(options: LaunchOptions): Promise<Lanyard> {
  const isNew = !options.profile || readdirSync(options.profile).length === 0
  const { browser, ...lanyard } = await launchFirefox(options)
  const openPanel = async (suffix?: string) => inFirefox(await lanyard.openPanel(suffix))
  await (await lanyard.welcome()).close()
  if (isNew) await beAlone(await openPanel(CALM))
  const [first] = await browser.pages()
  return {
    newPage: async () => inFirefox(await browser.newPage()),
    openPanel,
    approval: async () => inFirefox(await lanyard.approval()),
    killBackground: lanyard.killBackground,
    shortcut: lanyard.shortcut,
    icon: lanyard.icon,
    async reset() {
      await closeAll((await browser.pages()).filter((page) => page !== first))
      await forgetAll(await openPanel(CALM), lanyard.killBackground)
    },
    close: lanyard.close,
  }
}

/** A view of the panel that does nothing by itself. */
const CALM = '#full/settings'

/** In a row, and whether or not they are still there. */
async function closeAll(pages: { close(): Promise<void> }[]): Promise<void> {
  for (const page of pages) await page.close().catch(() => {})
}

/** Names and pictures of accounts are not looked up on the web; what is about that switches it on. */
async function beAlone(panel: Page): Promise<void> {
  await command(panel, 'setProfiles', false)
  await panel.close()
}

/** Empties storage and ends the background, which would remember. */
async function forgetAll(panel: Page, killBackground: () => Promise<void>): Promise<void> {
  await command(panel, 'clearLog')
  await panel.evaluate(async () => {
    localStorage.clear()
    await chrome.storage.local.clear()
    await chrome.storage.session.clear()
  })
  await killBackground()
  await beAlone(panel)
}

export interface LaunchOptions {
  /** about:config settings, in Firefox. */
  prefs?: Record<string, unknown>
  /** Of the command line, in Chromium. */
  args?: string[]
  /** A folder to keep between starts, empty at first; default: a fresh one. */
  profile?: string
}

/** Start a browser with the built extension. */
export const launch = (browser: BrowserName, options: LaunchOptions = {}): Promise<Lanyard> =>
  browser === 'chromium' ? chromium(options) : firefox(options)

/** The part of the extension API that is used above, inside the panel. */
declare const chrome: { storage: Record<'local' | 'session', { clear(): Promise<void> }> }
