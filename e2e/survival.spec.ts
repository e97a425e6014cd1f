import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { type Moment, REAL_CASES, sentenceOf } from './faults/cases'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, launch, type Page } from './harness/lanyard'
import { command, snapshot, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

/** What dies in between, and what the page gets all the same. The relay keeps ephemeral events for a while, as strfry. */
for (const browser of BROWSERS)
  test.describe(`${browser}: nothing is lost`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
      // one pairing for all that need one; what was paired is in no list of what the phone heard
      stage = await openStage(lanyard, { relay: { keepsEphemeral: true } })
      await stage.pairByQr()
      await stage.allow('sign_event:1')
    })
    test.beforeEach(() => {
      stage.signer.heard.length = 0
    })
    test.afterAll(() => stage?.close())

    /** A page of a site that is asked about. */
    async function openStranger(): Promise<Page> {
      const page = await lanyard.newPage()
      await page.goto(stage.site.otherOrigin)
      return page
    }

    const isAnswered = (page: Page): Promise<string> =>
      page.evaluate(() =>
        nostr.signEvent({ kind: 1, content: 'x' }).then(
          ({ content }) => (content === 'x' ? 'answer' : content),
          (error) => error.code,
        ),
      )

    /** A site asks, the phone has it, and its person thinks until `goOn`. */
    async function askAndHold(page: Page) {
      const goOn = stage.signer.hold()
      const ending = isAnswered(page)
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      return { ending, goOn }
    }

    async function dieTwice(): Promise<void> {
      await lanyard.killBackground()
      await pause(700)
      await lanyard.killBackground()
      await pause(300)
    }

    /** The background dies twice in a row. @returns how the call ends */
    const deaths: Record<Exclude<Moment, 'pairing'>, (page: Page) => Promise<string>> = {
      async approval(page) {
        await page.goto(stage.site.otherOrigin)
        const ending = isAnswered(page)
        await lanyard.approval()
        await dieTwice()
        await stage.decide('Allow once')
        return ending
      },
      async connecting(page) {
        await stage.relay.stop()
        const ending = isAnswered(page)
        await until(lanyard.desk(), ({ pending }) => pending[0]?.stage === 'connecting')
        await dieTwice()
        await stage.relay.start()
        return ending
      },
      async published(page) {
        const { ending, goOn } = await askAndHold(page)
        await dieTwice()
        goOn()
        return ending
      },
      async answered(page) {
        const { ending, goOn } = await askAndHold(page)
        // on its way for longer than both deaths take
        stage.relay.setLatency(800)
        goOn()
        await pause(200)
        await dieTwice()
        return ending.finally(() => stage.relay.setLatency(0))
      },
    }

    for (const each of REAL_CASES) {
      const { fault, moment, outcome } = each
      if (fault !== 'two-deaths' || moment === 'pairing') continue
      test(sentenceOf(each), async () => {
        const page = await stage.openSite()
        expect(await deaths[moment](page)).toBe(outcome)
        expect(stage.signer.heard.filter((method) => method === 'sign_event')).toHaveLength(1)
        expect(stage.signer.heard).not.toContain('connect')
        await page.close()
      })
    }

    test('the relay goes down and comes back while the phone thinks', async () => {
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      await stage.relay.stop()
      await pause(500)
      await stage.relay.start()
      goOn()
      expect((await call).content).toBe('x')
      await page.close()
    })

    test('a page that goes away takes its approval with it', async () => {
      const page = await openStranger()
      page.evaluate(() => nostr.signEvent({ kind: 1 })).catch(() => {})
      const window = await lanyard.approval()
      await page.goto('about:blank')
      await expect.poll(() => window.isClosed()).toBe(true)
      expect(stage.signer.heard).not.toContain('sign_event')
      await page.close()
    })

    test('a closed approval window means denied', async () => {
      const page = await openStranger()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))
      const window = await lanyard.approval()
      await expect.poll(() => window.evaluate(() => document.body?.textContent ?? '')).toContain('Allow once')
      await window.close()
      expect(await call).toBe('denied')
      await page.close()
    })

    test('cancelled in the panel, the call ends with an error', async () => {
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      const call = page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))
      const desk = lanyard.desk()
      const pending = await until(desk, ({ pending }) => pending[0])
      await command(desk, 'cancelCall', pending.callId)
      expect(await call).toBe('cancelled')
      goOn()
      await page.close()
    })

    test('after logging out the signer was told, nothing is left, and the next call says so', async () => {
      const page = await stage.openSite()
      await page.evaluate(() => nostr.signEvent({ kind: 1 }))
      const desk = lanyard.desk()
      const [before] = await stored(desk)
      const keys = [...JSON.stringify(before).matchAll(/"clientSecretKey":"(\w+)"/g)].map(([, key]) => key ?? '')
      expect(keys).toHaveLength(1)
      await command(desk, 'logOut', stage.signer.user)
      expect(await page.evaluate(() => nostr.signEvent({ kind: 1 }).catch((error) => error.code))).toBe('not-paired')
      expect(stage.signer.heard).toContain('logout')
      const after = JSON.stringify(await stored(desk))
      for (const trace of [...keys, stage.signer.user]) expect(after).not.toContain(trace)
    })
  })

for (const browser of BROWSERS)
  test.describe(`${browser}: nothing is lost of a new pairing`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeEach(async () => {
      lanyard = await borrow(browser)
      stage = await openStage(lanyard, { relay: { keepsEphemeral: true } })
    })
    test.afterEach(() => stage?.close())

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

    test('ten tabs in two windows ask a hundred times: one connection, one subscription, no connect', async () => {
      // ten tabs load at once
      test.slow()
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      await page.evaluate(() => {
        const told: boolean[] = []
        const channel = new BroadcastChannel('ten')
        channel.onmessage = ({ data }) => told.push(data)
        Object.assign(window, { told, channel })
      })
      const before = stage.relay.frames.length
      await lanyard.killBackground()
      await lanyard.desk().evaluate(async (url) => {
        await chrome.windows.create({ url: Array(5).fill(url) })
        await Promise.all(Array.from({ length: 5 }, () => chrome.tabs.create({ url, active: false })))
      }, `${stage.site.origin}/ten`)
      const asked = () => stage.signer.heard.filter((method) => method === 'sign_event').length
      // a person who thinks is not shown more at once (src/signer/pace.ts)
      await expect.poll(asked, { timeout: 60_000 }).toBe(48)
      // each connection of ours says it, and again with each subscription
      const ours = stage.relay.frames.slice(before).filter(({ way, message }) => way === 'in' && isOurReq(message))
      expect(ours).toHaveLength(1)
      goOn()
      await expect.poll(() => page.evaluate(() => told.length), { timeout: 60_000 }).toBe(10)
      expect(await page.evaluate(() => told)).not.toContain(false)
      expect(asked()).toBe(100)
      expect(stage.signer.heard.filter((method) => method === 'connect')).toHaveLength(1)
    })
  })

for (const browser of BROWSERS)
  test(`${browser} is closed and opened: what was in flight ends with its page, the next call needs no new pairing`, async () => {
    test.slow()
    const profile = mkdtempSync(join(tmpdir(), 'lanyard-profile-'))
    const lanyard = await launch(browser, { profile })
    const stage = await openStage(lanyard)
    try {
      await stage.pairByQr()
      await stage.allow('get_public_key', 'sign_event:1')
      const goOn = stage.signer.hold()
      const page = await stage.openSite()
      page.evaluate(() => nostr.signEvent({ kind: 1, content: 'in flight' })).catch(() => {})
      await expect.poll(() => stage.signer.heard).toContain('sign_event')
      await lanyard.close()
      goOn()
      Object.assign(lanyard, await launch(browser, { profile }))
      const again = await stage.openSite()
      expect(await again.evaluate(() => nostr.getPublicKey())).toBe(stage.signer.user)
      expect((await again.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))).content).toBe('x')
      expect(stage.signer.heard.filter((method) => method === 'sign_event')).toHaveLength(2)
      expect(stage.signer.heard.filter((method) => method === 'connect')).toHaveLength(1)
      const { accounts, pending } = await snapshot(lanyard.desk())
      expect(accounts.map(({ user }) => user)).toEqual([stage.signer.user])
      expect(pending).toEqual([])
    } finally {
      await stage.close()
      await lanyard.close()
      rmSync(profile, { recursive: true, force: true })
    }
  })

/** The subscription on which Lanyard listens; its signs of life have other names. */
const isOurReq = (message: unknown): boolean => Array.isArray(message) && message[0] === 'REQ' && message[1] === 'sub:1'

/** All that stands in storage: local, session. */
const stored = (panel: Page): Promise<object[]> =>
  panel.evaluate(async () => [await chrome.storage.local.get(), await chrome.storage.session.get()])

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  storage: Record<'local' | 'session', { get(): Promise<object> }>
  windows: { create(options: { url: string[] }): Promise<unknown> }
  tabs: { create(options: { url: string; active: boolean }): Promise<unknown> }
}
/** Of the page that the ten tabs tell how it went. */
declare const told: boolean[]
