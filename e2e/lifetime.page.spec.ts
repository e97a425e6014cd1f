import { expect, test } from '@playwright/test'
import { type Nostr, pages } from './fixtures/pages'
import { type Site, serveSite } from './harness/site'
import { BROWSERS, openStage, type Stage, type Tab } from './harness/tabs'

// Who dies before the page does. No phone is paired: a call that arrives is answered `not-paired`.

// the page's own globals
declare const nostr: Nostr
declare const kept: Nostr

const codeOfGetPublicKey = () => nostr.getPublicKey().catch((error: { code: string }) => error.code)

for (const browser of BROWSERS)
  test.describe(browser, () => {
    let stage: Stage
    let site: Site
    let tab: Tab

    test.beforeAll(async () => {
      site = await serveSite(pages)
      stage = await openStage(browser)
    })
    test.afterAll(async () => {
      await stage?.close()
      await site?.close()
    })
    test.beforeEach(async () => {
      tab = await stage.newTab()
      await tab.goto(site.origin)
    })
    test.afterEach(() => tab.close())

    test('the background has died before the first call', async () => {
      await stage.endBackground()
      expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
    })

    test('the background dies between calls, three times', async () => {
      for (let i = 0; i < 3; i++) {
        expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
        await stage.endBackground()
      }
      expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
    })

    test('the page rests in the back/forward cache and comes back', async () => {
      await tab.run(() => {
        Object.assign(window, { back: false })
        addEventListener('pageshow', ({ persisted }) => Object.assign(window, { back: persisted }))
      })
      expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
      await tab.goto(site.otherOrigin)
      await tab.run(() => history.back()).catch(() => {})
      await expect
        .poll(() => tab.run(() => `${location.origin} ${Reflect.get(window, 'back')}`).catch(() => ''))
        .toBe(`${site.origin} true`)
      expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
    })

    // last: in Chromium an extension loaded by flag does not come back
    test('the extension is updated under the page', async () => {
      await tab.run(() => void Object.assign(window, { kept: nostr }))
      expect(await tab.run(codeOfGetPublicKey)).toBe('not-paired')
      await stage.update()
      const codeOfKept = () => kept.getPublicKey().catch((error: { code: string }) => error.code)
      await expect.poll(() => tab.run(codeOfKept)).toBe('reload-page')
      // Firefox puts the new provider into open pages by itself
      if (browser === 'firefox') await expect.poll(() => tab.run(codeOfGetPublicKey)).toBe('not-paired')
    })
  })
