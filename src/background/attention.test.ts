import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Household, SITE } from '../testing/household'
import { EXTENSION } from '../testing/sender'

/** How a person comes to know that something waits: the window, and the notification. */

const OTHER = 'https://other.example'
const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [], content: 'a secret that nobody may read over a shoulder' }

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

/** A house where notifications were asked for. */
async function ringing(): Promise<Household> {
  const home = house()
  home.machine.allowNotifications(true)
  await home.pass(100)
  return home
}

const tabOf = ({ machine }: Household): number => [...machine.windows.values()][0] ?? 0
const shown = ({ machine }: Household) => machine.notifications?.get('approvals')

/** A question waits in a window of which nobody sees anything. */
async function hidden(home: Household): Promise<void> {
  home.page(SITE).call('signEvent', NOTE)
  await home.until(() => home.machine.opened === 1)
  await home.pass(100)
}

describe('an approval window that is open', () => {
  it('is pointed to, never brought to the front, when something new waits and nobody looks', async () => {
    const home = house()
    await hidden(home)
    home.page(OTHER).call('signEvent', NOTE)
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.windowUpdates]).toEqual([1, [{ id: 1, drawAttention: true }]])
  })

  it('is left alone while it is seen', async () => {
    const home = house()
    await hidden(home)
    await home.panel(tabOf(home))
    home.page(OTHER).call('signEvent', NOTE)
    await home.pass(1_000)
    expect(home.machine.windowUpdates).toEqual([])
  })

  it('is left alone while the popup shows the same', async () => {
    const home = house()
    await hidden(home)
    await home.panel()
    home.page(OTHER).call('signEvent', NOTE)
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.windowUpdates]).toEqual([1, []])
  })

  it('is not pointed to for what was seen in it before', async () => {
    const home = house()
    await hidden(home)
    const panel = await home.panel(tabOf(home))
    home.page(OTHER).call('signEvent', NOTE)
    await home.pass(1_000)
    panel.close()
    await home.pass(1_000)
    expect(home.machine.windowUpdates).toEqual([])
  })

  it('is not pointed to because the background died meanwhile', async () => {
    const home = house()
    await hidden(home)
    await home.die()
    await (await home.panel(99)).run('setPatience', 10)
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.windowUpdates]).toEqual([1, []])
  })

  it('is found by a background whose former life died before it knew the tab, pointed to, and closed in the end', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    while (home.machine.opened === 0) await home.pass(1)
    await home.die()
    expect(home.machine.disk.session.desk).toMatchObject({ approvalTab: null })
    const other = home.page(OTHER).call('signEvent', NOTE)
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.windowUpdates]).toEqual([1, [{ id: 1, drawAttention: true }]])
    const panel = await home.panel(tabOf(home))
    for (const _ of [outcome, other]) await panel.decide('once')
    await home.until(() => [outcome()?.ok, other()?.ok, home.machine.tabs.size].join() === 'true,true,0')
  })

  it('that is on its way out is not taken for one that is open', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.opened === 1)
    const panel = await home.panel(tabOf(home))
    await panel.decide('once')
    panel.close()
    await home.until(() => outcome()?.ok === true && home.machine.tabs.size === 0)
    home.machine.tabs.set(tabOf(home), `${EXTENSION.url}src/panel/index.html#approval`)
    home.page(OTHER).call('signEvent', NOTE)
    await home.until(() => home.machine.opened === 2)
  })
})

describe('a long row', () => {
  it.each([
    [5, 1],
    [4, 0],
  ])('of %i calls that were allowed keeps %i window open until it is done', async (count, left) => {
    const home = house({ manner: { delay: 5_000 } })
    const page = home.page(SITE)
    const calls = Array.from({ length: count }, (_, i) => page.call('signEvent', { ...NOTE, content: `${i}` }))
    await home.until(() => home.machine.opened === 1)
    const panel = await home.panel(tabOf(home))
    await panel.decide('once')
    await home.pass(1_000)
    expect([home.machine.tabs.size, panel.snapshot().approvals, panel.snapshot().rows.length]).toEqual([left, [], left])
    await home.until(() => calls.every((outcome) => outcome()?.ok === true), 60_000)
    await home.until(() => home.machine.tabs.size === 0)
  })
})

describe('a signer that wants a page opened', () => {
  const authUrl = 'https://signer.example/confirm?id=1'
  const asked = { authUrl, authFor: ['sign_event'], delay: 30_000 }

  it('has the window open again, with the page, until it has answered', async () => {
    const home = house({ manner: asked, allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.opened === 1)
    const { pending, approvals } = (await home.panel(tabOf(home))).snapshot()
    expect([approvals, pending]).toMatchObject([[], [{ auth: { url: authUrl, domain: 'signer.example' } }]])
    await home.until(() => outcome()?.ok === true, 60_000)
    await home.until(() => home.machine.tabs.size === 0)
  })

  it('is not shown again where its window was closed, and answers all the same', async () => {
    const home = house({ manner: asked, allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.opened === 1)
    home.machine.closeTab(tabOf(home))
    await home.until(() => outcome() !== null, 60_000)
    expect([outcome()?.ok, home.machine.opened]).toEqual([true, 1])
  })
})

describe('a notification', () => {
  it('is shown where nobody looks: the site and what it wants, nothing of what is in it', async () => {
    const home = await ringing()
    await hidden(home)
    expect(shown(home)).toBeUndefined()
    await home.until(() => shown(home) !== undefined)
    expect(shown(home)).toEqual({ title: SITE, message: 'This site wants you to sign an event.' })
  })

  it.each([
    ['its window is seen', (home: Household) => home.panel(tabOf(home))],
    ['the popup is open', (home: Household) => home.panel()],
  ])('is not shown where %s', async (_, look) => {
    const home = await ringing()
    await hidden(home)
    await look(home)
    await home.pass(5_000)
    expect(home.machine.notifications?.size).toBe(0)
  })

  it.each([
    ['was never allowed', async () => house(), null],
    [
      'was allowed and then forbidden',
      async () => {
        const home = await ringing()
        home.machine.allowNotifications(false)
        return home
      },
      null,
    ],
    [
      'is allowed, but switched off',
      async () => {
        const home = await ringing()
        const panel = await home.panel()
        await panel.run('setNotify', false)
        panel.close()
        return home
      },
      0,
    ],
  ])('is not shown where it %s', async (_, given, size) => {
    const home = await given()
    await hidden(home)
    await home.pass(5_000)
    expect(home.machine.notifications?.size ?? null).toBe(size)
  })

  it('rings once for a site that asks and asks', async () => {
    const home = await ringing()
    await hidden(home)
    await home.pass(2_000)
    const first = shown(home)
    for (let kind = 2; kind < 30; kind++) home.page(SITE).call('signEvent', { ...NOTE, kind })
    await home.pass(5_000)
    expect(shown(home)).toBe(first)
  })

  it('goes when all is decided, and comes anew for what is next', async () => {
    const home = await ringing()
    await hidden(home)
    home.page(OTHER).call('getPublicKey')
    await home.pass(2_000)
    expect(shown(home)?.message).toContain('decisions wait for you')
    const panel = await home.panel(tabOf(home))
    await home.pass(100)
    expect(shown(home)).toBeUndefined()
    await panel.decide('deny')
    panel.close()
    await home.pass(2_000)
    expect(shown(home)).toEqual({ title: OTHER, message: 'This site wants to see your public key.' })
    await (await home.panel()).decide('deny')
    await home.pass(2_000)
    expect(shown(home)).toBeUndefined()
  })

  it.each([
    ['before the background came up', ringing],
    [
      'after it',
      async () => {
        const home = house()
        ;(await home.panel()).close()
        home.machine.allowNotifications(true)
        await home.pass(100)
        return home
      },
    ],
  ])('that was allowed %s brings the window to the front on a click', async (_, given) => {
    const home = await given()
    await hidden(home)
    await home.pass(2_000)
    home.machine.clickNotification('approvals')
    await home.pass(100)
    expect(home.machine.windowUpdates).toEqual([{ id: 1, focused: true }])
  })

  it('opens the window on a click where none would open before', async () => {
    const home = await ringing()
    home.machine.faults.noWindows = true
    home.page(SITE).call('signEvent', NOTE)
    await home.pass(5_000)
    home.machine.faults.noWindows = false
    home.machine.clickNotification('approvals')
    await home.pass(100)
    expect(home.machine.windows.size).toBe(1)
  })

  it('of a former life is cleared where nothing waits any more', async () => {
    const home = await ringing()
    await home.die()
    home.machine.notifications?.set('approvals', { title: SITE, message: 'stale' })
    await home.panel()
    await home.pass(100)
    expect(shown(home)).toBeUndefined()
  })

  it('is switched on by the answer to the browser, whose question may have closed the popup', async () => {
    const home = house()
    ;(await home.panel()).close()
    home.machine.allowNotifications(true)
    await home.pass(100)
    expect((await home.panel()).snapshot().settings.notify).toBe(true)
  })
})
