import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Household, SITE } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import type { OpenCall } from './state'

/** The background dies without a word, at every step of a call, and is born again from what it kept. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const SIGNED = { ok: true, value: signAs(keys(2).secret, NOTE) }

const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

/** Of the journal: how a call stands. */
const journaled = ({ machine }: Household): OpenCall[] =>
  Object.entries(machine.disk.session).flatMap(([key, value]) => (key.startsWith('call:') ? [value as OpenCall] : []))
const stageIn = (home: Household) => journaled(home)[0]?.stage.at
const approvalsIn = ({ machine }: Household) =>
  (machine.disk.session.desk as { approvals?: unknown[] })?.approvals ?? []

type Moment = [string, (home: Household) => boolean]
const MOMENTS: Moment[] = [
  ['before it has heard the call', () => true],
  ['while the person is asked', (home) => approvalsIn(home).length > 0],
  ['when the person has allowed it', (home) => stageIn(home) === 'signer'],
  ['when the relays have it', ({ relays }) => relays.every((relay) => relay.taken().length > 0)],
  ['when the phone has it', ({ signer }) => signer.heard.length > 0],
  ['when the answer is on the relays', ({ relays }) => relays.every((relay) => relay.taken().length > 1)],
]

/** Let the person at the screen allow whatever waits. */
async function allow(home: Household): Promise<void> {
  const panel = await home.panel()
  await panel.decide('once')
  panel.close()
}

describe('a background that dies', () => {
  it.each(MOMENTS.flatMap(([name, moment]) => [[name, 1, moment] as const, [name, 3, moment] as const]))(
    '%s, %i times in a row: the page has its answer, and the phone was asked once',
    async (_, times, moment) => {
      const home = house({ manner: { delay: 3_000 } })
      const outcome = home.page(SITE).call('signEvent', NOTE)
      let isAllowed = false
      for (let time = 0; time < 2_000 && !moment(home); time++) {
        if (!isAllowed && approvalsIn(home).length > 0) {
          isAllowed = true
          await allow(home)
        }
        await home.pass(5)
      }
      expect(moment(home)).toBe(true)
      for (let time = 0; time < times; time++) {
        await home.die()
        await home.pass(time * 70)
      }
      if (!isAllowed) await allow(home)
      await home.until(() => outcome() !== null, 60_000)
      expect(outcome()).toEqual(SIGNED)
      expect(home.signer.heard).toHaveLength(1)
    },
  )

  it.each([0, 1, 20, 60, 200])(
    '%i ms after a hundred calls came at once: each has its answer, of its own',
    async (ms) => {
      const home = house({ allowed: ['sign_event:1', 'get_public_key'] })
      const notes = Array.from({ length: 50 }, (_, n) => ({ ...NOTE, content: `${n}` }))
      const page = home.page(SITE)
      const outcomes = page.callAll(notes.flatMap((note) => [['signEvent', note], ['getPublicKey']]))
      await home.pass(ms)
      await home.die()
      await home.until(() => outcomes.every((outcome) => outcome() !== null), 60_000)
      const wanted = notes.flatMap((note) => [signAs(keys(2).secret, note), keys(2).pubkey])
      expect(outcomes.map((outcome) => outcome())).toEqual(wanted.map((value) => ({ ok: true, value })))
      expect([page.told(), home.signer.heard.length]).toEqual([100, 50])
    },
  )

  it('when the page has missed the answer: it asks with the same id and has it', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    const page = home.page(SITE)
    const outcome = page.call('signEvent', NOTE)
    page.deafen(true)
    await home.until(() => stageIn(home) === 'answered')
    await home.pass(100)
    await home.die()
    page.deafen(false)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
    expect(home.signer.heard).toHaveLength(1)
  })

  it('after its page has the answer: nothing of it is in the journal two seconds later', async () => {
    const home = house({ allowed: ['nip44_decrypt'] })
    const outcome = home.page(SITE).call('nip44.decrypt', keys(5).pubkey, 'AAAA')
    await home.until(() => outcome() !== null)
    await home.pass(2_100)
    expect(outcome()).toMatchObject({ ok: true })
    expect(journaled(home)).toEqual([])
  })

  it('again and again, every second, while a person takes half a minute', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { delay: 30_000 } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    for (let second = 0; second < 29; second++) {
      await home.pass(1_000)
      await home.die()
    }
    await home.until(() => outcome() !== null, 60_000)
    expect(outcome()).toEqual(SIGNED)
    expect(home.signer.heard.filter(({ method }) => method === 'sign_event')).toHaveLength(1)
  })

  it('with a hundred calls open: each gets its own answer', async () => {
    const home = house({ allowed: ['nip44_decrypt'], manner: { delay: 3_000 } })
    const page = home.page(SITE)
    const outcomes = Array.from({ length: 100 }, (_, n) => page.call('nip44.decrypt', keys(5).pubkey, `A${n}`))
    await home.until(() => home.signer.heard.length > 50)
    await home.die()
    await home.until(() => outcomes.every((outcome) => outcome() !== null), 60_000)
    expect(outcomes.map((outcome) => outcome())).toEqual(outcomes.map((_, n) => ({ ok: true, value: `plain:A${n}` })))
    expect(home.signer.heard).toHaveLength(100)
  })

  it('keeps a denial that was given, and one that was given just before', async () => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    const first = page.call('signEvent', NOTE)
    await panel.decide('never')
    await home.die()
    const second = page.call('signEvent', NOTE)
    await home.pass(1_000)
    expect([first(), second()]).toEqual([failure('denied'), failure('denied')])
  })

  it('leaves the window open, and what is decided there counts', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    await home.die()
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.tabs.size]).toEqual([1, 1])
    const panel = await home.panel([...home.machine.tabs.keys()][0])
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.tabs.size]).toEqual([SIGNED, 0])
  })

  it('and whose window is closed meanwhile denies what waited', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    await home.die()
    home.machine.closeTab([...home.machine.tabs.keys()][0] ?? 0)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('denied'))
  })
})

describe('a page that does not come back to the new background', () => {
  it.each([
    ['has its question taken back', []],
    ['has its request cancelled', ['sign_event:1']],
  ])('%s after a moment of grace', async (_, allowed) => {
    const home = house({ allowed, manner: { decides: () => 'silent' } })
    const page = home.page(SITE)
    page.call('signEvent', NOTE)
    await home.pass(5_000)
    page.vanish()
    await home.die()
    // nobody calls: the alarm brings the background back
    await home.until(() => home.machine.isAlive(), 31_000)
    await home.pass(15_000)
    expect([journaled(home).length, approvalsIn(home).length]).toEqual([1, allowed.length ? 0 : 1])
    await home.pass(15_000)
    expect([journaled(home), approvalsIn(home)]).toEqual([[], []])
    const panel = await home.panel()
    expect(panel.snapshot()).toMatchObject({ approvals: [], pending: [] })
    panel.close()
    await home.pass(5 * 60_000)
    expect([home.timers(), home.net.open(), [...home.machine.alarms]]).toEqual([0, [], []])
  })

  it('loses nothing of another page that did', async () => {
    const home = house({ manner: { delay: 1_000 } })
    const [gone, here] = [home.page(SITE), home.page('https://other.example')]
    gone.call('signEvent', NOTE)
    const outcome = here.call('signEvent', NOTE)
    await home.pass(1_000)
    gone.vanish()
    await home.die()
    await home.pass(60_000)
    const panel = await home.panel()
    expect(panel.snapshot().approvals.map(({ origin }) => origin)).toEqual(['https://other.example'])
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })
})

describe('a browser that closes', () => {
  it('keeps sessions and rules; calls and what was allowed for its time are gone', async () => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    page.call('signEvent', NOTE)
    await panel.decide('always')
    await panel.run('setRule', keys(2).pubkey, SITE, 'nip44_decrypt', { kind: 'allow-for', minutes: null })
    await home.pass(1_000)
    expect(panel.snapshot().sites[0]?.rules.map(({ permission }) => permission)).toEqual([
      'sign_event:1',
      'nip44_decrypt',
    ])
    page.call('getPublicKey')
    await home.pass(1_000)
    page.vanish()
    await home.quit()
    const { accounts, sites, approvals } = (await home.panel()).snapshot()
    expect([accounts.length, approvals]).toEqual([1, []])
    expect(sites[0]?.rules).toEqual([{ permission: 'sign_event:1', allow: true, until: null }])
  })

  it('keeps what was allowed for its time while only the background dies', async () => {
    const home = house()
    const panel = await home.panel()
    await panel.run('setRule', keys(2).pubkey, SITE, 'sign_event:1', { kind: 'allow-for', minutes: null })
    await home.pass(100)
    await home.die()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })

  it('ends what was allowed for five minutes after five minutes, whatever dies meanwhile', async () => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    await panel.run('setRule', keys(2).pubkey, SITE, 'sign_event:1', { kind: 'allow-for', minutes: 5 })
    await home.pass(4 * 60_000)
    await home.die()
    const early = page.call('signEvent', NOTE)
    await home.pass(61_000)
    const late = page.call('signEvent', NOTE)
    await home.pass(1_000)
    expect([early(), late()]).toEqual([SIGNED, null])
  })
})
