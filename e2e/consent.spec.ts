import { expect } from '@playwright/test'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'
import { applesauceSigner } from './signers/applesauce'
import type { OutsideSigner } from './signers/outside'

// What a person decides once, and what it then means: presets, several phones, lists, log-ins. The page's own globals:
declare const changes: string[]

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(`${browser}: what was decided`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard)
      await stage.pairByQr()
    })
    test.afterEach(() => stage?.close())

    const signs = (page: Page, template: object) =>
      page.evaluate(
        (event) =>
          nostr.signEvent(event).then(
            ({ pubkey }) => pubkey,
            (error: { code: string }) => error.code,
          ),
        template,
      )
    const publicKey = (page: Page) => page.evaluate(() => nostr.getPublicKey())

    /** Log in, with the account that is there, and let the everyday pass from then on. */
    async function meet(page: Page): Promise<string> {
      const key = publicKey(page)
      await stage.decide('Allow and remember')
      return key
    }

    test('Everyday, chosen on first contact, lets a note pass and asks about the profile', async () => {
      const page = await stage.openSite()
      expect(await meet(page)).toBe(stage.signer.user)
      expect(await signs(page, { kind: 1, content: 'x' })).toBe(stage.signer.user)
      const profile = signs(page, { kind: 0, content: '{}' })
      await stage.decide('Deny')
      expect(await profile).toBe('denied')
    })

    test.describe('with a second phone', () => {
      let second: OutsideSigner
      test.beforeEach(async () => {
        second = await applesauceSigner(stage.relay.url)
      })
      test.afterEach(() => second?.stop())

      test('a site keeps the key it knows, hears when another answers, and never silently gets its signature', async () => {
        const page = await stage.openSite()
        await meet(page)
        const desk = lanyard.desk()
        await command(desk, 'pairByQr', [stage.relay.url])
        await second.scan(await until(desk, ({ pairing }) => pairing?.stage === 'waiting' && pairing.token))
        await until(desk, ({ account }) => account === second.user, 25_000)
        expect(await publicKey(page)).toBe(stage.signer.user)
        await page.evaluate(() => {
          Object.assign(window, { changes: [] })
          // @ts-expect-error: not in NIP-07
          nostr.on('accountChanged', ({ type }) => changes.push(type))
        })
        await command(desk, 'setSiteAccount', stage.site.origin, second.user)
        await expect.poll(() => page.evaluate(() => changes)).toEqual(['accountChanged'])
        await command(desk, 'setPreset', second.user, stage.site.origin, 'phone')
        const note = signs(page, { kind: 1, content: 'x' })
        await stage.decide('Deny')
        expect(await note).toBe('denied')
        expect(second.heard).not.toContain('sign_event')
        expect(await publicKey(page)).toBe(second.user)
        expect(await signs(page, { kind: 1, content: 'x' })).toBe(second.user)
        // who is named signs, and is asked about where it was not met
        expect(await signs(page, { kind: 1, content: 'x', pubkey: stage.signer.user })).toBe(stage.signer.user)
      })
    })

    test('a follow list that loses most is stopped, whoever decides else', async () => {
      const page = await stage.openSite()
      await command(lanyard.desk(), 'setPreset', stage.signer.user, stage.site.origin, 'phone')
      const follows = (count: number) => ({
        ...{ kind: 3, content: '', created_at: Math.floor(Date.now() / 1000) },
        tags: Array.from({ length: count }, (_, i) => ['p', i.toString(16).padStart(64, '0')]),
      })
      expect(await signs(page, follows(10))).toBe(stage.signer.user)
      const emptied = signs(page, follows(1))
      const window = await lanyard.approval()
      await expect.poll(() => window.evaluate(() => document.body?.textContent ?? '')).toContain('removes 9 of 10')
      await stage.decide('Deny')
      expect(await emptied).toBe('denied')
      expect(await signs(page, follows(11))).toBe(stage.signer.user)
    })

    test('an Always for a log-in is for its one address', async () => {
      const page = await stage.openSite()
      const login = (u: string) =>
        signs(page, {
          ...{ kind: 27_235, content: '' },
          tags: [
            ['u', u],
            ['method', 'GET'],
          ],
        })
      const first = login('https://api.example/me?since=1')
      await stage.decide('Always allow this address')
      expect(await first).toBe(stage.signer.user)
      expect(await login('https://api.example/me?since=2')).toBe(stage.signer.user)
      const other = login('https://bank.example/me')
      await stage.decide('Deny')
      expect(await other).toBe('denied')
    })

    test('a long row shows how far it is, and Stop ends it', async () => {
      const page = await stage.openSite()
      await meet(page)
      stage.signer.hold()
      const row = page.evaluate(() =>
        Promise.all(
          Array.from({ length: 20 }, (_, i) =>
            nostr.signEvent({ kind: 1, content: `note ${i}` }).then(
              () => 'signed',
              (error: { code: string }) => error.code,
            ),
          ),
        ),
      )
      const panel = await lanyard.openPanel('#full')
      await until(panel, ({ rows }) => rows.some(({ of }) => of === 20))
      await panel.press('Stop: Signing 0 of 20: short note')
      expect(await row).toEqual(Array(20).fill('cancelled'))
    })
  })
