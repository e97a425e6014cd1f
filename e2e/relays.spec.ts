import { expect } from '@playwright/test'
import { type LocalRelay, startRelay } from '../demo/relay/relay'
import type { RelayView, TraceEntry } from '../src/wire/panel'
import { type BadWire, startBadWire } from './harness/bad-wire'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { command, until } from './harness/remote'
import { applesauceSigner } from './signers/applesauce'
import type { OutsideSigner } from './signers/outside'

// The relays of a code: a dead one, one that brings nothing back, one that wants AUTH, and a good one.

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let panel: Page
    let good: LocalRelay
    let members: LocalRelay
    let spare: LocalRelay
    let dead: LocalRelay
    let unread: BadWire
    let signer: OutsideSigner

    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      ;[good, spare, dead] = await Promise.all([startRelay(), startRelay(), startRelay()])
      members = await startRelay({ closed: true })
      unread = await startBadWire(good.url, ['127.0.0.2', '::1'])
      unread.faults.isWriteOnly = true
      await dead.stop()
      signer = await applesauceSigner(good.url)
      // a view that begins no pairing by itself
      panel = await lanyard.openPanel('#full/diagnostics')
    })
    test.afterAll(async () => {
      await lanyard?.reset()
      await signer?.stop()
      await unread?.close()
      for (const relay of [good, members, spare]) await relay?.close()
    })

    const lightOf = (lights: RelayView[], url: string) => lights.find((light) => light.url === url)
    const relaysIn = (token: string) => new URL(token).searchParams.getAll('relay')

    test('a code replaces the dead relay and can be scanned quickly; its lights are true', async () => {
      const relays = [dead.url, unread.url, members.url, good.url]
      expect(await command(panel, 'pairByQr', relays, null, [spare.url])).toMatchObject({ ok: true })
      const shown = await until(panel, ({ pairing }) => pairing?.stage === 'waiting' && pairing)
      const trace = await command(panel, 'readTrace')
      const entries = trace.ok ? (trace.value as unknown as TraceEntry[]) : []
      const at = (word: string, detail = '') =>
        entries.find(({ what, detail: said }) => what === word && said === detail)?.at ?? Number.NaN
      // two are proven before the time for it is over
      expect(at('pairing', 'waiting') - at('open')).toBeLessThan(2_400)
      expect(shown.replaced).toEqual([dead.url])
      expect(shown.relays).toEqual([spare.url, unread.url, members.url, good.url])
      expect(relaysIn(shown.token ?? '')).toEqual(shown.relays)

      const lights = await until(
        panel,
        ({ pairing }) => lightOf(pairing?.lights ?? [], unread.url)?.health?.reads === false && pairing?.lights,
      )
      expect(lightOf(lights, good.url)?.health).toMatchObject({ writes: true, reads: true, auth: false })
      expect(lightOf(lights, spare.url)?.health).toMatchObject({ writes: true, reads: true, auth: false })
      expect(lightOf(lights, members.url)?.health).toMatchObject({ writes: true, reads: true, auth: true })
      expect(lightOf(lights, unread.url)?.health).toMatchObject({ writes: true, reads: false, roundTrip: null })
      const { token } = await until(panel, ({ pairing }) => pairing)
      expect(token).toBe(shown.token)
    })

    test('the code pairs', async () => {
      const { token } = await until(panel, ({ pairing }) => pairing)
      await signer.scan(token ?? '')
      await until(panel, ({ accounts }) => accounts.some(({ user }) => user === signer.user), 25_000)
    })

    test('a relay that brings nothing back is used all the same, if it is all there is', async () => {
      expect(await command(panel, 'pairByQr', [unread.url])).toMatchObject({ ok: true })
      const { relays, replaced } = await until(panel, ({ pairing }) => pairing?.stage === 'waiting' && pairing)
      expect([relays, replaced]).toEqual([[unread.url], []])
      await command(panel, 'cancelPairing')
    })

    test('Diagnostics says it in words, and the report names no key', async () => {
      const { npub } = await until(panel, ({ accounts }) => accounts[0])
      const text = (selector: string) => panel.evaluate((at) => document.querySelector(at)?.textContent ?? '', selector)
      await expect.poll(() => text('.diagnostics .light.open')).toContain(' ms')
      await expect.poll(() => text('.trace-lines')).toContain('check came')
      await panel.evaluate(() => document.querySelector<HTMLElement>('.report summary')?.click())
      await expect.poll(() => text('.report pre')).toContain('Account 1')
      const report = await text('.report pre')
      expect(report).not.toContain(npub)
      expect(report).not.toContain(signer.user)
    })
  })
