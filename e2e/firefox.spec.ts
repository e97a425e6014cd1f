import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { startRelay } from '../demo/relay/relay'
import { launchFirefox } from './harness/firefox'
import { inFirefox, type Lanyard, launch } from './harness/lanyard'
import { readQr } from './harness/qr'
import { command, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// What only Firefox does. All else runs in both browsers: main, survival, page, hostile and lifetime.

test('the popup at the toolbar shows a code that a phone can read, once a relay listens', async () => {
  const firefox = await launchFirefox()
  const relay = await startRelay()
  try {
    // the page that greets has begun to pair over public relays
    const welcome = inFirefox(await firefox.welcome())
    await until(welcome, ({ pairing }) => pairing)
    await command(welcome, 'pairByQr', [relay.url])
    await until(welcome, ({ pairing }) => pairing?.stage === 'waiting')
    const [blank] = await firefox.browser.pages()
    if (!blank) throw new Error('Firefox has no page')
    // some page must unpack the picture
    const look = async () => {
      // a popup that still has no size cannot be drawn
      const picture = await firefox.popup().catch(() => null)
      return picture ? readQr(inFirefox(blank), picture) : null
    }
    await expect.poll(look).toMatch(/^nostrconnect:\/\/[0-9a-f]{64}\?relay=wss?:/)
    mkdirSync('e2e/out', { recursive: true })
    writeFileSync('e2e/out/popup-firefox-toolbar.png', await firefox.popup(), 'base64')
  } finally {
    await firefox.close()
    await relay.close()
  }
})

/**
 * Firefox ends the event page by its own clock, after a second instead of 30: no hand of a test chooses the moment.
 */
test.describe('an event page that Firefox ends every second', () => {
  let lanyard: Lanyard
  let stage: Stage
  test.beforeAll(async () => {
    lanyard = await launch('firefox', { prefs: { 'extensions.background.idle.timeout': 1_000 } })
  })
  test.afterAll(() => lanyard?.close())
  test.beforeEach(async () => {
    stage = await openStage(lanyard, { relay: { keepsEphemeral: true } })
    await stage.pairByQr()
  })
  test.afterEach(() => stage?.close())

  /** Every life of the background has a socket of its own. */
  const lives = () => new Set(stage.relay.frames.map(({ socket, message }) => isAsking(message) && socket)).size

  test('asks the phone once, and the site gets its answer', async () => {
    await stage.allow('sign_event:1')
    const goOn = stage.signer.hold()
    const page = await stage.openSite()
    const call = page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))
    await expect.poll(() => stage.signer.heard).toContain('sign_event')
    const before = lives()
    await expect.poll(lives, { timeout: 15_000 }).toBeGreaterThan(before + 2)
    goOn()
    expect((await call).content).toBe('x')
    expect(stage.signer.heard.filter((method) => method === 'sign_event')).toHaveLength(1)
  })
})

const isAsking = (message: unknown): boolean => Array.isArray(message) && message[0] === 'REQ'
