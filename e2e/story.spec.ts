import { expect, test } from '@playwright/test'
import { getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { playStory } from '../demo/bob/story'
import { takePhone } from '../demo/phone-screen'
import type { Machine } from '../demo/screen'
import { openTeller } from '../demo/teller'
import { openTown } from '../demo/world'
import { type BrowserName, type Lanyard, launch } from './harness/lanyard'
import { openProfileHouse } from './harness/profile-house'

/**
 * Bob's story as `npm start` tells it (demo.spec.ts), where it is harder: over a closed relay (NIP-42 for reading and
 * writing), with a signer that is silent to strangers, and on a laptop with the other browser. Pictures of every step,
 * and what the relay saw, are in e2e/out/story.
 */

const STORIES: Record<string, { closed: boolean; browser: BrowserName; folder: string }> = {
  'a closed relay': { closed: true, browser: 'chromium', folder: 'closed' },
  'Firefox on the laptop': { closed: false, browser: 'firefox', folder: 'firefox' },
}

for (const [name, { closed, browser, folder }] of Object.entries(STORIES)) {
  test(`Bob's story of two machines, with ${name}`, async () => {
    test.setTimeout(180_000)
    const houses = await Promise.all([openProfileHouse(), openProfileHouse()])
    const town = await openTown(null, { closed })
    const [desktop, laptop] = await Promise.all([launch('chromium'), launch(browser)])
    try {
      await lookUpProfilesAt(desktop, houses[0].relay)
      await lookUpProfilesAt(laptop, houses[1].relay)
      const teller = openTeller(`e2e/out/story/${folder}`)
      const phone = await takePhone(town.phone, town.phonePage.url)
      const stage = { ...town, isClosed: closed, phone, teller }
      const at = async (name: 'Desktop' | 'Laptop', machine: Machine) => ({
        ...{ name, machine },
        site: await machine.newPage(),
      })
      // a silent signer is met on the desktop, which is the same machine in both stories: one of them waits for it
      await playStory(stage, await at('Desktop', desktop), await at('Laptop', laptop), { silence: closed })
      // names and pictures were looked up, elsewhere: the relay of the story was not asked (demo/bob/relay-knows.ts)
      const user = getPublicKey(hexToBytes((await phone.keys()).userKey))
      for (const { heard } of houses)
        await expect.poll(() => heard.map(({ frame }) => frame[2])).toEqual([{ kinds: [0], authors: [user], limit: 1 }])
    } finally {
      await laptop.close()
      await desktop.close()
      await town.close()
      for (const house of houses) house.close()
    }
  })
}

/** As the browser is started with profile relays of our own, and looks there. */
async function lookUpProfilesAt(lanyard: Lanyard, relay: string): Promise<void> {
  await lanyard.desk().evaluate(async (relay) => {
    const { settings } = await chrome.storage.local.get('settings')
    await chrome.storage.local.set({ settings: { ...settings, profiles: true, profileRelays: [relay] } })
  }, relay)
  await lanyard.killBackground()
}

declare const chrome: {
  storage: { local: { get(key: string): Promise<Record<string, object>>; set(items: object): Promise<void> } }
}
