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

/** `en-XA` is English with longer words, `he-XB` from right to left (e2e/panel/words.ts). */
const LANGUAGES = [...readdirSync('public/_locales'), 'en-XA', 'he-XB']

const RTL = /^(ar|fa|he|ur)/

/**
 * The person chooses a language: what stands there is said anew, everything unfolded, and drawn (what is folded is not).
 * @returns how it is written, and in which language
 */
const turnTo = (page: Page, language: string): Promise<string[]> =>
  page.evaluate(async (language) => {
    const words = await fetch(`/_locales/${language}/messages.json`)
    await window.speak(await words.json())
    for (const details of document.querySelectorAll('details')) details.open = true
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
    const { dir, lang } = document.documentElement
    return [dir, lang]
  }, language)

/** Sentences of ours that are in English all the same, where nothing else than names and addresses can be. */
const leftInEnglish = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ours = new Set(Object.values(window.given.english).map(({ message }) => message))
    const said = [...document.querySelectorAll('body *')].flatMap((element) => [
      ...[...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.textContent : null)),
      ...['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name)),
    ])
    return said.flatMap((text) => (text && /[a-z]/i.test(text) && ours.has(text.trim()) ? [text] : []))
  })

/** A language is changed in the open page: there are hundreds of looks, and a load for each cost more than they do. */
for (const name of KEY) {
  test(`${name} fits in every language`, async ({ page }) => {
    test.setTimeout(180_000)
    const look = async (width: number) => {
      for (const language of LANGUAGES) {
        const where = `${language}, ${name} at ${width} px`
        const written = await turnTo(page, language)
        expect.soft(written, where).toEqual([RTL.test(language) ? 'rtl' : 'ltr', language.replace('_', '-')])
        expect.soft(await misfits(page), where).toEqual([])
        if (language === 'he-XB') expect.soft(await leftInEnglish(page), where).toEqual([])
        if (process.env.PICTURES && width > 320)
          await page.screenshot({ path: `${OUT}/${language}-${name}.png`, fullPage: true })
      }
    }
    await page.setViewportSize({ width: 320, height: 640 })
    await page.goto(`${stories.url}?story=${name}${hashOf(name, 'full')}`)
    await page.locator('h1').first().waitFor()
    await look(320)
    // then as wide as a popup, or the approval window
    await page.setViewportSize({ width: 380, height: 600 })
    const hash = hashOf(name, STORIES[name]?.view === 'approval' ? 'approval' : 'popup')
    await page.evaluate((to) => {
      location.hash = to
    }, hash)
    await look(380)
  })
}

test('the stories that are looked at are there', () => {
  expect(KEY.length).toBeGreaterThan(11)
})
