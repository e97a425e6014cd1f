// Makes sure of everything that `npm start` and `npm test` need. Node's own modules only: nothing is installed yet.
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findChromium, findFirefox } from './browsers.mjs'
import { run } from './run.mjs'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))

/** Something that cannot be had; its message says so to a person. */
export class Missing extends Error {}

function checkNode() {
  const wanted = JSON.parse(readFileSync('package.json', 'utf8')).engines.node.replace('>=', '')
  const [major = 0, minor = 0] = wanted.split('.').map(Number)
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  throw new Missing(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`)
}

/** @param {string} file @returns {Record<string, {version?: string, optional?: boolean}>} */
const packagesIn = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {})

/** Are the packages there, in the versions of the lock file? npm itself keeps the record of what it installed. */
function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json')
  return Object.entries(packagesIn('package-lock.json')).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  )
}

async function installPackages() {
  if (isInstalled()) return
  console.log('Installing npm packages…')
  // not `npm ci`: it refuses a lock file that was made where the packages of other platforms are not to be had
  if ((await run('npm', ['install', '--no-save', '--no-audit', '--no-fund'])) !== 0)
    throw new Missing('npm could not install the packages. Is there a network?')
}

/** May we install packages of the distribution? @returns {boolean} */
const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** @param {string} name */
async function installFromDistribution(name) {
  if (!mayInstall()) return
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  if ((await run('apt-get', ['install', '-y', '-q', name], quiet)) === 0) return
  await run('apt-get', ['update', '-q'])
  await run('apt-get', ['install', '-y', '-q', name], quiet)
}

async function needChromium() {
  if (findChromium()) return
  console.log('No Chromium found. Trying Playwright’s download…')
  await run('playwright', ['install', 'chromium'])
  if (!findChromium()) await installFromDistribution('chromium')
  if (!findChromium()) throw new Missing('No Chromium could be had. Install Chromium, or name one in LANYARD_CHROMIUM.')
}

async function needFirefox() {
  if (findFirefox()) return
  console.log('No Firefox found. Trying the distribution’s package…')
  await installFromDistribution('firefox-esr')
  if (!findFirefox()) throw new Missing('No Firefox could be had. Install Firefox, or name one in LANYARD_FIREFOX.')
}

/**
 * Node, npm packages, Chromium, and where asked Firefox; installed where they are missing.
 * Ends the process with exit code 1 and a sentence where something cannot be had.
 * @param {{ firefox: boolean }} needs
 */
export async function setUp({ firefox }) {
  try {
    checkNode()
    await installPackages()
    await needChromium()
    if (firefox) await needFirefox()
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    console.error(`\nCannot go on: ${error.message}`)
    process.exit(1)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await setUp({ firefox: true })
