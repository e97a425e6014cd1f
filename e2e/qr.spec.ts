import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import type jsQR from 'jsqr'
import { NOW, pairing, relays, snapshot, TOKEN } from './panel/snapshots'
import { launchOptions, say, show, withStories } from './panel/stage'

declare global {
  interface Window {
    jsQR: typeof jsQR
  }
}

test.use({ launchOptions })
withStories()

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

test('a code that nobody listens behind cannot be read, and moves nothing when it can', async ({ page }) => {
  await page.clock.setFixedTime(NOW)
  await page.setViewportSize({ width: 380, height: 600 })
  const box = () => page.locator('.qr').boundingBox()
  await show(page, 'welcome-connecting', 'popup')
  expect(await readQr(page, await page.screenshot())).toBeUndefined()
  await expect(page.getByRole('img', { name: /QR/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Copy code' })).toBeDisabled()
  const before = await box()
  await say(page, snapshot({ pairing: pairing({ stage: 'connecting', startedAt: NOW - 9_000 }) }))
  await expect(page.getByText('No relay is connected.')).toBeVisible()
  expect(await box()).toEqual(before)
  await say(page, snapshot({ pairing: pairing(), relays: relays('open') }))
  await expect(page.getByRole('img', { name: /QR/ })).toBeVisible()
  expect(await box()).toEqual(before)
  expect(await readQr(page, await page.screenshot())).toBe(TOKEN)
  await expect(page.getByRole('button', { name: 'Copy code' })).toBeEnabled()
})
