import { expect } from '@playwright/test'
import { hashOf, isPlayed, overflow, picture, show, test, violations, withStories } from './panel/stage'
import { STORIES } from './panel/stories'

/** Every view in every state: nothing sticks out, nobody is shut out; with PICTURES=1 a picture of each to look at. */

test.describe.configure({ mode: 'parallel' })
withStories()

for (const [name, story] of Object.entries(STORIES)) {
  const { view } = story
  test(`${name} is whole and accessible`, async ({ page }) => {
    test.setTimeout(90_000)
    const paint = async (width: number, theme: 'light' | 'dark') => {
      // nobody looks at the end of a list of hundreds
      const whole = view !== 'approval' && { fullPage: true, clip: { x: 0, y: 0, width, height: 4_000 } }
      await picture(page, `${name}-${width}-${theme}`, whole || {})
    }
    const look = async (width: number, height: number) => {
      await page.setViewportSize({ width, height })
      expect(await overflow(page), `${width} px`).toEqual([])
      await paint(width, 'light')
    }
    // a full page at both ends of what must fit, then a popup, or the approval window, at its own width
    await show(page, name, 'full')
    // a picture of the whole page shows what is out of sight, too
    await page.addStyleTag({ content: '.sites > li { content-visibility: visible !important }' })
    await look(1024, 768)
    await look(320, 640)
    const place = view === 'approval' ? 'approval' : 'popup'
    const turnTo = (hash: string) => {
      location.hash = hash
    }
    // what was done in the page is not done in the popup, which has parts of its own
    if (isPlayed(story)) {
      await page.goto('about:blank')
      await show(page, name, place)
    } else await page.evaluate(turnTo, hashOf(name, place))
    await look(380, 600)
    // names, roles and colours do not change with the width
    expect(await violations(page, 'light')).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await paint(380, 'dark')
    expect(await violations(page, 'dark')).toEqual([])
  })
}

const RTL = [
  ...['welcome-relays', 'home-many', 'approval-long', 'sites-many', 'activity-long', 'account-one'],
  ...['this-site-other', 'switcher-five', 'sites-bound', 'sites-picking', 'settings-plain', 'undo-sites'],
]

test('nothing sticks out when written from right to left, or in forced colours', async ({ page }) => {
  test.setTimeout(60_000)
  await page.emulateMedia({ forcedColors: 'active' })
  await page.setViewportSize({ width: 380, height: 600 })
  for (const name of RTL) {
    await show(page, name, 'popup')
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    expect(await overflow(page), name).toEqual([])
    await picture(page, `${name}-rtl-forced`, { fullPage: true })
  }
})
