import { readdirSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { misfits } from './panel/fit'
import { hashOf, stories, test, withStories } from './panel/stage'
import { STORIES } from './panel/stories'

/**
 * Every language in the views that have most to say: nothing is cut off, sticks out, or wraps where it must not. With
 * PICTURES=1 there is one of each to look at.
 */

// what does not fit will not fit the second time
test.describe.configure({ mode: 'parallel', retries: 0 })
withStories()

const OUT = 'e2e/out/languages'

const KEY = [
  ...['welcome-waiting', 'welcome-failed', 'home-many', 'home-notices', 'this-site-other', 'switcher-five'],
  ...['approval-first-note', 'approval-http-login', 'approval-decrypts', 'approval-follow-loss', 'approval-rows'],
  ...['sites-many', 'sites-bound', 'account-one', 'account-learned', 'activity-many', 'settings-everyday'],
].filter((name) => name in STORIES)

/** `en-XA` is English with longer words, `he-XB` from right to left (e2e/panel/languages.ts). */
const LANGUAGES = [...readdirSync('public/_locales'), 'en-XA', 'he-XB']

const RTL = /^(ar|fa|he|ur)/

/** A story as a narrow page, everything in it unfolded. */
async function open(page: Page, language: string, name: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 640 })
  await page.goto(`${stories.url}?story=${name}&lang=${language}${hashOf(name, 'full')}`)
  await page.locator('h1').first().waitFor()
  await turnTo(page, null)
}

/** Then as wide as a popup, or the approval window. */
async function widen(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 380, height: 600 })
  await turnTo(page, hashOf(name, STORIES[name]?.view === 'approval' ? 'approval' : 'popup'))
}

/** To another place, where one is named; everything in it is unfolded, and drawn: what is folded is not. */
const turnTo = (page: Page, hash: string | null): Promise<void> =>
  page.evaluate(async (hash) => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    if (hash !== null) {
      const turned = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
      location.hash = hash
      await turned
      await drawn()
    }
    for (const details of document.querySelectorAll('details')) details.open = true
    await drawn()
  }, hash)

for (const language of LANGUAGES) {
  test(`everything fits in ${language}`, async ({ page }) => {
    test.setTimeout(180_000)
    for (const name of KEY) {
      await open(page, language, name)
      expect.soft(await misfits(page), `${language}, ${name} at 320 px`).toEqual([])
      await widen(page, name)
      expect.soft(await misfits(page), `${language}, ${name} at 380 px`).toEqual([])
      if (process.env.PICTURES) await page.screenshot({ path: `${OUT}/${language}-${name}.png`, fullPage: true })
    }
    const written = await page.evaluate(() => [document.documentElement.dir, document.documentElement.lang])
    expect(written).toEqual([RTL.test(language) ? 'rtl' : 'ltr', language.replace('_', '-')])
  })
}

test('the stories that are looked at are there', () => {
  expect(KEY.length).toBeGreaterThan(11)
})
