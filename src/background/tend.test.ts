import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { SITE } from '../testing/household'

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const MINUTE = 60_000
const NOTE = { kind: 1, content: 'hello', tags: [], created_at: 1 }

it('what falls due after a sleep falls due by the clock: timers do not run while the computer sleeps', async () => {
  const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'silent' } })
  const panel = await home.panel()
  await panel.run('setPatience', 15)
  panel.close()
  const outcome = home.page(SITE).call('signEvent', NOTE)
  await home.pass(MINUTE)
  const start = Date.now()
  home.sleep(10 * MINUTE)
  await home.until(() => outcome() !== null, 16 * MINUTE)
  expect(outcome()).toMatchObject({ ok: false, error: { code: 'expired' } })
  // a minute of it had gone by
  const waited = Date.now() - start
  expect(waited).toBeGreaterThan(13.9 * MINUTE)
  expect(waited).toBeLessThan(14.6 * MINUTE)
})

it('so does the end of a code that nobody scans', async () => {
  const home = house({ isPaired: false })
  const panel = await home.panel()
  await panel.run('pairByQr')
  await home.pass(MINUTE)
  home.sleep(10 * MINUTE)
  await home.pass(3.5 * MINUTE)
  expect(panel.snapshot().pairing?.stage).not.toBe('failed')
  await home.pass(MINUTE)
  expect(panel.snapshot().pairing?.stage).toBe('failed')
})
