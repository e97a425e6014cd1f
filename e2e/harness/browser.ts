import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findChromium, findFirefox } from '../../scripts/browsers.mjs'

/** Says plainly what is missing: a test that cannot run has failed. */
function need(path: string | null, name: string, variable: string): string {
  if (path) return path
  throw new Error(`No ${name} was found. Install one, or name its path in ${variable}.`)
}

export const chromiumPath = (): string => need(findChromium(), 'Chromium', 'LANYARD_CHROMIUM')
export const firefoxPath = (): string => need(findFirefox(), 'Firefox', 'LANYARD_FIREFOX')

/** The build under test; LANYARD_DIST may name another folder than dist. */
export function build(browser: 'chrome' | 'firefox'): string {
  const folder = resolve(process.env.LANYARD_DIST ?? 'dist', browser)
  if (existsSync(folder)) return folder
  throw new Error(`${folder} is missing: run \`npm run build\` first.`)
}

/** As root (containers, CI) Chromium refuses its sandbox. */
export const isRoot = process.getuid?.() === 0
