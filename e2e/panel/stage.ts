import { type Page, type PageScreenshotOptions, test as playwrightTest } from '@playwright/test'
import type axe from 'axe-core'
import type { Snapshot } from '../../src/wire/panel'
import { sticksOut } from './fit'
import { serveStories } from './server'
import { NOW } from './snapshots'
import { STORIES, type Story } from './stories'

/** Pictures for somebody to look at, with PICTURES=1: each costs as much as all that is asserted of a view. */
export async function picture(page: Page, name: string, options?: PageScreenshotOptions): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `e2e/out/panel/${name}.png`, ...options })
}

/** An installed browser first, as everywhere; the list stands in scripts/browsers.mjs. */
async function chromiumPath(): Promise<string> {
  const finder = '../../scripts/browsers.mjs'
  const found = await import(finder).then((browsers) => browsers.findChromium()).catch(() => null)
  return typeof found === 'string' ? found : '/usr/bin/chromium'
}

export type Place = 'popup' | 'full' | 'approval'

/** Where they are served. */
export let stories: Awaited<ReturnType<typeof serveStories>>

/** For the spec that calls it: the stories are served, and go on being served to every spec that the worker runs. */
export function withStories(): void {
  playwrightTest.beforeAll(async () => {
    stories ??= await serveStories()
  })
}

interface Kept {
  keptPage: Page
}

/** A page of its own for each test: where the clock is set, or must run, or what is loaded is counted. */
export const freshTest = playwrightTest.extend<object, Kept>({
  // one and the same for all specs, so that they share a worker and its browser
  launchOptions: [
    { executablePath: await chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] },
    { scope: 'worker' },
  ],
  keptPage: [
    async ({ browser }, use) => {
      const page = await browser.newPage()
      await page.clock.setFixedTime(NOW)
      // the panel leaves word of its looks for the next page
      await page.addInitScript(() => location.protocol !== 'about:' && localStorage.clear())
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
})

/**
 * One page for all tests of a worker, at the fixed time of the stories. A new one costs as much as a story does, and the
 * old one has the scripts compiled. Each test finds it empty and light.
 */
export const test = freshTest.extend({
  page: async ({ keptPage }, use) => {
    await keptPage.goto('about:blank')
    await keptPage.setViewportSize({ width: 1280, height: 720 })
    await keptPage.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce', forcedColors: null })
    await use(keptPage)
  },
})

/** The panel's own address for a story's view. */
export const hashOf = (name: string, place: Place): string =>
  `#${place}${STORIES[name]?.view ? `/${STORIES[name].view}` : ''}`

/** Is anything done in it, so that it is not all there when it is opened? */
export const isPlayed = ({ press, type, choose, open, section, toggle }: Story): boolean =>
  [press, type, choose, open, section, toggle].some((part) => part !== undefined)

/** Open a story, and in it what it says is pressed and unfolded. */
export async function show(page: Page, name: string, place: Place): Promise<void> {
  const story = STORIES[name] as Story
  await page.goto(`${stories.url}?story=${name}${hashOf(name, place)}`)
  await page.locator('h1').first().waitFor()
  if (story.section && place !== 'full') await page.locator('summary', { hasText: story.section }).click()
  let fields = Object.entries(story.type ?? {})
  // a field may come only with what is pressed
  const type = async () => {
    const isThere = fields[0] !== undefined && (await page.getByLabel(fields[0][0], { exact: true }).count()) > 0
    if (!isThere) return
    for (const [label, text] of fields) await page.getByLabel(label, { exact: true }).fill(text)
    fields = []
  }
  for (const words of story.press ?? []) {
    await type()
    await page.getByRole('button', { name: words, exact: true }).click()
  }
  await type()
  for (const words of story.choose ?? []) await page.getByRole('radio', { name: words }).click()
  for (const words of story.open ?? []) {
    for (const summary of await page.locator('summary', { hasText: words }).all()) await summary.click()
  }
  // a popup alone has a site under it
  if (place === 'popup') for (const words of story.toggle ?? []) await page.getByRole('switch', { name: words }).click()
}

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** Of rows by the hundred the first ones hold every sort that a story has, and all together cost as much as 20 views. */
const REPEATED = '.sites > li:nth-child(n + 61), .doings > li:nth-child(n + 61)'

/** A theme changes colours only, so the dark one is asked about contrast alone. */
export async function violations(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  // its 650 kB once for each document, by an address: the browser keeps what it made of them
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ url: '/axe.js' })
  return page.evaluate(
    async ({ only, repeated }) => {
      for (const row of document.querySelectorAll(repeated)) row.remove()
      const options: axe.RunOptions = { resultTypes: ['violations'], preload: false, ...(only && { runOnly: only }) }
      const { violations } = await window.axe.run(document, options)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html} ${node.any[0]?.message ?? ''}`),
      )
    },
    { only: theme === 'dark' ? ['color-contrast'] : null, repeated: REPEATED },
  )
}

/** What sticks out to the side. */
export const overflow = (page: Page): Promise<string[]> => page.evaluate(sticksOut)

/** The commands that the panel has sent so far, without what it only asks when it opens. */
export const sent = (page: Page) =>
  page.evaluate(() =>
    window.stage.sent.flatMap(({ command, args }) => (command === 'readOffer' ? [] : [{ command, args }])),
  )

/** The background speaks. */
export const say = (page: Page, next: Snapshot) => page.evaluate((to) => window.stage.say(to), next)
