import type { Page } from '@playwright/test'
import { useRelay } from './bob/stage'
import { BUILDS, type DemoMachine, screenOf } from './browser'
import { lendEyes } from './phone-screen'
import type { Screen } from './screen'
import type { DemoWorld } from './world'

const WHAT_TO_DO = `
  1. Desktop (left): its first tab is Lanyard with a code. Phone (middle): press Scan, then Approve.
  2. Desktop, tab Papers: press Log in. Allow it in Lanyard's window, then on the phone. Write, and Save.
  3. Laptop (right): the same again, with a code of its own. Open the draft, finish it, and Post: compare the event id in
     Lanyard with the one on the phone, then approve there.
  4. Laptop, tab Lanyard, Account: log out. The phone is told, and the desktop goes on working.
  5. Phone: remove the desktop. Its next call says so, on the page and in Lanyard.

  The switches on the phone make it slow, offline, silent, or approving by itself.
  Ctrl-C ends everything and leaves nothing behind.`

/** The page of Lanyard on which a code stands just now; the desktop's first. */
async function screenWithCode(machines: readonly DemoMachine[]): Promise<Screen | null> {
  for (const page of machines.flatMap(({ context }) => context.pages()))
    if (page.url().startsWith('chrome-extension:') && (await page.getByRole('img', { name: 'QR code' }).count()) > 0)
      return screenOf(page)
  return null
}

/** Lanyard with its code in one tab, the web app in another. */
async function layOut({ context, panelUrl }: DemoMachine, app: string): Promise<void> {
  const lanyard = context.pages()[0] ?? (await context.newPage())
  await lanyard.goto(panelUrl('#full'))
  const papers = await context.newPage()
  await papers.goto(app)
  await lanyard.bringToFront()
}

/** Lay out the two computers and the phone side by side, and say what to do. */
export async function show({ relay, site, phonePage, phone, desktop, laptop }: DemoWorld): Promise<void> {
  const machines = [desktop, laptop]
  await Promise.all(machines.map((machine) => useRelay(machine, relay.url)))
  const page: Page = phone.pages()[0] ?? (await phone.newPage())
  await lendEyes(page, () => screenWithCode(machines))
  await page.goto(phonePage.url)
  for (const machine of machines) await layOut(machine, site.url)
  console.log(`\nTwo computers with Lanyard and a phone stand side by side.\n${WHAT_TO_DO}

  Relay   ${relay.url}
  Phone   ${phonePage.url}
  Papers  ${site.url}

  Unpacked builds, to load into your own browser:
    Chrome   ${BUILDS.chrome}   (chrome://extensions, developer mode, Load unpacked)
    Firefox  ${BUILDS.firefox}   (about:debugging, This Firefox, Load Temporary Add-on)
`)
}
