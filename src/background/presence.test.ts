import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { SITE } from '../testing/household'
import { pageSender } from '../testing/sender'
import { CALL_PORT } from '../wire/background'
import { OTHER } from '../wire/handoff'

/** Where Lanyard is to be seen, as the browser is told; and other providers, as pages tell of them. */

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const PATTERN = 'https://site.example:443/*'
const EVERYWHERE = ['http://*/*', 'https://*/*']

describe('the registered scripts', () => {
  it('are none while nothing was chosen', async () => {
    const home = house()
    await home.panel()
    await home.pass(100)
    expect([...home.machine.scripts]).toEqual([])
  })

  it('follow each command', async () => {
    const { machine, panel: open, pass } = house()
    const panel = await open()
    const scripts = () =>
      Object.fromEntries([...machine.scripts.values()].map((one) => [one.id, [one.matches, one.excludeMatches]]))
    await panel.run('setSiteOn', SITE, false)
    await panel.run('setSiteFirm', SITE, true)
    await pass(100)
    expect(scripts()).toEqual({ off: [[PATTERN], []], mark: [[PATTERN], []] })
    await panel.run('setSitesMode', 'chosen')
    await pass(100)
    expect(scripts()).toEqual({ off: [EVERYWHERE, []] })
    await panel.run('setSiteOn', SITE, true)
    await pass(100)
    expect(scripts()).toEqual({ off: [EVERYWHERE, [PATTERN]], firm: [[PATTERN], []], mark: [[PATTERN], []] })
    await panel.run('forgetSites', [SITE])
    await panel.run('setSitesMode', 'every')
    await pass(100)
    expect(scripts()).toEqual({})
  })

  it('that an update has cleared are there again when the background comes up', async () => {
    const home = house()
    const panel = await home.panel()
    await panel.run('setSiteOn', SITE, false)
    await home.pass(100)
    await home.die()
    home.machine.scripts.clear()
    home.machine.install('update')
    await home.pass(100)
    expect([...home.machine.scripts.keys()]).toEqual(['off', 'mark'])
  })

  it('that the browser refuses are told to the person once, and tried again with the next life', async () => {
    const home = house()
    const panel = await home.panel()
    home.machine.faults.noScripts = true
    await panel.run('setSiteOn', SITE, false)
    await panel.run('setSiteFirm', SITE, true)
    await home.pass(100)
    expect(panel.snapshot().notices.map(({ code }) => code)).toEqual(['presence-refused'])
    const call = home.page(SITE).call('getPublicKey')
    await home.until(() => call() !== null)
    expect(call()).toMatchObject({ ok: false, error: { code: 'site-off' } })
    await home.die()
    home.machine.faults.noScripts = false
    await home.panel()
    await home.pass(100)
    expect([...home.machine.scripts.keys()]).toEqual(['off', 'mark'])
  })
})

describe('another provider', () => {
  const told = (origin: string, topOrigin = origin) => {
    const home = house()
    const sender = { ...pageSender(origin), tab: { id: 1, url: `${topOrigin}/` } }
    home.knock(CALL_PORT, topOrigin === origin ? sender : { ...sender, frameId: 7 }).port.postMessage(OTHER)
    return home
  }

  it('that a page tells of is shown with its site, and outlives the browser', async () => {
    const home = told(SITE)
    await home.pass(100)
    await home.quit()
    const panel = await home.panel()
    expect(panel.snapshot().sites).toMatchObject([{ origin: SITE, hasOther: true, isFirm: false, on: null }])
  })

  it.each([
    ['a frame of another site', SITE, 'https://top.example'],
    ['a frame without an origin', 'null', 'https://top.example'],
  ])('that %s tells of is not remembered', async (_, origin, top) => {
    const home = told(origin, top)
    await home.pass(100)
    expect((await home.panel()).snapshot().sites).toEqual([])
  })

  it('fills no storage, however many sites tell of one', async () => {
    const home = house()
    for (let n = 0; n < 600; n++) home.knock(CALL_PORT, pageSender(`https://site${n}.example`)).port.postMessage(OTHER)
    await home.pass(1_000)
    const records = Object.keys(home.machine.disk.local).filter((key) => key.startsWith('site:'))
    expect(records).toHaveLength(500)
  })
})
