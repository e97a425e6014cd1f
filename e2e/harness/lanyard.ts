import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Page as ChromiumPage } from '@playwright/test'
import type { ElementHandle, Page as FirefoxPage } from 'puppeteer-core'
import { launchChromium } from './chromium'
import { eventually, launchFirefox } from './firefox'
import { openBeside } from './inside-firefox'
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
  /** A page of ours that is always open and does nothing: for commands, and to look. */
  desk(): Page
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
  press: (name) => pressInFirefox(page, name),
  screenshot: async (file) => kept(file, await page.screenshot()),
  // puppeteer's own is never true for a window that closed by itself
  isClosed: () => page.evaluate(() => false).catch(() => true),
  close: () => page.close(),
})

/**
 * puppeteer's own way, by the name for assistive technology, starts Firefox's service for that, which then costs with
 * each page. The names are those that Chromium's driver presses by.
 */
async function pressInFirefox(page: FirefoxPage, name: string): Promise<void> {
  const button = await page.waitForFunction(
    (name) => {
      const isCalled = (it: Element) =>
        (it.getAttribute('aria-label') ?? it.textContent ?? '').replace(/\s+/g, ' ').trim() === name
      const buttons = document.querySelectorAll<HTMLElement>('button:enabled, [role="button"]')
      const found = [...buttons].find((it) => isCalled(it) && it.checkVisibility({ visibilityProperty: true }))
      found?.scrollIntoView({ block: 'center', behavior: 'instant' })
      const box = found?.getBoundingClientRect()
      const at = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      return found?.contains(at ?? null) ? found : null
    },
    { timeout: PRESS_MS, polling: 50 },
    name,
  )
  await (button as ElementHandle<HTMLElement>).click()
}

async function chromium({ profile, args = [] }: LaunchOptions): Promise<Lanyard> {
  const isNew = !profile || readdirSync(profile).length === 0
  const { context, extensionId, ...lanyard } = await launchChromium({ args, ...(profile && { profile }) })
  const first = context.pages()[0] ?? (await context.newPage())
  await first.goto(`chrome-extension://${extensionId}${DESK}`)
  if (isNew) await (await lanyard.welcome()).close()
  return furnish(isNew, inChromium(first), {
    newPage: async () => inChromium(await context.newPage()),
    openPanel: async (suffix) => inChromium(await lanyard.openPanel(suffix)),
    approval: async () => inChromium(await lanyard.approval()),
    killBackground: lanyard.killWorker,
    shortcut: lanyard.shortcut,
    icon: async () => null,
    pages: async () => context.pages().filter((page) => page !== first),
    close: lanyard.close,
  })
}

async function firefox(options: LaunchOptions): Promise<Lanyard> {
  const isNew = !options.profile || readdirSync(options.profile).length === 0
  const { browser, ...lanyard } = await launchFirefox(options)
  const [blank] = await browser.pages()
  // no driver may send a page there: the one that greets goes by itself
  const first = await lanyard.welcome()
  await first.evaluate((desk) => location.replace(desk), DESK)
  await eventually('the desk', () => first.evaluate((desk) => location.pathname === desk, DESK).catch(() => false))
  await blank?.close()
  return furnish(isNew, inFirefox(first), {
    newPage: async () => inFirefox(await openBeside(first)),
    openPanel: async (suffix) => inFirefox(await lanyard.openPanel(suffix)),
    approval: async () => inFirefox(await lanyard.approval()),
    killBackground: lanyard.killBackground,
    shortcut: lanyard.shortcut,
    icon: lanyard.icon,
    pages: async () => (await browser.pages()).filter((page) => page !== first),
    close: lanyard.close,
  })
}

/** A picture has no script: its page has the extension's rights, and no view that connects or begins something. */
const DESK = '/icons/icon-128.png'

/** What a driver gives; `pages`: all but the desk. */
type Bare = Omit<Lanyard, 'desk' | 'reset'> & { pages(): Promise<{ close(): Promise<void> }[]> }

async function furnish(isNew: boolean, desk: Page, { pages, ...lanyard }: Bare): Promise<Lanyard> {
  let isUsed = false
  const using = <A extends unknown[], R>(task: (...args: A) => R) => {
    return (...args: A): R => {
      isUsed = true
      return task(...args)
    }
  }
  if (isNew) await beAlone(desk)
  return {
    ...lanyard,
    newPage: using(lanyard.newPage),
    openPanel: using(lanyard.openPanel),
    desk: using(() => desk),
    async reset() {
      if (!isUsed) return
      // in a row, and whether or not they are still there
      for (const page of await pages()) await page.close().catch(() => {})
      await forgetAll(desk, lanyard.killBackground)
      isUsed = false
    },
  }
}

/** Names and pictures of accounts are not looked up on the web; what is about that switches it on. */
async function beAlone(desk: Page): Promise<void> {
  await command(desk, 'setProfiles', false)
  // it is answered before it is written: who changes settings on disk after this must not be overtaken
  await desk.evaluate(async () => {
    const isWritten = async () => (await chrome.storage.local.get('settings')).settings?.profiles === false
    while (!(await isWritten())) await new Promise((resolve) => setTimeout(resolve, 10))
  })
}

/** Empties storage and ends the background, which would remember. */
async function forgetAll(desk: Page, killBackground: () => Promise<void>): Promise<void> {
  await command(desk, 'clearLog')
  await desk.evaluate(async () => {
    localStorage.clear()
    await chrome.storage.local.clear()
    await chrome.storage.session.clear()
  })
  await killBackground()
  await beAlone(desk)
}

export interface LaunchOptions {
  /** about:config settings, in Firefox. */
  prefs?: Record<string, unknown>
  /** Of the command line, in Chromium. */
  args?: string[]
  /** A folder to keep between starts, empty at first; default: a fresh one. */
  profile?: string
}

/** What both browsers must be told for names on the web that lead to this machine. */
export const here = (...hosts: string[]): LaunchOptions => ({
  args: [`--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(',')}`],
  prefs: { 'network.dns.localDomains': hosts.join(',') },
})

/** Start a browser with the built extension. */
export const launch = (browser: BrowserName, options: LaunchOptions = {}): Promise<Lanyard> =>
  browser === 'chromium' ? chromium(options) : firefox(options)

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  storage: Record<'local' | 'session', { clear(): Promise<void>; get(key: string): Promise<Stored> }>
}
interface Stored {
  settings?: { profiles?: boolean }
}
