/** Draws public/icons/icon-*.png from icon.svg with an installed Chromium: `node scripts/icons.mjs`. */
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { findChromium } from './browsers.mjs'

const SIZES = [16, 32, 48, 128]
const folder = new URL('../public/icons/', import.meta.url)

const svg = await readFile(new URL('icon.svg', folder), 'utf8')
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] })
try {
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body { margin: 0 } svg { display: block; inline-size: ${size}px }</style>${svg}`)
    await writeFile(new URL(`icon-${size}.png`, folder), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
