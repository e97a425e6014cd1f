import { test as playwrightTest } from '@playwright/test'
import { type BrowserName, here, type Lanyard, launch } from './lanyard'
import { PICTURE_HOST } from './profile-house'
import { SIGNER_HOSTS } from './signer-house'
import { PLAIN_HOST } from './site'

// A browser's start costs as much as three tests. So each worker keeps one of each sort, for all specs that are content
// with one into which Lanyard has just been put.

const kept = new Map<BrowserName, Lanyard>()

/** For specs that borrow: what their worker has kept is closed with it. */
export const test = playwrightTest.extend<object, { closing: null }>({
  closing: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what is needed from the argument's pattern
    async ({}, use) => {
      await use(null)
      for (const lanyard of kept.values()) await lanyard.close()
      kept.clear()
    },
    { scope: 'worker', auto: true },
  ],
})

/** The worker's own browser: no page open, nothing remembered. It is not closed by who borrows it. */
export async function borrow(browser: BrowserName): Promise<Lanyard> {
  const lanyard = kept.get(browser)
  if (lanyard) {
    await lanyard.reset()
    return lanyard
  }
  const started = await launch(browser, here(PLAIN_HOST, PICTURE_HOST, ...SIGNER_HOSTS))
  kept.set(browser, started)
  return started
}
