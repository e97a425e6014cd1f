import { AxeBuilder } from '@axe-core/playwright'
import { type Page, test } from '@playwright/test'
import type { Snapshot } from '../../src/wire/panel'
import { serveStories } from './server'
import { STORIES, type Story } from './stories'

/** Where screenshots go, for somebody to look at. */
export const OUT = 'e2e/out/panel'

/** An installed browser first, as everywhere; the list stands in scripts/browsers.mjs. */
async function chromiumPath(): Promise<string> {
  const finder = '../../scripts/browsers.mjs'
  const found = await import(finder).then((browsers) => browsers.findChromium()).catch(() => null)
  return typeof found === 'string' ? found : '/usr/bin/chromium'
}

export const launchOptions = { executablePath: await chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] }

export type Place = 'popup' | 'full' | 'approval'

/** Where they are served. */
export let stories: Awaited<ReturnType<typeof serveStories>>

/** For the spec that calls it: the stories are built and served while its tests run. */
export function withStories(): void {
  test.beforeAll(async () => {
    stories = await serveStories()
  })
  test.afterAll(() => stories.close())
}

/** The panel's own address for a story's view. */
export const hashOf = (name: string, place: Place): string =>
  `#${place}${STORIES[name]?.view ? `/${STORIES[name].view}` : ''}`

/** Open a story, and in it what it says is pressed and unfolded. */
export async function show(page: Page, name: string, place: Place): Promise<void> {
  const story = STORIES[name] as Story
  await page.goto(`${stories.url}?story=${name}${hashOf(name, place)}`)
  await page.locator('h1').first().waitFor()
  const fields = Object.entries(story.type ?? {})
  const type = async () => {
    for (const [label, text] of fields) await page.getByLabel(label, { exact: true }).fill(text)
  }
  // a field may come only with what is pressed
  const isThere = fields[0] !== undefined && (await page.getByLabel(fields[0][0], { exact: true }).count()) > 0
  if (isThere) await type()
  for (const words of story.press ?? []) await page.getByRole('button', { name: words, exact: true }).click()
  if (!isThere) await type()
  for (const words of story.choose ?? []) await page.getByRole('radio', { name: words }).click()
  for (const words of story.open ?? []) {
    for (const summary of await page.locator('summary', { hasText: words }).all()) await summary.click()
  }
}

/** A theme changes colours only, so the dark one is asked about contrast alone. */
export const violations = async (page: Page, theme: 'light' | 'dark'): Promise<string[]> => {
  // without frames the older way is as good, and opens no second page to put results together
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'], preload: false })
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.any[0]?.message ?? ''}`))
}

/** What sticks out to the side: a panel never scrolls sideways. */
export const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect()
      return box.width > 1 && (box.right > width + 1 || box.left < -1) && !element.closest('.unseen, .quoted')
    })
    return wide.map((element) => element.outerHTML.slice(0, 120))
  })

/** The commands that the panel has sent so far. */
export const sent = (page: Page) =>
  page.evaluate(() => window.stage.sent.map(({ command, args }) => ({ command, args })))

/** The background speaks. */
export const say = (page: Page, next: Snapshot) => page.evaluate((to) => window.stage.say(to), next)
