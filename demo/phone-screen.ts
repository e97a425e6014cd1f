import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { screenOf } from './browser'
import { type Screen, until } from './screen'

/** The phone in its person's hand. */
export interface PhoneInHand {
  screen: Screen
  /** The user's key, as the phone shows it. */
  npub(): Promise<string>
  /** Point its camera at what stands on this screen. */
  scan(at: Screen): Promise<void>
  /** Wait until it asks something of this sort, by the words of its title. */
  asks(title: string): Promise<void>
  /** Wait until a text can be read on it. */
  sees(text: string): Promise<void>
  /** The event id of what it asks about. */
  askedId(): Promise<string>
  approve(): Promise<void>
  /** Approve whatever comes, until `done` has ended. @returns how it ended */
  approveUntil<T>(done: Promise<T>): Promise<T>
  /** How many clients may ask it. */
  clients(): Promise<number>
  hasHistory(title: string): Promise<void>
  removeClient(): Promise<void>
  /** Whoever is unknown gets no answer at all, instead of an error. */
  beSilentToStrangers(): Promise<void>
  /** The keys of its transport and of its user, out of its memory: for those who look behind the scenes. */
  keys(): Promise<{ transportKey: string; userKey: string }>
}

/** What the eye sees passes through a file. */
const EYE = join(tmpdir(), `lanyard-eye-${process.pid}.png`)

/** The phone's eye: what stands on the screen to which it is held, null: none. */
export async function lendEyes(page: Page, heldTo: () => Promise<Screen | null>): Promise<void> {
  await page.exposeFunction('lookAtScreen', async () => {
    const pixels = await (await heldTo())?.screenshot(EYE)
    await rm(EYE, { force: true })
    return pixels ? `data:image/png;base64,${pixels}` : ''
  })
}

/** @param url of the phone's page */
export async function takePhone(context: BrowserContext, url: string): Promise<PhoneInHand> {
  const page = context.pages()[0] ?? (await context.newPage())
  let looked: Screen | null = null
  await lendEyes(page, async () => looked)
  await page.goto(url)
  const waiting = page.getByRole('region', { name: 'Waiting for you' })
  const approveButton = waiting.getByRole('button', { name: 'Approve' }).first()
  const connected = page.getByRole('region', { name: 'Connected' }).getByRole('listitem')
  return {
    screen: screenOf(page),
    npub: async () => (await page.locator('[data-npub]').getAttribute('data-npub')) ?? '',
    async scan(at) {
      looked = at
      await page.getByRole('button', { name: 'Scan' }).click()
    },
    asks: (title) => waiting.getByRole('article', { name: title }).first().waitFor(),
    sees: (text) => page.getByText(text).first().waitFor(),
    askedId: async () => ((await waiting.locator('[data-event-id]').textContent()) ?? '').replace(/[^0-9a-f]/g, ''),
    approve: () => approveButton.click(),
    async approveUntil(done) {
      let over = false
      const end = () => {
        over = true
      }
      done.then(end, end)
      // what it asks next may take the place of what was pressed
      while (!over) await approveButton.click({ timeout: 250 }).catch(() => {})
      return done
    },
    clients: () => connected.count(),
    hasHistory: (title) =>
      page.getByRole('region', { name: 'History' }).getByRole('article', { name: title }).first().waitFor(),
    removeClient: async () => {
      await page
        .getByRole('button', { name: /^Remove / })
        .first()
        .click()
      await until('nobody connected', async () => (await connected.count()) === 0)
    },
    beSilentToStrangers: () => page.getByRole('switch', { name: 'Silent to strangers' }).check(),
    keys: () => page.evaluate(() => JSON.parse(localStorage.getItem('phone') ?? '{}')),
  }
}
