import type { BrowserContext, Locator, Page } from '@playwright/test'
import { pageAt } from './browser'

// What a person sees and presses, in one place: the story is told in these words.

const POPUP = { width: 400, height: 640 }
const PATIENCE = { timeout: 10_000 }

/** Hex as shown in groups of four, without the gaps. */
const plainHex = async (shown: Locator): Promise<string> =>
  ((await shown.textContent(PATIENCE)) ?? '').replace(/[^0-9a-f]/g, '')

/** Lanyard's popup. */
export const popupScreen = (page: Page) => ({
  page,
  title: page.getByRole('heading', { name: 'Pair your phone' }),
  sentence: page.getByText('Use Nostr sites with a key that stays on your phone.'),
  code: page.getByRole('img', { name: 'QR code' }),
  listening: page.getByRole('listitem').filter({ hasText: 'Waiting for your signer under way' }),
  paired: page.getByRole('heading', { name: 'Your phone is paired' }),
  npub: page.locator('code').filter({ hasText: /^npub1/ }),
  done: page.getByRole('button', { name: 'Done' }),
  pending: page.getByRole('article'),
  pendingId: () => plainHex(page.getByRole('article').locator('.event-id code')),
  loggedOut: page.getByText('You are logged out.'),
  async logOut() {
    await page.getByRole('link', { name: 'Account' }).click()
    await page.getByText('Log out…').click()
    await page.getByRole('button', { name: 'Log out and erase the keys' }).click()
  },
})

/** The window in which Lanyard asks its person. */
export const approvalScreen = (page: Page) => ({
  page,
  question: page.getByText('This site wants to see your public key'),
  origin: page.getByRole('heading'),
  always: page.getByRole('button', { name: 'Always allow' }),
})

export const phoneScreen = (page: Page) => {
  const waiting = page.getByRole('region', { name: 'Waiting for you' })
  return {
    page,
    scan: page.getByRole('button', { name: 'Scan' }),
    wantsToConnect: waiting.getByRole('article', { name: 'Lanyard wants to connect' }),
    wantsSignature: waiting.getByRole('article', { name: 'wants a signature' }),
    waitingId: () => plainHex(waiting.locator('[data-event-id]')),
    approve: waiting.getByRole('button', { name: 'Approve' }),
    connected: page.getByRole('region', { name: 'Connected' }).getByText('Lanyard'),
    loggedOut: page.getByRole('region', { name: 'History' }).getByRole('article', { name: 'Lanyard logged out' }),
    npub: () => page.locator('[data-npub]').getAttribute('data-npub'),
  }
}

export const siteScreen = (page: Page) => ({
  page,
  logIn: page.getByRole('button', { name: 'Log in' }),
  npub: () => page.locator('[data-npub]').getAttribute('data-npub', PATIENCE),
  title: page.getByLabel('Title'),
  text: page.getByLabel('Text'),
  saveDraft: page.getByRole('button', { name: 'Save draft' }),
  draftSaved: page.getByText('Draft saved'),
  publish: page.getByRole('button', { name: 'Publish' }),
  askedId: () => plainHex(page.locator('[data-asked]')),
  signedId: () => plainHex(page.locator('[data-signed]')),
  onRelay: page.getByText('On the relay'),
  trouble: page.getByRole('alert'),
})

export async function openPopup(context: BrowserContext, url: string) {
  const page = await context.newPage()
  await page.setViewportSize(POPUP)
  await page.goto(url)
  return popupScreen(page)
}

/** The window that Lanyard opens by itself when it has a question. */
export async function approvalWindow(context: BrowserContext) {
  const page = await pageAt(context, '#approval')
  await page.setViewportSize(POPUP)
  return approvalScreen(page)
}

/**
 * Make Lanyard use the local relay, as a person would: in its settings. The page that greets a new person has begun to
 * pair over the public relays: that is cancelled.
 */
export async function useRelay(context: BrowserContext, settings: string, relay: string): Promise<void> {
  const welcome = await pageAt(context, '#welcome')
  await welcome.getByRole('button', { name: 'Cancel' }).click(PATIENCE)
  await welcome.getByRole('button', { name: 'Show QR code' }).waitFor(PATIENCE)
  await welcome.goto(settings)
  for (const number of [1, 2, 3, 4]) await welcome.getByLabel(`Relay ${number}`).fill(number === 1 ? relay : '')
  await welcome.getByRole('button', { name: 'Save', exact: true }).click()
  await welcome.getByText('Saved.').waitFor(PATIENCE)
  await welcome.close()
}
