import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type jsQR from 'jsqr'
import { serveStories } from './panel/server'
import { approval, NOW, NPUB, paired, pairing, relays, snapshot, TOKEN, USER } from './panel/snapshots'
import { STORIES, type Story } from './panel/stories'

declare global {
  interface Window {
    jsQR: typeof jsQR
  }
}

const OUT = 'e2e/out/panel'

/** An installed browser first, as everywhere; the list stands in scripts/browsers.mjs. */
async function chromiumPath(): Promise<string> {
  const finder = '../scripts/browsers.mjs'
  const found = await import(finder).then((browsers) => browsers.findChromium()).catch(() => null)
  return typeof found === 'string' ? found : '/usr/bin/chromium'
}

test.use({ launchOptions: { executablePath: await chromiumPath(), args: ['--no-sandbox', '--disable-gpu'] } })

let stories: { url: string; close(): Promise<void> }
test.beforeAll(async () => {
  stories = await serveStories()
})
test.afterAll(() => stories.close())

/** Popups are drawn at their own width, full pages at both ends of what must fit. */
const SIZES = [
  { place: 'popup', width: 380, height: 600 },
  { place: 'full', width: 1024, height: 768 },
  { place: 'full', width: 320, height: 640 },
] as const

type Place = (typeof SIZES)[number]['place'] | 'approval'

async function show(page: Page, name: string, place: Place): Promise<void> {
  const story = STORIES[name] as Story
  await page.goto(`${stories.url}?story=${name}#${place}${story.view ? `/${story.view}` : ''}`)
  await page.locator('h1').first().waitFor()
  for (const words of story.open ?? []) {
    for (const summary of await page.locator('summary', { hasText: words }).all()) await summary.click()
  }
}

/** A theme changes colours only, so the dark one is asked about contrast alone. */
const violations = async (page: Page, theme: 'light' | 'dark'): Promise<string[]> => {
  const axe = new AxeBuilder({ page })
  const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.any[0]?.message ?? ''}`))
}

/** What sticks out to the side: a panel never scrolls sideways. */
const overflow = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const box = element.getBoundingClientRect()
      return box.width > 1 && (box.right > width + 1 || box.left < -1) && !element.closest('.unseen, .quoted')
    })
    return wide.map((element) => element.outerHTML.slice(0, 120))
  })

for (const name of Object.keys(STORIES)) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${name} is whole and accessible in ${theme}`, async ({ page }) => {
      test.setTimeout(60_000)
      await page.clock.setFixedTime(NOW)
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
      for (const { place, width, height } of SIZES) {
        const here = place === 'popup' && STORIES[name]?.view === 'approval' ? 'approval' : place
        await page.setViewportSize({ width, height })
        await page.goto('about:blank')
        await show(page, name, here)
        await page.screenshot({ path: `${OUT}/${name}-${width}-${theme}.png`, fullPage: here !== 'approval' })
        expect(await overflow(page), `${width} px`).toEqual([])
        // colours do not change with the width
        if (theme === 'light' || place === 'popup') expect(await violations(page, theme), `${width} px`).toEqual([])
      }
    })
  }
}

test('nothing sticks out when written from right to left, or in forced colours', async ({ page }) => {
  test.setTimeout(60_000)
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 380, height: 600 })
  for (const name of ['welcome-relays', 'home-many', 'approval-long', 'sites-many', 'account-one']) {
    await page.goto('about:blank')
    await show(page, name, 'popup')
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl'
    })
    await page.screenshot({ path: `${OUT}/${name}-rtl-forced.png`, fullPage: true })
    expect(await overflow(page), name).toEqual([])
  }
})

/** What a QR reader sees in a picture; it runs in the page, which can decode PNGs. */
async function readQr(page: Page, png: Buffer): Promise<string | undefined> {
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('jsqr')) })
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = context?.getImageData(0, 0, image.width, image.height)
    return pixels && window.jsQR(pixels.data, image.width, image.height)?.data
  }, png.toString('base64'))
}

for (const scale of [1, 2]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the QR code is read back from the popup's pixels at ${scale}x in ${colorScheme}`, async ({ browser }) => {
      const context = await browser.newContext({
        deviceScaleFactor: scale,
        colorScheme,
        viewport: { width: 380, height: 600 },
      })
      const page = await context.newPage()
      await show(page, 'welcome-waiting', 'popup')
      expect(await readQr(page, await page.screenshot())).toBe(TOKEN)
      const [side = 0, modules = 1] = await page.locator('.qr').evaluate((qr) => {
        return [qr.getBoundingClientRect().width, Number(getComputedStyle(qr).getPropertyValue('--modules'))]
      })
      expect(side / modules, 'whole pixels for each module').toBe(Math.round(side / modules))
      await context.close()
    })
  }
}

const sent = (page: Page) => page.evaluate(() => window.stage.sent.map(({ command, args }) => ({ command, args })))
const say = (page: Page, next: ReturnType<typeof snapshot>) => page.evaluate((to) => window.stage.say(to), next)

test.describe('what the panel asks of the background', () => {
  test('an unpaired person finds pairing already begun', async ({ page }) => {
    await show(page, 'welcome-cancelled', 'popup')
    expect(await sent(page)).toEqual([{ command: 'pairByQr', args: [] }])
  })

  test('a pairing under way is shown, not begun anew', async ({ page }) => {
    await show(page, 'welcome-waiting', 'popup')
    await expect(page.getByRole('img', { name: /QR/ })).toBeVisible()
    expect(await sent(page)).toEqual([])
  })

  test('the steps light up as they happen and end with the npub', async ({ page }) => {
    await show(page, 'welcome-connecting', 'popup')
    const current = page.locator('[aria-current="step"]')
    await expect(current).toContainText('Connecting to a relay')
    await say(page, snapshot({ pairing: pairing(), relays: relays('open') }))
    await expect(current).toContainText('Waiting for your phone')
    await say(page, snapshot({ pairing: pairing({ stage: 'answered' }) }))
    await expect(current).toContainText('Your public key')
    await say(page, paired({ pairing: pairing({ stage: 'paired', user: USER, npub: NPUB }) }))
    await expect(page.getByText(NPUB)).toBeVisible()
  })

  test('a wrong token gets its sentence, tied to the field', async ({ page }) => {
    await show(page, 'welcome-token', 'popup')
    const field = page.getByLabel('Paste the token')
    await field.fill('nsec1…')
    await field.press('Enter')
    await expect(page.getByRole('alert')).toContainText('This is a secret key.')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/secret key/)
  })

  test('edited relays make a new code', async ({ page }) => {
    await show(page, 'welcome-relays', 'popup')
    await page.getByLabel('Relay 2').fill('wss://relay.example.com')
    await page.getByLabel('Relay 3').fill('')
    await page.getByRole('button', { name: 'Use these relays' }).click()
    const relays = ['wss://relay.nsec.app', 'wss://relay.example.com', 'wss://relay.primal.net']
    expect(await sent(page)).toEqual([{ command: 'pairByQr', args: [relays] }])
  })

  test('a verdict pressed in the first moments is not taken', async ({ page }) => {
    await page.clock.install({ time: NOW })
    await show(page, 'approval-note', 'approval')
    await expect(page.getByRole('button', { name: 'Allow once' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await page.clock.runFor(450)
    expect(await sent(page)).toEqual([])
    await page.getByRole('button', { name: 'Allow once' }).click()
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind: 'once' }, []] }])
  })

  for (const [button, kind] of [
    ['Always', 'always'],
    ['Deny', 'deny'],
    ['Never', 'never'],
  ] as const) {
    test(`${button} decides ${kind}`, async ({ page }) => {
      await show(page, 'approval-note', 'approval')
      await page.getByRole('button', { name: button, exact: true }).click()
      expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind }, []] }])
    })
  }

  test('Escape denies once', async ({ page }) => {
    await show(page, 'approval-note', 'approval')
    await expect(page.getByRole('button', { name: 'Deny', exact: true })).toBeEnabled()
    await page.keyboard.press('Escape')
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', { kind: 'deny' }, []] }])
  })

  test('a verdict for a time, with one call left out, by keyboard alone', async ({ page }) => {
    await show(page, 'approval-many', 'approval')
    await expect(page.getByRole('button', { name: 'Allow once' })).toBeEnabled()
    await page.keyboard.press('Tab') // previous
    await page.keyboard.press('Tab') // next
    await page.keyboard.press('Enter')
    await expect(page.getByText('2 of 20')).toBeVisible()
    await page.keyboard.press('Tab') // leave out
    await page.keyboard.press('Space')
    await page.getByText('For a time…').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab') // deny for
    await page.keyboard.press('Tab') // allow for
    await page.keyboard.press('Enter')
    const verdict = { kind: 'allow-for', minutes: 60 }
    expect(await sent(page)).toEqual([{ command: 'decide', args: ['approval-1', verdict, ['c1']] }])
  })

  test('what a site wants signed is text, never markup', async ({ page }) => {
    await show(page, 'approval-markup', 'approval')
    await expect(page.locator('main img, main script')).toHaveCount(0)
    await expect(page.getByText('<b>bold</b>').first()).toBeVisible()
  })

  test('the next question is not decided by a double click on the last', async ({ page }) => {
    await show(page, 'approval-note', 'approval')
    const allow = page.getByRole('button', { name: 'Allow once' })
    await expect(allow).toBeEnabled()
    await say(page, paired({ approvals: [approval({ id: 'approval-2' })] }))
    await expect(allow).toBeDisabled()
    await expect(allow).toBeEnabled()
  })

  test('a pending call is cancelled and asked again by its own buttons', async ({ page }) => {
    await show(page, 'home-one', 'popup')
    await page.getByRole('button', { name: /^Ask again/ }).click()
    await page.getByRole('button', { name: /^Cancel/ }).click()
    expect(await sent(page)).toEqual([
      { command: 'askAgain', args: ['call-1'] },
      { command: 'cancelCall', args: ['call-1'] },
    ])
  })

  test('logging out takes two presses and a moment to read', async ({ page }) => {
    await show(page, 'account-one', 'popup')
    await page.getByText('Log out…').click()
    const button = page.getByRole('button', { name: 'Log out and erase the keys' })
    await expect(button).toBeDisabled()
    await button.click()
    expect(await sent(page)).toEqual([{ command: 'logOut', args: [USER] }])
  })

  test('a rule and a site are forgotten', async ({ page }) => {
    await show(page, 'sites-one', 'popup')
    await page.getByRole('button', { name: /^Forget the rule “Sign: follow list”/ }).click()
    await page.getByRole('button', { name: /^Forget this site/ }).click()
    const origin = 'https://notes.example.com'
    expect(await sent(page)).toEqual([
      { command: 'forgetRule', args: [USER, origin, 'sign_event:3'] },
      { command: 'forgetSite', args: [origin] },
    ])
  })

  test('the menu moves the focus to the view it opens', async ({ page }) => {
    await show(page, 'home-empty', 'popup')
    await page.getByRole('link', { name: 'Sites' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Sites' })).toBeVisible()
    await expect(page.locator('main')).toBeFocused()
    await expect(page).toHaveTitle('Sites · Lanyard')
  })
})
