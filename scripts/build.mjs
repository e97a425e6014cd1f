import { isStale } from './fresh.mjs'
import { run } from './run.mjs'

const SOURCES = [
  ...['src', 'public', 'manifest.json', 'vite.config.ts', 'package-lock.json'],
  ...['scripts/locales.ts', 'scripts/locales-files.ts'],
]

/**
 * Build the extension where its sources are newer than the last build.
 * @param {'chrome' | 'firefox'} browser
 * @returns {Promise<number>} exit code
 */
export async function buildIfStale(browser) {
  if (!isStale(`dist/${browser}/manifest.json`, SOURCES)) return 0
  return run('vite', ['build', '--mode', browser, '--logLevel', 'warn'])
}
