import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import type { SignedEvent } from '../src/protocol/event'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { openProfileHouse, type ProfileHouse } from './harness/profile-house'
import { snapshot, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

/** Name and picture of an account come from relays of their own, and its session's relays hear nothing of it. */

const FACE = '.signer-card img.face'

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS) {
  test.describe(`${browser}: the profile of an account`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    let house: ProfileHouse
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      house = await openProfileHouse()
      stage = await openStage(lanyard)
      await stage.pairByQr()
    })
    test.afterEach(async () => {
      await stage?.close()
      house.close()
    })

    /** A profile that the account's own key has signed. */
    async function signed(content: object): Promise<SignedEvent> {
      await stage.allow('sign_event:0')
      const page = await stage.openSite()
      const event = await page.evaluate((text) => nostr.signEvent({ kind: 0, content: text }), JSON.stringify(content))
      await page.close()
      return event
    }

    /** As the browser is started with other profile relays; a person opens the panel. */
    async function open(): Promise<Page> {
      await lanyard.desk().evaluate(async (relay) => {
        const { settings } = await chrome.storage.local.get('settings')
        await chrome.storage.local.set({ settings: { ...settings, profiles: true, profileRelays: [relay] } })
      }, house.relay)
      await lanyard.killBackground()
      return lanyard.openPanel('#full/home')
    }

    test('gives it name and picture, by one question on a connection of its own', async () => {
      const event = await signed({ name: 'ada', display_name: 'Ada of the Ferries\u202e', picture: house.picture })
      house.events.push(event)
      const before = stage.relay.frames.length
      const panel = await open()
      const account = await until(panel, ({ accounts: [one] }) => (one?.profile?.picture ? one : null))
      expect(account.profile?.name).toBe('Ada of the Ferries')
      expect(account.profile?.picture).toMatch(/^data:image\/(webp|png);base64,/)
      await expect
        .poll(() => panel.evaluate((face) => document.querySelector<HTMLImageElement>(face)?.naturalWidth, FACE))
        .toBe(96)
      await panel.screenshot(`e2e/out/profile-${browser}.png`)
      expect(house.heard).toEqual([
        { socket: 1, frame: ['REQ', expect.any(String), { kinds: [0], authors: [stage.signer.user], limit: 1 }] },
      ])
      // what fetches it is not told apart by cookies, a referrer or an id
      expect(house.fetched).toHaveLength(1)
      expect(house.fetched[0]).not.toHaveProperty('cookie')
      expect(house.fetched[0]).not.toHaveProperty('referer')
      expect(house.fetched[0]).not.toHaveProperty('origin')
      const said = stage.relay.frames.slice(before).filter(({ way }) => way === 'in')
      expect(JSON.stringify(said)).not.toContain('authors')
      expect(JSON.stringify(said)).not.toContain('"kinds":[0]')
    })

    test('is not believed where it is forged', async () => {
      const event = await signed({ name: 'Ada' })
      house.events.push(
        { ...event, content: '{"name":"Eve"}' },
        { ...event, sig: `${event.sig.startsWith('0') ? '1' : '0'}${event.sig.slice(1)}` },
      )
      const panel = await open()
      await expect.poll(() => house.heard.length).toBe(1)
      await pause(1_000)
      expect((await snapshot(panel)).accounts[0]?.profile).toBe(null)
    })
  })
}

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  storage: { local: { get(key: string): Promise<Record<string, object>>; set(records: object): Promise<void> } }
}
