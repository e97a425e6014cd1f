import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { command, snapshot, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// What the icon in the toolbar says, tab by tab, and the keys that allow what waits.

const messages = JSON.parse(readFileSync('public/_locales/en/messages.json', 'utf8')) as Record<
  string,
  { message: string }
>
/** The sentence of a key: wording is no matter of this test. */
const word = (key: string, count = ''): string => (messages[key]?.message ?? key).replace('$COUNT$', count)

const NAME = word('extName')
const [OFF, LOCKED, ONE] = [word('icon_off'), word('icon_locked'), word('icon_waiting_one', '1')]

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(`${browser}: the icon in the toolbar`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    let desk: Page
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard)
      desk = lanyard.desk()
    })
    test.afterEach(() => stage?.close())

    const tabIds = () => desk.evaluate(async () => (await chrome.tabs.query({})).map(({ id }) => id))

    /** A tab, and the browser's number for it. */
    async function openTab(): Promise<{ page: Page; tabId: number }> {
      const before = await tabIds()
      const page = await lanyard.newPage()
      const [tabId = Number.NaN] = (await tabIds()).filter((id) => !before.includes(id))
      return { page, tabId }
    }

    const title = (tabId?: number) =>
      desk.evaluate((tabId) => chrome.action.getTitle(tabId === undefined ? {} : { tabId }), tabId)
    const badge = (tabId?: number) =>
      desk.evaluate((tabId) => chrome.action.getBadgeText(tabId === undefined ? {} : { tabId }), tabId)
    const says = (text: string, tabId?: number) => expect.poll(() => title(tabId)).toBe(text)
    const isBadge = (text: string, tabId?: number) => expect.poll(() => badge(tabId)).toBe(text)
    /** Where the browser tells. */
    const isPicture = (name: 'icon' | 'off') =>
      expect.poll(async () => (await lanyard.icon()) ?? `/icons/${name}-16.png`).toContain(`/icons/${name}-16.png`)
    /** The switch takes the browser a moment, and only pages that are loaded after it know. */
    const comesTo = (text: string, page: Page, tabId: number, url: string) =>
      expect
        .poll(async () => {
          await page.goto(url)
          await new Promise((resolve) => setTimeout(resolve, 300))
          return title(tabId)
        })
        .toBe(text)

    test('says that a site is off in the tab of that site, as long as it is there', async () => {
      const { origin, otherOrigin } = stage.site
      const { page, tabId } = await openTab()
      await page.goto(origin)
      await says(NAME, tabId)
      await isPicture('icon')
      await command(desk, 'setSiteOn', origin, false)
      await comesTo(OFF, page, tabId, origin)
      await isPicture('off')
      expect([await title(), await badge(tabId)]).toEqual([NAME, ''])
      // what is asked elsewhere does not change it
      await lanyard.killBackground()
      await says(OFF, tabId)
      await page.goto(otherOrigin)
      await says(NAME, tabId)
      await isPicture('icon')
      // from the cache of pages too
      await page.evaluate(() => history.back())
      await says(OFF, tabId)
      await isPicture('off')
      // in a tab of its own: Firefox's driver waits in vain for a page after such a step back (seen)
      const later = await openTab()
      await comesTo(OFF, later.page, later.tabId, origin)
      await command(desk, 'setSiteOn', origin, null)
      await comesTo(NAME, later.page, later.tabId, origin)
      await isPicture('icon')
    })

    test('says nothing of a frame in another page, nor what the page itself sends', async () => {
      const { origin, otherOrigin } = stage.site
      await command(desk, 'setSiteOn', otherOrigin, false)
      const there = await openTab()
      await comesTo(OFF, there.page, there.tabId, otherOrigin)
      const { page, tabId } = await openTab()
      // around a frame of the other
      await page.goto(`${origin}/framed`)
      await page.evaluate(() => {
        postMessage('mark', '*')
        dispatchEvent(new CustomEvent('mark'))
      })
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(await title(tabId)).toBe(NAME)
      await isPicture('icon')
    })

    test('is grey but on the sites that were chosen, in a browser that was started anew too', async () => {
      const { origin, otherOrigin } = stage.site
      await command(desk, 'setSitesMode', 'chosen')
      await command(desk, 'setSiteOn', origin, true)
      const { page } = await openTab()
      await page.goto(otherOrigin)
      await isPicture('off')
      await expect
        .poll(async () => {
          await page.goto(origin)
          return page.evaluate(() => 'nostr' in window)
        })
        .toBe(true)
      await isPicture('icon')
      await lanyard.killBackground()
      await page.goto(otherOrigin)
      await isPicture('off')
      await command(desk, 'setSitesMode', 'every')
      await isPicture('icon')
    })

    test('counts what waits on every tab, and says that it is locked', async () => {
      await stage.pairByQr()
      const { page, tabId } = await openTab()
      await page.goto(stage.site.origin)
      await isBadge('', tabId)
      const key = page.evaluate(() => nostr.getPublicKey())
      await isBadge('1', tabId)
      await says(ONE, tabId)
      await says(ONE)
      await stage.decide('Allow and remember')
      expect(await key).toBe(stage.signer.user)
      await isBadge('')
      await says(NAME, tabId)
      const kdf = { name: 'scrypt' as const, salt: '00'.repeat(16), n: 16_384, r: 8, p: 1 }
      await command(desk, 'setLock', '11'.repeat(32), kdf, null)
      await command(desk, 'lock')
      await isBadge('••', tabId)
      await says(LOCKED, tabId)
      await lanyard.killBackground()
      await until(desk, ({ lock }) => lock.state === 'locked')
      await isBadge('••')
      await command(desk, 'unlock', '11'.repeat(32))
      await isBadge('')
      await says(NAME)
    })

    test('by keys, what waits is allowed once where it is seen and live, and only then', async () => {
      await stage.pairByQr()
      const page = await stage.openSite()
      const first = page.evaluate(() => nostr.getPublicKey())
      await stage.decide('Allow and remember')
      expect(await first).toBe(stage.signer.user)
      await lanyard.shortcut('allow-topmost')
      const sign = (template: object) =>
        page.evaluate(
          (template) =>
            nostr.signEvent(template).then(
              ({ content }) => content,
              (error: { code: string }) => error.code,
            ),
          template,
        )
      const follows = Array.from({ length: 20 }, (_, n) => ['p', n.toString(16).padStart(64, '0')])
      const signed = sign({ kind: 3, content: 'by keys', tags: follows })
      await isLive()
      await lanyard.shortcut('allow-topmost')
      expect(await signed).toBe('by keys')
      // once: nothing was remembered, and a loss wants a second thought
      const careful = sign({ kind: 3, content: 'all gone', tags: [] })
      await isLive()
      const asked = await until(desk, ({ approvals }) => approvals[0])
      expect(asked.isCautious).toBe(true)
      await lanyard.shortcut('allow-topmost')
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect((await snapshot(desk)).approvals.map(({ id }) => id)).toEqual([asked.id])
      await stage.decide('Deny')
      expect(await careful).toBe('denied')
    })

    /** The approval's buttons are there, and pressed by nobody by mistake. */
    async function isLive(): Promise<void> {
      const window = await lanyard.approval()
      await expect
        .poll(() => window.evaluate(() => document.querySelectorAll('.verdicts button:enabled').length > 0))
        .toBe(true)
      // and have been told to the background
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  })

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  tabs: { query(of: object): Promise<{ id: number }[]> }
  action: { getTitle(of: { tabId?: number }): Promise<string>; getBadgeText(of: { tabId?: number }): Promise<string> }
}
