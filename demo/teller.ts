import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Screen } from './screen'

/** Tells a story while it happens: a line with the time for each step that was seen, and a picture of it. */
export interface Teller {
  /** Tell `sentence` once `check` has come true, with a picture of `screen`. @throws what `check` throws */
  seen(sentence: string, name: string, screen: Screen, check: () => Promise<unknown>): Promise<void>
  /** Where the pictures are. */
  folder: string
}

/** @param folder where pictures go, named `NN-name.png`; emptied first */
export function openTeller(folder: string): Teller {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const start = performance.now()
  let count = 0
  const line = (mark: string, text: string) =>
    console.log(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${mark} ${text}`)
  const picture = (screen: Screen, name: string) =>
    screen.screenshot(join(folder, `${String(count).padStart(2, '0')}-${name.toLowerCase()}.png`))

  return {
    folder,
    async seen(sentence, name, screen, check) {
      count += 1
      try {
        await check()
      } catch (error) {
        line('✗', sentence)
        await picture(screen, `${name}-broken`).catch(() => {})
        throw error
      }
      await picture(screen, name)
      line('✓', sentence)
    },
  }
}
