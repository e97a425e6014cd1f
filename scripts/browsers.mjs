// Where browsers may be. Node's own modules only: `npm start` asks before anything is installed.
import { accessSync, constants, readdirSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { delimiter, join } from 'node:path'

const { env } = process

/** @type {(path: string) => boolean} */
function runs(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Places on the PATH. @type {(...names: string[]) => string[]} */
const onPath = (...names) =>
  names.flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))

/** Places below a program folder of Windows. @type {(...parts: string[]) => string[]} */
const inPrograms = (...parts) =>
  [env.LOCALAPPDATA, env.PROGRAMFILES, env['PROGRAMFILES(X86)']].flatMap((folder) =>
    folder ? [join(folder, ...parts)] : [],
  )

/** Browsers that Playwright has downloaded, newest first. @type {() => string[]} */
function ofPlaywright() {
  const cache = {
    darwin: join(homedir(), 'Library/Caches/ms-playwright'),
    win32: join(env.LOCALAPPDATA ?? homedir(), 'ms-playwright'),
  }[platform()]
  const folder = env.PLAYWRIGHT_BROWSERS_PATH ?? cache ?? join(homedir(), '.cache/ms-playwright')
  const mac = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'
  const programs = [
    'chrome-linux64/chrome',
    'chrome-linux/chrome',
    `chrome-mac-arm64/${mac}`,
    `chrome-mac-x64/${mac}`,
    'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
    'chrome-win64/chrome.exe',
    'chrome-win/chrome.exe',
  ]
  try {
    const versions = readdirSync(folder).filter((name) => /^chromium-\d+$/.test(name))
    const newestFirst = versions.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    return newestFirst.flatMap((version) => programs.map((program) => join(folder, version, program)))
  } catch {
    return []
  }
}

/**
 * A Chromium that takes an unpacked extension by flag. Chrome itself no longer does since 137, so it comes last: whoever
 * has nothing else can load the build there by hand.
 * @returns {string | null} its path; LANYARD_CHROMIUM goes first
 */
export function findChromium() {
  const places = [
    env.LANYARD_CHROMIUM ?? '',
    ...onPath('chromium', 'chromium-browser'),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...inPrograms('Chromium/Application/chrome.exe'),
    ...ofPlaywright(),
    ...onPath('google-chrome', 'google-chrome-stable', 'google-chrome-beta', 'brave-browser', 'microsoft-edge'),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ...inPrograms('Google/Chrome/Application/chrome.exe'),
  ]
  return places.find((path) => path !== '' && runs(path)) ?? null
}

/** @returns {string | null} the path of a Firefox; LANYARD_FIREFOX goes first */
export function findFirefox() {
  const places = [
    env.LANYARD_FIREFOX ?? '',
    ...onPath('firefox', 'firefox-esr', 'firefox-developer-edition', 'firefox-nightly'),
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
    ...inPrograms('Mozilla Firefox/firefox.exe'),
  ]
  return places.find((path) => path !== '' && runs(path)) ?? null
}
