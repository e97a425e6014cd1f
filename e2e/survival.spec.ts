import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from '@playwright/test'
import { BROWSERS, type Lanyard, launch, type Page } from './harness/lanyard'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

/** What dies in between, and what the page gets all the same. The relay keeps ephemeral events for a while, as strfry. */
for (const browser of BROWSERS)
  test.describe(`${browser}: nothing is lost`, () => {
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await launch(browser)
    })
    test.afterAll(() => lanyard?.close())
    test.beforeEach(async () => {
      stage = await openStage(lanyard, { relay: { keepsEphemeral: true } })
    })
    test.afterEach(() => stage?.close())

    test('the background dies while an approval is open', async () => {
      await stage.pairByQr()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await lanyard.approval()
      await lanyard.killBackground()
      await stage.decide('Allow once')
      expect((await call).content).toBe('x')
    })

    test('the background dies twice while the phone thinks', async () => {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      await lanyard.killBackground()
      await pause(700)
      await lanyard.killBackground()
      await pause(300)
      goOn()
      expect((await call).content).toBe('x')
      expect(stage.signer.heard.filter((method) => method === 'sign_event')).toHaveLength(1)
    })

    test('the background dies while the answer is on its way', async () => {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      stage.relay.setLatency(800)
      goOn()
      await pause(200)
      await lanyard.killBackground()
      expect((await call).content).toBe('x')
    })

    test('the relay goes down and comes back while the phone thinks', async () => {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      await stage.relay.stop()
      await pause(500)
      await stage.relay.start()
      goOn()
      expect((await call).content).toBe('x')
    })

    test('the relay is restarted while pairing, and the popup is closed', async () => {
      const { panel, token } = await stage.showQr()
      await panel.close()
      await stage.relay.stop()
      await lanyard.killBackground()
      await stage.relay.start()
      await stage.signer.scan(token)
      const again = await lanyard.openPanel('#full')
      await until(again, ({ accounts }) => accounts.some(({ user }) => user === stage.signer.user), 25_000)
    })

    test('a page that goes away takes its approval with it', async () => {
      await stage.pairByQr()
      const page = await stage.openSite()
      page.evaluate(() => nostr.signEvent({ kind: 1 })).catch(() => {})
      const window = await lanyard.approval()
      await page.goto('about:blank')
      await expect.poll(() => window.isClosed()).toBe(true)
      expect(stage.signer.heard).not.toContain('sign_event')
    })

    test('a closed approval window means denied', async () => {
      await stage.pairByQr()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))
      const window = await lanyard.approval()
      await expect.poll(() => window.evaluate(() => document.body.textContent)).toContain('Allow once')
      await window.close()
      expect(await call).toBe('denied')
    })

    test('cancelled in the panel, the call ends with an error', async () => {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))
      const panel = await lanyard.openPanel('#full')
      const pending = await until(panel, ({ pending }) => pending[0])
      await command(panel, 'cancelCall', pending.callId)
      expect(await call).toBe('cancelled')
    })

    test('after logging out the signer was told, nothing is left, and the next call says so', async () => {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const page = await stage.openSite()
      await page.evaluate(() => nostr.signEvent({ kind: 1 }))
      const panel = await lanyard.openPanel('#full')
      const [before] = await stored(panel)
      const keys = [...JSON.stringify(before).matchAll(/"clientSecretKey":"(\w+)"/g)].map(([, key]) => key ?? '')
      expect(keys).toHaveLength(1)
      await command(panel, 'logOut', stage.signer.user)
      expect(await page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))).toBe('not-paired')
      expect(stage.signer.heard).toContain('logout')
      const after = JSON.stringify(await stored(panel))
      for (const trace of [...keys, stage.signer.user]) expect(after).not.toContain(trace)
    })
  })

/** All that stands in storage: local, session. */
const stored = (panel: Page): Promise<object[]> =>
  panel.evaluate(async () => {
    const { storage } = (globalThis as unknown as { chrome: { storage: Record<string, { get(): Promise<object> }> } })
      .chrome
    return [(await storage.local?.get()) ?? {}, (await storage.session?.get()) ?? {}]
  })
