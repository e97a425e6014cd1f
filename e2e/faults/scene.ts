import { expect } from '@playwright/test'
import type { PendingView } from '../../src/wire/panel'
import type { Lanyard, Page } from '../harness/lanyard'
import { until } from '../harness/remote'
import type { Stage, StageOptions } from '../harness/stage'

/** A stage that is paired, and a site that may have notes signed without a question. */
export interface Scene {
  lanyard: Lanyard
  stage: Stage
  site: Page
}

/** Brings a fault about at its moment. @returns how the site's calls ended: `answer`, or an error's code */
export type Play = (scene: Scene) => Promise<string>

/** Cases that share a stage. */
export interface Setting {
  stage: StageOptions
  /** Pairs on that stage; `play`: where the pairing itself is a case. */
  pairs?: { name: string; play: (stage: Stage) => Promise<void> }
  /** By the name of the case. */
  plays: Record<string, Play>
  /** A case that is long in coming to its end: begun first, on relays and an account of its own, and looked at last. */
  aside?: { name: string; play: Play }
}

/** The site asks for a signature under each of these texts at once; each must come back as it was asked. */
export const sign = ({ site, stage }: Scene, ...texts: [string, ...string[]]): Promise<string> =>
  site.evaluate(
    async ({ texts, user }) => {
      const ending = (content: string): Promise<string> =>
        nostr.signEvent({ kind: 1, content }).then(
          (event) => (event.content === content && event.pubkey === user ? 'answer' : 'another event'),
          (error: { code: string }) => error.code,
        )
      return [...new Set(await Promise.all(texts.map(ending)))].join(' and ')
    },
    { texts, user: stage.signer.user },
  )

/** Requests to sign that reached the phone. */
const asksHeard = ({ stage }: Scene): number => stage.signer.heard.filter((method) => method === 'sign_event').length

/** The site asks, the phone has it all and its person thinks; then comes `strike`; then the person says yes. */
export async function whileThePhoneThinks(
  scene: Scene,
  strike: () => void | Promise<void>,
  ...texts: [string, ...string[]]
): Promise<string> {
  const before = asksHeard(scene)
  const goOn = scene.stage.signer.hold()
  const ending = sign(scene, ...texts)
  await expect.poll(() => asksHeard(scene)).toBe(before + texts.length)
  await strike()
  goOn()
  return ending
}

/** In the panel, with the call that waits for its phone. */
export async function onPending(
  lanyard: Lanyard,
  act: (panel: Page, call: PendingView) => Promise<unknown>,
): Promise<void> {
  const panel = await lanyard.openPanel('#full')
  await act(panel, await until(panel, ({ pending }) => pending[0]))
  await panel.close()
}

/** What takes less than `most` ms, and `least` or more. */
export async function soon<T>(most: number, task: Promise<T>, least = 0): Promise<T> {
  const start = Date.now()
  const result = await task
  const took = Date.now() - start
  expect(took).toBeLessThan(most)
  expect(took).toBeGreaterThanOrEqual(least)
  return result
}
