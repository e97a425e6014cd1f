/**
 * Draws public/icons/*.png and icon.svg with an installed Chromium: `node scripts/icons.mjs`. Each picture stands on a
 * ground of its own, so that it is seen on light and on dark toolbars alike. `off` is the same in grey.
 */
import { writeFile } from 'node:fs/promises'
import { chromium } from '@playwright/test'
import { findChromium } from './browsers.mjs'

const folder = new URL('../public/icons/', import.meta.url)

const COLOURS = {
  icon: { ground: '#0d766d', cord: '#8fe3d6', key: '#ffffff' },
  off: { ground: '#6f7a80', cord: '#b9c2c7', key: '#eef1f2' },
}

/** Sizes: all that a browser asks for; a grey one is only ever in the toolbar. */
const PICTURES = /** @type {const} */ ([
  ...[16, 32, 48, 128].map((size) => ({ name: 'icon', size })),
  ...[16, 32].map((size) => ({ name: 'off', size })),
])

/** A cord that holds a key, on a grid of 32. @param {keyof typeof COLOURS} name */
function whole(name) {
  const { ground, cord, key } = COLOURS[name]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <title>Lanyard</title>
  <rect width="32" height="32" rx="8" fill="${ground}" />
  <g fill="none" stroke-linejoin="round">
    <path d="M7.5 0l8.5 10.5L24.5 0" stroke="${cord}" stroke-width="3" />
    <g stroke="${key}" stroke-width="3" stroke-linecap="round">
      <circle cx="16" cy="14.5" r="4.2" />
      <path d="M16 18.7V28M16.5 22.5h4M16.5 27h4" />
    </g>
  </g>
</svg>
`
}

/** For 16 pixels, on a grid of 16: fewer strokes, on whole pixels. @param {keyof typeof COLOURS} name */
function small(name) {
  const { ground, cord, key } = COLOURS[name]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
  <rect width="16" height="16" rx="4" fill="${ground}" />
  <g fill="none">
    <path d="M3.5 -0.5L8 4.5 12.5 -0.5" stroke="${cord}" stroke-width="2" />
    <circle cx="8" cy="7" r="2.25" stroke="${key}" stroke-width="2" />
    <path d="M8 9.5V15M8 13h4" stroke="${key}" stroke-width="2" />
  </g>
</svg>
`
}

await writeFile(new URL('icon.svg', folder), whole('icon'))
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] })
try {
  for (const { name, size } of PICTURES) {
    const svg = size === 16 ? small(name) : whole(name)
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    await page.setContent(`<style>body { margin: 0 } svg { display: block; inline-size: ${size}px }</style>${svg}`)
    await writeFile(new URL(`${name}-${size}.png`, folder), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
