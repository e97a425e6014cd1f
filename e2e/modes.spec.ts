import { expect } from '@playwright/test'
import { pages, type Report } from './fixtures/pages'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { command } from './harness/remote'
import { type Site, serveSite } from './harness/site'

// Where Lanyard is to be seen: everywhere, on chosen sites, not on this one; and who answers where another provider does.
// No phone is paired: a call that gets through is answered `not-paired`.

// the page's own global
declare const seen: Report[]

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let site: Site
    let desk: Page
    let page: Page

    test.beforeAll(async () => {
      site = await serveSite(pages)
      lanyard = await borrow(browser)
    })
    test.afterAll(async () => {
      await site?.close()
    })
    test.beforeEach(async () => {
      desk = lanyard.desk()
      page = await lanyard.newPage()
    })
    test.afterEach(() => lanyard.reset())

    const isThere = () => page.evaluate(() => 'nostr' in window)
    /** The switch takes the browser a moment; only pages that are loaded after it know. */
    const comesToBe = (there: boolean, url = site.origin) =>
      expect
        .poll(async () => {
          await page.goto(url)
          return isThere()
        })
        .toBe(there)
    /** What the first script of each frame sees, and what a call in it comes to. */
    const frames = async () => {
      await page.goto(`${site.origin}/frames`)
      return async () =>
        Object.fromEntries((await page.evaluate(() => seen)).map(({ name, first, code }) => [name, `${first} ${code}`]))
    }
    const call = () =>
      page.evaluate(() =>
        nostr.getPublicKey().then(
          () => 'answered',
          (error: { code: string }) => error.code,
        ),
      )
    const record = () =>
      desk.evaluate(
        async (key) => (await chrome.storage.local.get(key))[key] as { hasOther: boolean } | undefined,
        `site:${site.origin}`,
      )

    const sorts = ['top', 'same origin', 'sandboxed', 'srcdoc', 'data:', 'blob', 'written at once', 'written later']
    const ownFrames = [...sorts, 'navigated']
    const ABSENT = 'undefined absent'

    test('chosen sites only: no frame of any sort finds it elsewhere', async () => {
      await command(desk, 'setSitesMode', 'chosen')
      await comesToBe(false)
      expect(
        await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /nostr|lanyard/i.test(name))),
      ).toEqual([])
      const absent = Object.fromEntries([...ownFrames, 'other origin'].map((name) => [name, ABSENT]))
      await expect.poll(await frames()).toEqual(absent)
    })

    test('chosen sites only: it is there where it was chosen, and in no frame of another site', async () => {
      await command(desk, 'setSitesMode', 'chosen')
      await comesToBe(false)
      await command(desk, 'setSiteOn', site.origin, true)
      await comesToBe(true)
      expect(await call()).toBe('not-paired')
      await expect.poll(await frames()).toMatchObject({
        top: 'object not-paired',
        'same origin': 'object not-paired',
        sandboxed: 'object opaque-origin',
        srcdoc: 'object not-paired',
        'data:': 'object opaque-origin',
        'about:blank': 'object not-paired',
        'written at once': 'object not-paired',
        'other origin': ABSENT,
      })
      await command(desk, 'setSitesMode', 'every')
      await comesToBe(true, site.otherOrigin)
    })

    test('off for a site: pages of before are refused, later ones find nothing, other sites are as they were', async () => {
      await page.goto(site.origin)
      expect(await call()).toBe('not-paired')
      await command(desk, 'setSiteOn', site.origin, false)
      expect(await call()).toBe('site-off')
      await comesToBe(false)
      await expect.poll(await frames()).toEqual({
        ...Object.fromEntries(ownFrames.map((name) => [name, ABSENT])),
        'other origin': 'object not-paired',
      })
      await lanyard.killBackground()
      await comesToBe(false)
      await command(desk, 'setSiteOn', site.origin, null)
      await comesToBe(true)
    })

    test('another provider is noticed where the page looks, and ours stays where the person says so', async () => {
      const replace = () =>
        page.evaluate(() => {
          const theirs = { theirs: true }
          Object.assign(window, { nostr: theirs })
          return Reflect.has(nostr, 'theirs')
        })
      await page.goto(site.origin)
      expect(await replace()).toBe(true)
      await expect.poll(async () => (await record())?.hasOther).toBe(true)
      await command(desk, 'setSiteFirm', site.origin, true)
      await expect
        .poll(async () => {
          await page.goto(site.origin)
          return replace()
        })
        .toBe(false)
      expect(await page.evaluate(() => Reflect.deleteProperty(window, 'nostr'))).toBe(false)
      expect(await call()).toBe('not-paired')
      await page.goto(site.otherOrigin)
      expect(await replace()).toBe(true)
      await command(desk, 'setSiteFirm', site.origin, false)
      await expect
        .poll(async () => {
          await page.goto(site.origin)
          return replace()
        })
        .toBe(true)
    })

    test('a page that only looks has no other provider', async () => {
      await page.goto(site.origin)
      expect(await call()).toBe('not-paired')
      await page.evaluate(() => Object.assign(window, { nostr }))
      expect(await call()).toBe('not-paired')
      expect(await record()).toBeUndefined()
    })
  })

/** The part of the extension API that is used above, at the desk. */
declare const chrome: { storage: { local: { get(key: string): Promise<Record<string, unknown>> } } }
