import { expect, test } from '@playwright/test'
import { NOW } from './panel/snapshots'
import { launchOptions, OUT, overflow, type Place, show, violations, withStories } from './panel/stage'
import { STORIES } from './panel/stories'

/** Every view in every state: nothing sticks out, nobody is shut out, and a picture of each to look at. */

test.use({ launchOptions })
test.describe.configure({ mode: 'parallel' })
withStories()

/** A full page at both ends of what must fit, and a popup at its own width. Each place is loaded once. */
const PLACES = [
  { place: 'full', widths: [1024, 320], height: 768 },
  { place: 'popup', widths: [380], height: 600 },
] as const

for (const [name, { view }] of Object.entries(STORIES)) {
  test(`${name} is whole and accessible`, async ({ page }) => {
    test.setTimeout(90_000)
    await page.clock.setFixedTime(NOW)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    const here = (place: Place): Place => (place === 'popup' && view === 'approval' ? 'approval' : place)
    const fullPage = view !== 'approval'
    for (const { place, widths, height } of PLACES) {
      await page.setViewportSize({ width: widths[0], height })
      await page.goto('about:blank')
      await show(page, name, here(place))
      for (const width of widths) {
        await page.setViewportSize({ width, height })
        expect(await overflow(page), `${width} px`).toEqual([])
        await page.screenshot({ path: `${OUT}/${name}-${width}-light.png`, fullPage })
      }
    }
    // names, roles and colours do not change with the width
    expect(await violations(page, 'light')).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: `${OUT}/${name}-380-dark.png`, fullPage })
    expect(await violations(page, 'dark')).toEqual([])
  })
}

const RTL = [
  ...['welcome-relays', 'home-many', 'approval-long', 'sites-many', 'activity-long', 'account-one'],
  ...['this-site-other', 'switcher-five', 'sites-bound', 'sites-picking', 'settings-everyday'],
]

test('nothing sticks out when written from right to left, or in forced colours', async ({ page }) => {
  test.setTimeout(60_000)
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 380, height: 600 })
  for (const name of RTL) {
    await page.goto('about:blank')
    await show(page, name, 'popup')
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    await page.screenshot({ path: `${OUT}/${name}-rtl-forced.png`, fullPage: true })
    expect(await overflow(page), name).toEqual([])
  }
})
