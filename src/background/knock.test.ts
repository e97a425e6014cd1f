import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { SITE } from '../testing/household'
import { pageSender, type Sender } from '../testing/sender'

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })
const house = (isPaired = false) => play({ isPaired })

const isPrivate = (sender: Sender): Sender => ({ ...sender, tab: { ...sender.tab, incognito: true } })
const framed = (sender: Sender): Sender => ({
  ...sender,
  ...{ frameId: 3, tab: { id: 1, url: 'https://top.example/' } },
})

describe('a site that asks for a key while nobody is paired', () => {
  it('gets its error, and the person a mark on the icon and its name beside the code', async () => {
    const home = house()
    const outcome = home.page(SITE).call('getPublicKey')
    await home.until(() => outcome() !== null)
    expect(outcome()).toMatchObject({ ok: false, error: { code: 'not-paired' } })
    await home.pass(100)
    expect(home.machine.badge).toBe('!')
    const panel = await home.panel()
    expect(panel.snapshot().knock).toBe(SITE)
  })

  it('is spoken of after a death of the background, but not for ever', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', { kind: 1, content: '', tags: [], created_at: 1 })
    await home.until(() => outcome() !== null)
    await home.die()
    const panel = await home.panel()
    expect(panel.snapshot().knock).toBe(SITE)
    panel.close()
    await home.pass(11 * 60_000)
    expect((await home.panel()).snapshot().knock).toBe(null)
  })

  it.each([
    ['a frame', framed(pageSender(SITE))],
    ['a private window', isPrivate(pageSender(SITE))],
  ])('is not named where it is %s', async (_, sender) => {
    const home = house()
    const outcome = home.page(SITE, sender).call('getPublicKey')
    await home.until(() => outcome() !== null)
    const panel = await home.panel()
    expect([home.machine.badge, panel.snapshot().knock]).toEqual(['', null])
  })

  it('writes nothing more, however often it asks', async () => {
    const home = house()
    const page = home.page(SITE)
    const first = page.call('getPublicKey')
    await home.until(() => first() !== null)
    await home.pass(100)
    const before = home.machine.writes.length
    const others = Array.from({ length: 20 }, () => page.call('getPublicKey'))
    await home.until(() => others.every((outcome) => outcome() !== null))
    expect(home.machine.writes.length).toBe(before)
  })
})

it('where somebody is paired no site is spoken of', async () => {
  const home = house(true)
  home.page(SITE).call('getPublicKey')
  await home.pass(100)
  expect((await home.panel()).snapshot().knock).toBe(null)
})
