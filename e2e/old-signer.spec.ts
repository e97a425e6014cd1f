import { ConnectURI } from '@nostr-connect/connect'
import { expect } from '@playwright/test'
import { newSecretKey } from '../src/edges/random'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'
import { nostrConnectSigner, type OldSigner } from './signers/nostr-connect'

// A signer of 2023, played by the package of its day: it cannot prove that it read the code.

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(`${browser}: a signer of 2023`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    let signer: OldSigner
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard, {
        signer: async (relay) => {
          signer = await nostrConnectSigner(relay)
          return signer
        },
      })
    })
    test.afterEach(() => stage?.close())

    const textOf = (page: Page) => page.evaluate(() => document.body?.textContent ?? '')
    const grouped = (npub: string) => npub.replace(/(.{4})(?=.)/g, '$1 ')
    const signs = (page: Page) =>
      page.evaluate(() =>
        nostr.signEvent({ kind: 1, content: 'as in 2023' }).then(
          ({ pubkey }) => pubkey,
          (error: { code: string }) => error.code,
        ),
      )

    /** A new code on our relay, in the popup. */
    async function showQr(): Promise<{ popup: Page; token: string }> {
      const popup = await lanyard.openPanel('#popup')
      // the view begins a pairing by itself where there is none: not after ours
      await until(popup, ({ pairing }) => pairing)
      await command(popup, 'pairByQr', [stage.relay.url])
      return { popup, token: await until(popup, ({ pairing }) => pairing?.stage === 'waiting' && pairing.token) }
    }

    /** The key that is shown now. @returns its npub */
    async function shown(popup: Page, key?: string): Promise<string> {
      const { npub } = await until(popup, ({ pairing }) => {
        const claim = pairing?.claims[0]
        return claim && (!key || claim.remoteSigner === key) && claim
      })
      await expect.poll(() => textOf(popup)).toContain(grouped(npub))
      return npub
    }

    test('is paired once its key was confirmed, signs, and ends the session by disconnect', async () => {
      const { popup, token } = await showQr()
      await signer.scan(token)
      await shown(popup, signer.user)
      // who listens instead of looking is told at once
      await expect.poll(() => popup.evaluate(() => document.activeElement?.textContent)).toBe('Is this your signer?')
      await popup.screenshot(`e2e/out/old-signer-${browser}.png`)
      // nothing is paired, and nobody was told anything
      expect(await until(popup, ({ accounts }) => [accounts.length])).toEqual([0])
      expect(signer.heard).toEqual([])
      await lanyard.killBackground()
      await shown(popup, signer.user)
      await popup.press('It is mine')
      await until(popup, ({ accounts }) => accounts.some(({ user }) => user === signer.user), 25_000)
      await popup.close()

      await stage.allow('sign_event:1')
      const page = await stage.openSite()
      expect(await signs(page)).toBe(signer.user)
      await signer.disconnect()
      expect(await signs(page)).toBe('session-ended')
      expect(signer.heard.filter((method) => method === 'sign_event').length).toBeLessThanOrEqual(2)
      const home = await lanyard.openPanel('#full/home')
      await until(home, ({ notices }) => notices.some(({ code }) => code === 'signed-out'))
      await expect.poll(() => textOf(home)).toContain('Your signer no longer knows this browser')
      await home.screenshot(`e2e/out/old-signer-ended-${browser}.png`)
      expect(await signs(page)).toBe('session-ended')
      await home.close()
    })

    test('who only knows our public key can claim to be it, is refused, and the right one pairs', async () => {
      const { popup, token } = await showQr()
      const { target, relay } = ConnectURI.fromURI(token)
      await new ConnectURI({ target, relay, metadata: { name: 'x' } }).approve(newSecretKey())
      const other = await shown(popup)
      await signer.scan(token)
      await until(popup, ({ pairing }) => pairing?.claims.length === 2)
      // first come, first shown: the right one waits its turn
      expect(await textOf(popup)).toContain(grouped(other))
      await popup.press('Not mine')
      await shown(popup, signer.user)
      expect(await textOf(popup)).not.toContain(grouped(other))
      expect(await until(popup, ({ accounts }) => [accounts.length])).toEqual([0])
      await popup.press('It is mine')
      const account = await until(popup, ({ accounts }) => accounts[0], 25_000)
      expect(account).toMatchObject({ user: signer.user, remoteSigner: signer.user, cipher: 'nip04' })
      await popup.close()
    })
  })
