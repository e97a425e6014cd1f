import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'

/** Tells a story while it happens: a line with the time for each step that was seen, and a picture of it. */
export interface Teller {
  /** Tell `sentence` once `check` has come true, with a picture of `page`. @throws what `check` throws */
  seen(sentence: string, name: string, page: Page, check: () => Promise<unknown>): Promise<void>
  /** What every page looked like when the story broke. */
  broken(context: BrowserContext): Promise<void>
}

/** @param folder where pictures go, named `NN-name.png`; emptied first */
export function openTeller(folder: string): Teller {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const start = performance.now()
  let count = 0
  const line = (mark: string, text: string) =>
    console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${mark} ${text}`)
  const picture = (page: Page, name: string) =>
    page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}-${name}.png`) })

  return {
    async seen(sentence, name, page, check) {
      count += 1
      try {
        await check()
      } catch (error) {
        line('✗', sentence)
        throw error
      }
      await picture(page, name)
      line('✓', sentence)
    },
    async broken(context) {
      const pages = context.pages().filter((page) => !page.isClosed())
      for (const [i, page] of pages.entries()) await picture(page, `broken-${i}`).catch(() => {})
    },
  }
}
