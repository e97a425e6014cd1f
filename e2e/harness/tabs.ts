import { launchChromium } from './chromium'
import { launchFirefox } from './firefox'

/** A page, in the few words that both drivers share. */
export interface Tab {
  goto(url: string): Promise<void>
  /** Runs in the page's own world. The function is sent as text: it sees its argument and nothing else. */
  run<R, A = undefined>(task: (argument: A) => R | Promise<R>, argument?: A): Promise<R>
  close(): Promise<void>
}

/** A browser with Lanyard in it, whichever it is. */
export interface Stage {
  newTab(): Promise<Tab>
  /** `chrome-extension://…` or `moz-extension://…`, without a slash at the end. */
  extensionOrigin: string
  /** End the background as the browser does when it idles. */
  endBackground(): Promise<void>
  /** Take the extension away under open pages, as an update does first. In Firefox the new one follows at once. */
  update(): Promise<void>
  close(): Promise<void>
}

export const BROWSERS = ['chromium', 'firefox'] as const
export type BrowserName = (typeof BROWSERS)[number]

async function chromiumStage(): Promise<Stage> {
  const lanyard = await launchChromium()
  return {
    extensionOrigin: `chrome-extension://${lanyard.extensionId}`,
    endBackground: lanyard.killWorker,
    async update() {
      const panel = await lanyard.openPanel()
      // the page goes down with its extension, and the evaluation with it
      await panel.evaluate('setTimeout(() => chrome.runtime.reload())').catch(() => {})
      if (!panel.isClosed()) await panel.waitForEvent('close')
    },
    close: lanyard.close,
    async newTab() {
      const page = await lanyard.context.newPage()
      return {
        goto: async (url) => void (await page.goto(url)),
        run: (task, argument) => page.evaluate(task as never, argument),
        close: () => page.close(),
      }
    },
  }
}

async function firefoxStage(): Promise<Stage> {
  const lanyard = await launchFirefox()
  return {
    extensionOrigin: `moz-extension://${lanyard.extensionHost}`,
    endBackground: lanyard.killBackground,
    update: lanyard.update,
    close: lanyard.close,
    async newTab() {
      const page = await lanyard.browser.newPage()
      return {
        goto: async (url) => void (await page.goto(url)),
        run: (task, argument) => page.evaluate(task as never, argument as never) as never,
        close: () => page.close(),
      }
    },
  }
}

export const openStage = (name: BrowserName): Promise<Stage> => (name === 'chromium' ? chromiumStage() : firefoxStage())
