import type { BrowserContext, Page } from '@playwright/test'
import { BUILDS, pageAt } from './browser'
import { useRelay } from './screens'
import { type DemoWorld, lendEyes } from './world'

const WHAT_TO_DO = `
  1. Phone: press Scan. It reads the code in Lanyard's window. Approve there.
  2. Papers (the site): press Log in, and allow it in Lanyard.
  3. Write something. Save draft, or Publish: compare the event id in Lanyard and on the phone, then approve there.
  4. Lanyard, Account: log out. The phone is told, and the site's next call gets an error.

  The switches on the phone make it slow, offline, or approving by itself.
  Ctrl-C ends everything and leaves nothing behind.`

interface Place {
  left: number
  width: number
  /** `normal` has the toolbar, with Lanyard's icon. */
  type: 'popup' | 'normal'
}

/** Open a page in a window of its own, at a place on the screen. */
async function openWindow(opener: Page, url: string, place: Place): Promise<Page> {
  const window = { url, top: 40, height: 820, ...place }
  await opener.evaluate(`chrome.windows.create(${JSON.stringify(window)}).then(() => true)`)
  return pageAt(opener.context(), url)
}

/** The page of Lanyard that shows a code just now. */
async function pageWithCode(context: BrowserContext): Promise<Page | undefined> {
  for (const page of context.pages())
    if (page.url().startsWith('chrome-extension:') && (await page.getByRole('img', { name: 'QR code' }).count()) > 0)
      return page
  return undefined
}

/** Lay out Lanyard, the phone and the site side by side, and say what to do. */
export async function show({ relay, phone, site, browser }: DemoWorld): Promise<void> {
  const { context, panelUrl } = browser
  await useRelay(context, panelUrl('#full/settings'), relay.url)
  const first = context.pages()[0] ?? (await context.newPage())
  await first.goto(panelUrl('#full/sites'))
  const phonePage = await openWindow(first, phone.url, { left: 420, width: 460, type: 'popup' })
  await lendEyes(phonePage, () => pageWithCode(context))
  await phonePage.reload()
  await openWindow(first, panelUrl(), { left: 0, width: 420, type: 'popup' })
  await openWindow(first, site.url, { left: 880, width: 640, type: 'normal' })
  await first.close()
  console.log(`\nLanyard is running: its panel, a phone, and a site stand side by side.\n${WHAT_TO_DO}

  Relay   ${relay.url}
  Phone   ${phone.url}
  Site    ${site.url}

  Unpacked builds, to load into your own browser:
    Chrome   ${BUILDS.chrome}   (chrome://extensions, developer mode, Load unpacked)
    Firefox  ${BUILDS.firefox}   (about:debugging, This Firefox, Load Temporary Add-on)
`)
}
