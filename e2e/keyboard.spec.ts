import { expect, type Page } from '@playwright/test'
import { startRelay } from '../demo/relay/relay'
import { launchChromium } from './harness/chromium'
import { command, snapshot, until } from './harness/remote'
import { serveSite } from './harness/site'
import { show, freshTest as test, withStories } from './panel/stage'
import { applesauceSigner } from './signers/applesauce'

// Without a pointer: everything is reached with Tab, is seen to be reached, and is done with Enter, Space and Escape.

interface Stop {
  name: string
  isBody: boolean
  /** Something around it shows where the focus is. */
  isSeen: boolean
}

/** What has the focus now. */
const stop = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const at = document.activeElement ?? document.body
    const outlined = (element: Element | null): boolean => {
      if (!element) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    }
    const label = at.getAttribute('aria-label') ?? (at as HTMLInputElement).labels?.[0]?.textContent
    return {
      name: (label ?? at.textContent ?? '').trim(),
      isBody: at === document.body,
      isSeen: outlined(at) || outlined(at.closest('label')),
    }
  })

/** Presses Tab until something of that name has the focus; every stop on the way is seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let n = 0; n < 120; n++) {
    await page.keyboard.press('Tab')
    const here = await stop(page)
    if (here.isBody) continue
    expect(here.isSeen, `${here.name} is seen, after ${passed.at(-1)}`).toBe(true)
    if (name.test(here.name)) return
    passed.push(here.name.slice(0, 40))
  }
  throw new Error(`${name} was not reached; passed: ${passed.join(' | ')}`)
}

/** Through the menu. What is pressed before the view has come is pressed in the one before, as no person is quick enough to. */
async function goTo(page: Page, view: string): Promise<void> {
  await tabTo(page, new RegExp(`^${view}$`))
  await page.keyboard.press('Enter')
  await hasCome(page, view)
}

/** It is named, and has the focus. */
const hasCome = (page: Page, view: string) => expect(page).toHaveTitle(new RegExp(`^${view} `))

const isKept = (page: Page) => expect.poll(async () => (await stop(page)).isBody).toBe(false)

test.describe('in every view', () => {
  withStories()

  const VIEWS = ['home-many', 'this-site-known', 'approval-note', 'sites-many', 'activity-few', 'account-one']
  for (const name of [...VIEWS, 'settings-quiet', 'welcome-waiting'])
    test(`${name}: each stop is seen, and none is a trap`, async ({ page }) => {
      await show(page, name, 'popup')
      // verdicts are not live at first
      await page.waitForTimeout(500)
      const stops: Stop[] = []
      for (let n = 0; n < 150 && stops.filter(({ isBody }) => isBody).length < 2; n++) {
        await page.keyboard.press('Tab')
        stops.push(await stop(page))
      }
      const reached = stops.filter(({ isBody }) => !isBody)
      expect(reached.length).toBeGreaterThan(3)
      expect(reached.filter(({ isSeen }) => !isSeen)).toEqual([])
      // from the last it goes on to the browser's own
      expect(stops.some(({ isBody }) => isBody)).toBe(true)
    })

  test('a change of view moves the focus to the view, and Tab goes on from there', async ({ page }) => {
    await show(page, 'sites-two-accounts', 'popup')
    await tabTo(page, /^Settings$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true)
  })
})

test('a person without a pointer pairs, answers, sets, forgets and takes back', async () => {
  test.setTimeout(180_000)
  const relay = await startRelay({})
  const site = await serveSite(() => ({ '/': { body: '<!doctype html><title>A Nostr site</title>' } }))
  const signer = await applesauceSigner(relay.url)
  const { context, ...lanyard } = await launchChromium()
  try {
    await (await lanyard.welcome()).close()
    // pair
    const panel = await lanyard.openPanel('#full')
    await until(panel, ({ pairing }) => pairing)
    await tabTo(panel, /bunker:\/\/ token/)
    await panel.keyboard.press('Enter')
    await tabTo(panel, /Paste the token|bunker:\/\//)
    await panel.keyboard.type(await signer.bunkerToken())
    await panel.keyboard.press('Enter')
    await until(panel, ({ accounts }) => accounts.some(({ user }) => user === signer.user), 25_000)
    await command(panel, 'cancelPairing')
    // a setting
    await panel.goto(`chrome-extension://${lanyard.extensionId}/src/panel/index.html#full/home`)
    await hasCome(panel, 'Home')
    await goTo(panel, 'Settings')
    await tabTo(panel, /^Keep activity$/)
    await panel.keyboard.press('Space')
    await until(panel, ({ settings }) => !settings.log)
    await isKept(panel)
    // an approval
    const page = await context.newPage()
    await page.goto(site.origin)
    const answer = page.evaluate(() =>
      (globalThis as unknown as { nostr: { getPublicKey(): Promise<string> } }).nostr.getPublicKey(),
    )
    const window = await lanyard.approval()
    await window.locator('.verdicts button:enabled').first().waitFor()
    await tabTo(window, /^Allow and remember$/)
    // the window may go before its driver has heard of the key
    await window.keyboard.press('Enter').catch((error) => {
      if (!window.isClosed()) throw error
    })
    expect(await answer).toBe(signer.user)
    // forget, and take back
    await command(panel, 'setPreset', signer.user, 'https://other.example', 'everyday')
    await panel.bringToFront()
    await goTo(panel, 'Sites')
    await tabTo(panel, /^Select$/)
    await panel.keyboard.press('Enter')
    // the button goes away under the focus
    await expect(panel.getByRole('checkbox').first()).toBeFocused()
    await tabTo(panel, /other\.example/)
    await panel.keyboard.press('Space')
    await tabTo(panel, /^Forget/)
    await panel.keyboard.press('Enter')
    await until(panel, ({ sites }) => sites.every(({ origin }) => origin !== 'https://other.example'))
    await isKept(panel)
    await tabTo(panel, /^Undo$/)
    await panel.keyboard.press('Enter')
    await until(panel, ({ sites }) => sites.some(({ origin }) => origin === 'https://other.example'))
    await isKept(panel)
    expect((await snapshot(panel)).undo).toBeNull()
  } finally {
    await context.close()
    await signer.stop()
    await site.close()
    await relay.close()
  }
})
