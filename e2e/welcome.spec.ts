import { expect, type Page, test } from '@playwright/test'
import { startRelay } from '../demo/relay/relay'
import { launchChromium } from './harness/chromium'
import { launchFirefox } from './harness/firefox'
import { inFirefox } from './harness/lanyard'
import { applesauceSigner } from './signers/applesauce'

// The first minute of somebody who has just installed it, in the real extension.

const WORDS = { title: 'Pair your phone', choice: 'Choose your signer' }

test('chromium opens it in a tab on install', async () => {
  const chromium = await launchChromium()
  try {
    const page = await chromium.welcome()
    await expect(page.getByRole('heading', { name: WORDS.title })).toBeVisible()
    await expect(page.getByRole('group', { name: WORDS.choice })).toBeVisible()
    await expect(page.locator('.qr')).toBeVisible()
  } finally {
    await chromium.close()
  }
})

test('firefox opens it in a tab on install', async () => {
  const firefox = await launchFirefox()
  try {
    const page = inFirefox(await firefox.welcome())
    await expect.poll(() => page.evaluate(() => document.querySelector('h1')?.textContent)).toBe(WORDS.title)
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('.qr svg').length)).toBe(1)
    expect(await page.evaluate(() => document.querySelector('legend')?.textContent)).toContain(WORDS.choice)
  } finally {
    await firefox.close()
  }
})

/** Tab until what has the focus is called so. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const words = () =>
    page.evaluate(() => {
      const { activeElement: on } = document
      const label = on instanceof HTMLInputElement ? on.labels?.[0]?.textContent : null
      return label ?? on?.textContent ?? ''
    })
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    if (name.test(await words())) return
  }
  throw new Error(`no way by Tab to ${name}`)
}

test('a signer is paired by Tab, Enter and typing alone, from the token to the last button', async () => {
  const [chromium, relay] = [await launchChromium(), await startRelay()]
  const signer = await applesauceSigner(relay.url)
  try {
    const page = await chromium.welcome()
    await page.getByRole('group', { name: WORDS.choice }).waitFor()
    await tabTo(page, /^I have a bunker/)
    await page.keyboard.press('Enter')
    await tabTo(page, /^Paste the token/)
    await page.keyboard.type(await signer.bunkerToken())
    await page.keyboard.press('Enter')
    // the field is gone, and the focus is not lost with it
    await expect(page.getByRole('heading', { name: 'is paired' })).toBeFocused()
    await tabTo(page, /^Go to Home$/)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: WORDS.title })).toHaveCount(0)
    await expect(page).toHaveURL(/#full\/home$/)
  } finally {
    await chromium.close()
    await signer.stop()
    await relay.close()
  }
})
