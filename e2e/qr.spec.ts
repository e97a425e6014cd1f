import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Browser, expect, type Page } from '@playwright/test'
import type jsQR from 'jsqr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { NOW, pairing, relays, snapshot, TOKEN } from './panel/snapshots'
import { say, show, freshTest as test, withStories } from './panel/stage'

declare global {
  interface Window {
    jsQR: typeof jsQR
  }
}

withStories()

const at = (module: string): string => fileURLToPath(import.meta.resolve(module))

/** What jsQR sees in a picture; it runs in the page, which can decode PNGs. */
async function byJsQr(page: Page, png: Buffer): Promise<string | undefined> {
  await page.addScriptTag({ path: at('jsqr') })
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const pixels = context?.getImageData(0, 0, image.width, image.height)
    return pixels && window.jsQR(pixels.data, image.width, image.height)?.data
  }, png.toString('base64'))
}

const zxing = prepareZXingModule({
  overrides: { wasmBinary: new Uint8Array(readFileSync(at('zxing-wasm/reader/zxing_reader.wasm'))).buffer },
  fireImmediately: true,
})

/** What ZXing sees in it, which has nothing in common with jsQR; it runs in Node. */
async function byZxing(png: Buffer): Promise<string | undefined> {
  await zxing
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] })
  return found[0]?.text
}

const read = async (page: Page, png: Buffer): Promise<(string | undefined)[]> => [
  await byJsQr(page, png),
  await byZxing(png),
]

const SIZES = {
  popup: { width: 380, height: 600 },
  full: { width: 1024, height: 768 },
} as const

const LOOKS = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const

async function open(browser: Browser, place: keyof typeof SIZES, look: keyof typeof LOOKS, scale: number) {
  const context = await browser.newContext({
    ...LOOKS[look],
    deviceScaleFactor: scale,
    viewport: SIZES[place],
  })
  const page = await context.newPage()
  await show(page, 'welcome-waiting', place)
  return page
}

/** Of the code in the page: sizes in CSS pixels, and all colours that its pixels have. */
async function measure(page: Page) {
  const code = page.getByRole('img', { name: /QR/ })
  const png = await code.screenshot()
  const box = await code.evaluate((qr) => {
    const { width, top, bottom } = qr.getBoundingClientRect()
    return { side: width, top, bottom, modules: Number(getComputedStyle(qr).getPropertyValue('--modules')) }
  })
  const edge = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
    context?.drawImage(image, 0, 0)
    const row = context?.getImageData(0, image.height / 2, image.width, 1).data ?? []
    const colours: string[] = []
    for (let i = 0; i < row.length; i += 4) colours.push(`${row[i]},${row[i + 1]},${row[i + 2]}`)
    return { colours: [...new Set(colours)].sort(), quiet: colours.indexOf('0,0,0'), width: image.width }
  }, png.toString('base64'))
  return { ...box, ...edge }
}

for (const place of ['popup', 'full'] as const) {
  for (const scale of [1, 2]) {
    for (const look of ['light', 'dark', 'forced'] as const) {
      test(`two readers read the code from the pixels of the ${place} view at ${scale}x in ${look}`, async ({
        browser,
      }) => {
        const page = await open(browser, place, look, scale)
        expect(await read(page, await page.screenshot())).toEqual([TOKEN, TOKEN])
        const { side, modules, top, bottom, colours, quiet, width } = await measure(page)
        const pixels = (side * scale) / modules
        expect(pixels, 'whole pixels for each module').toBe(Math.round(pixels))
        expect(side).toBeGreaterThanOrEqual(280)
        expect([top >= 0, bottom <= SIZES[place].height], 'seen without scrolling').toEqual([true, true])
        expect(colours).toEqual(['0,0,0', '255,255,255'])
        expect(quiet / (width / modules), 'modules of white beside it').toBeGreaterThanOrEqual(4)
        await page.context().close()
      })
    }
  }
}

test('what to do and how it goes stand beside the code, within the 600 px of a popup', async ({ page }) => {
  for (const width of [380, 320]) {
    await page.setViewportSize({ width, height: 600 })
    await page.goto('about:blank')
    await show(page, 'welcome-amber', 'popup')
    const bottoms = await page.evaluate(() =>
      ['.intro', '.qr', '.steps'].map((part) => document.querySelector(part)?.getBoundingClientRect().bottom ?? 1e6),
    )
    expect(Math.max(...bottoms), `${width} px`).toBeLessThanOrEqual(600)
  }
})

test('a code that nobody listens behind cannot be read, and moves nothing when it can', async ({ page }) => {
  await page.clock.setFixedTime(NOW)
  await page.setViewportSize({ width: 380, height: 600 })
  const box = () => page.locator('.qr').boundingBox()
  await show(page, 'welcome-connecting', 'popup')
  expect(await read(page, await page.screenshot())).toEqual([undefined, undefined])
  await expect(page.getByRole('img', { name: /QR/ })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Copy code' })).toBeDisabled()
  await expect(page.getByRole('link', { name: 'Open on this device' })).toHaveCount(0)
  const before = await box()
  await say(page, snapshot({ pairing: pairing({ stage: 'connecting', startedAt: NOW - 9_000 }) }))
  await expect(page.getByText('No relay is connected.')).toBeVisible()
  expect(await box()).toEqual(before)
  await say(page, snapshot({ pairing: pairing({ lights: relays('open') }) }))
  await expect(page.getByRole('img', { name: /QR/ })).toBeVisible()
  expect(await box()).toEqual(before)
  expect(await read(page, await page.screenshot())).toEqual([TOKEN, TOKEN])
  await expect(page.getByRole('button', { name: 'Copy code' })).toBeEnabled()
  await expect(page.getByRole('link', { name: 'Open on this device' })).toHaveAttribute('href', TOKEN)
  await say(page, snapshot({ pairing: pairing({ stage: 'answered' }) }))
  await expect(page.getByText('Your signer answered.')).toBeVisible()
  expect(await box()).toEqual(before)
  expect(await read(page, await page.screenshot())).toEqual([undefined, undefined])
})
