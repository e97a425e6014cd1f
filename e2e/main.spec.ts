import { expect } from '@playwright/test'
import { verifyEvent } from 'nostr-tools/pure'
import type { SignedEvent } from '../src/protocol/event'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard } from './harness/lanyard'
import { readQr } from './harness/qr'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'
import { applesauceSigner } from './signers/applesauce'
import { ndkSigner } from './signers/ndk'

// of the strict page
declare const signing: Promise<SignedEvent>

const SIGNERS = { 'applesauce-signers': applesauceSigner, '@nostr-dev-kit/ndk': ndkSigner }

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS) {
  for (const [name, signer] of Object.entries(SIGNERS)) {
    test.describe(`${browser} with ${name}`, () => {
      test.describe.configure({ mode: 'default' })
      let lanyard: Lanyard
      let stage: Stage
      test.beforeAll(async () => {
        lanyard = await borrow(browser)
      })
      test.describe(() => {
        test.beforeEach(async () => {
          stage = await openStage(lanyard, { signer })
        })
        test.afterEach(() => stage?.close())

        test('pairs by QR, asks once, signs, and gives the site the event it asked for', async () => {
          await stage.pairByQr()
          const page = await stage.openSite()
          const [user] = await Promise.all([page.evaluate(() => nostr.getPublicKey()), stage.decide('Always allow')])
          expect(user).toBe(stage.signer.user)
          const template = { kind: 1, content: 'hello', tags: [['t', 'x']], created_at: 1_700_000_000 }
          const signed = page.evaluate((event) => nostr.signEvent(event), template)
          await stage.decide('Always allow')
          const event = await signed
          expect(event).toMatchObject({ ...template, pubkey: user })
          expect(verifyEvent(event)).toBe(true)
          // now there are rules: nobody is asked
          expect(await page.evaluate(() => nostr.getPublicKey())).toBe(user)
          expect((await page.evaluate(() => nostr.signEvent({ kind: 1 }))).content).toBe('')
        })

        test('pairs by a pasted bunker token', async () => {
          const panel = await lanyard.openPanel('#full')
          // the view begins with a code by itself: not after ours
          await until(panel, ({ pairing }) => pairing)
          await command(panel, 'pairByToken', await stage.signer.bunkerToken())
          await until(panel, ({ accounts }) => accounts.some(({ user }) => user === stage.signer.user))
        })
      })

      // one pairing for these: each has a page and permissions of its own
      test.describe(() => {
        test.beforeAll(async () => {
          stage = await openStage(lanyard, { signer })
          await stage.pairByQr()
        })
        test.afterAll(() => stage?.close())

        test('encrypts and decrypts in both ciphers', async () => {
          await stage.allow('nip04_encrypt', 'nip04_decrypt', 'nip44_encrypt', 'nip44_decrypt')
          const page = await stage.openSite()
          for (const cipher of ['nip04', 'nip44'] as const) {
            const sealed = await page.evaluate(({ cipher, user }) => nostr[cipher].encrypt(user, 'for myself'), {
              cipher,
              user: stage.signer.user,
            })
            const text = await page.evaluate(({ cipher, user, sealed }) => nostr[cipher].decrypt(user, sealed), {
              cipher,
              user: stage.signer.user,
              sealed,
            })
            expect(text).toBe('for myself')
          }
          expect(await page.evaluate(() => nostr.getRelays())).toEqual({})
        })

        test('a refusal of the signer reaches the site as an error with a code', async () => {
          await stage.allow('sign_event:7')
          stage.signer.refuse(true)
          const page = await stage.openSite()
          const code = await page.evaluate(() => nostr.signEvent({ kind: 7 }).catch((error) => error.code))
          stage.signer.refuse(false)
          expect(code).toBe('signer-refused')
        })

        test('a hundred calls at once are one approval, one socket, no connect, and a hundred answers', async () => {
          // what signs, and the relay, are this process
          test.slow()
          const before = stage.relay.frames.length
          const asked = () => stage.signer.heard.filter((method) => method === 'sign_event').length
          const askedBefore = asked()
          const page = await stage.openSite()
          const calls = page.evaluate(() =>
            Promise.all(Array.from({ length: 100 }, (_, i) => nostr.signEvent({ kind: 1, content: String(i) }))),
          )
          await stage.decide('Allow 100 once')
          expect((await calls).map(({ content }) => content)).toEqual(Array.from({ length: 100 }, (_, i) => String(i)))
          const said = stage.relay.frames.slice(before).filter(({ way }) => way === 'in')
          expect(new Set(said.map(({ socket }) => socket)).size).toBeLessThanOrEqual(2)
          expect(stage.signer.heard.filter((method) => method === 'connect').length).toBeLessThanOrEqual(1)
          expect(asked() - askedBefore).toBe(100)
        })
      })
    })
  }

  test.describe(`${browser}: in the world as it is`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.afterEach(() => stage?.close())

    test('a relay over TLS', async () => {
      stage = await openStage(lanyard, { relay: { tls: true } })
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const page = await stage.openSite()
      expect(stage.relay.url).toMatch(/^wss:/)
      expect((await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))).content).toBe('x')
    })

    test('a phone that reads the code off the popup, which closes, and shows the account when it is opened again', async () => {
      stage = await openStage(lanyard)
      const desk = lanyard.desk()
      await command(desk, 'setDefaultRelays', [stage.relay.url])
      const popup = await lanyard.openPanel()
      await until(popup, ({ pairing }) => pairing?.stage === 'waiting')
      // dim until the popup has heard of it, too
      await expect.poll(() => popup.evaluate(() => document.querySelector('.qr[role="img"]') !== null)).toBe(true)
      const picture = await popup.screenshot(`e2e/out/popup-new-${browser}.png`)
      await popup.close()
      await stage.signer.scan((await readQr(desk, picture)) ?? '')
      const { npub } = await until(desk, ({ accounts }) => accounts[0])
      const again = await lanyard.openPanel()
      await expect.poll(() => again.evaluate(() => document.body?.textContent ?? '')).toContain(npub.slice(-6))
      await again.screenshot(`e2e/out/popup-paired-${browser}.png`)
    })
  })

  test.describe(`${browser}: who asks`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      stage = await openStage(lanyard)
      await stage.pairByQr()
    })
    test.afterAll(() => stage?.close())

    test('a site under a strict content security policy', async () => {
      const page = await stage.openSite('/strict')
      await stage.decide('Allow once')
      expect(await page.evaluate(() => signing)).toMatchObject({ content: 'strict', pubkey: stage.signer.user })
    })

    test('a frame asks as itself, and the page around it is shown', async () => {
      const page = await stage.openSite('/framed')
      page
        .frames()[1]
        ?.evaluate(() => nostr.getPublicKey())
        .catch(() => {})
      const approval = await until(lanyard.desk(), ({ approvals }) => approvals[0])
      expect(approval).toMatchObject({ origin: stage.site.otherOrigin, topOrigin: stage.site.origin })
      // its question goes with it
      await page.close()
      await until(lanyard.desk(), ({ approvals }) => approvals.length === 0)
    })

    test('a frame without an origin is refused', async () => {
      const page = await stage.openSite('/sandboxed')
      const code = await page.frames()[1]?.evaluate(() => nostr.getPublicKey().catch((error) => error.code))
      expect(code).toBe('opaque-origin')
    })

    test('a rule for one port of a host says nothing about another, and nothing about another scheme or name', async () => {
      await stage.allow('get_public_key')
      const page = await stage.openSite('/framed')
      const denied = page.frames()[1]?.evaluate(() => nostr.getPublicKey().catch((error) => error.code))
      await stage.decide('Deny')
      expect(await denied).toBe('denied')
      expect(await page.evaluate(() => nostr.getPublicKey())).toBe(stage.signer.user)
    })
  })
}
