import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { bitcoinReplies, psbtOf, signedBy } from '../testing/bitcoin'
import { type Given, SITE } from '../testing/household'
import { keys } from '../testing/keys'

/** Bitcoin through the whole background; only browser and relays are played. */

const USER = keys(2)
const FIRST = psbtOf([{ owner: USER.pubkey }])
const SECOND = psbtOf([{ owner: USER.pubkey }], [{ amount: 5n }])
const HASH = 'ab'.repeat(32)
const HOUR = 3_600_000

const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })
const signed = (psbt: string) => ({ ok: true, value: signedBy(psbt, USER.secret) })

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })
const house = (given: Given = {}) => play({ ...given, manner: { replies: bitcoinReplies(USER), ...given.manner } })

describe('a transaction', () => {
  it('is signed once its person allows it, and comes back with signatures and nothing else new', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signPsbt', FIRST.toUpperCase())
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length === 1)
    expect(panel.snapshot().approvals[0]).toMatchObject({ isCautious: true, calls: [{ caution: { why: 'money' } }] })
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(signed(FIRST))
    expect(home.signer.heard).toMatchObject([{ method: 'sign_psbt', params: [FIRST] }])
  })

  it('is asked about whatever rules and presets say, also one that somebody wrote into storage', async () => {
    const home = house({ allowed: ['sign_psbt', 'sign_schnorr'] })
    const panel = await home.panel()
    await panel.run('setPreset', USER.pubkey, SITE, 'phone')
    const page = home.page(SITE)
    const outcomes = [page.call('signPsbt', FIRST), page.call('signSchnorr', HASH)]
    await home.until(() => panel.snapshot().approvals.length === 2)
    await home.pass(1_000)
    expect([outcomes.map((outcome) => outcome()), home.signer.heard]).toEqual([[null, null], []])
  })

  it('is looked at by itself: one Allow is for one of them', async () => {
    const home = house()
    const page = home.page(SITE)
    const outcomes = [page.call('signPsbt', FIRST), page.call('signPsbt', SECOND), page.call('signPsbt', SECOND)]
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length === 3)
    await panel.decide('always')
    await home.until(() => outcomes[0]?.() !== null)
    await home.pass(2_000)
    expect(outcomes.map((outcome) => outcome())).toEqual([signed(FIRST), null, null])
    await panel.decide('once')
    await home.until(() => outcomes[1]?.() !== null)
    await home.pass(2_000)
    expect(outcomes[2]?.()).toBeNull()
  })

  it('that was denied is not asked of the phone, and its site is quiet for a while', async () => {
    const home = house()
    const page = home.page(SITE)
    const outcome = page.call('signPsbt', FIRST)
    const panel = await home.panel()
    await panel.decide('deny')
    const again = page.call('signPsbt', SECOND)
    await home.until(() => again() !== null)
    expect([outcome(), again(), home.signer.heard]).toEqual([failure('denied'), failure('denied'), []])
  })

  it('in which the account has nothing to sign is not asked of the phone, and told only once it is allowed', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signPsbt', psbtOf([{ owner: keys(6).pubkey }]))
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length === 1)
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect([outcome(), home.signer.heard]).toEqual([failure('invalid-call'), []])
  })

  it('that a signer changed goes to nobody', async () => {
    const replies = { sign_psbt: () => ({ result: signedBy(SECOND, USER.secret) }) }
    const home = house({ manner: { replies } })
    const outcome = home.page(SITE).call('signPsbt', FIRST)
    const panel = await home.panel()
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('bad-answer'))
  })

  it('waits through a worker’s death, for its person and at the phone', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signPsbt', FIRST)
    const before = await home.panel()
    await home.until(() => before.snapshot().approvals.length === 1)
    await home.die()
    const panel = await home.panel()
    home.signer.manner.delay = 3_000
    await panel.decide('once')
    await home.until(() => home.signer.heard.length === 1)
    await home.die()
    await home.until(() => outcome() !== null, 20_000)
    expect(outcome()).toEqual(signed(FIRST))
    expect(home.signer.heard).toHaveLength(1)
  })
})

describe('a signer that does not know how', () => {
  const lacking = { manner: { replies: {} } }

  async function askAndAllow(home: ReturnType<typeof house>, psbt: string) {
    const outcome = home.page(SITE).call('signPsbt', psbt)
    const panel = await home.panel()
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    panel.close()
    return outcome()
  }

  it('is asked once: the next call ends at once, without a question, also after the browser was closed', async () => {
    const home = house(lacking)
    expect(await askAndAllow(home, FIRST)).toEqual(failure('unsupported'))
    const opened = home.machine.opened
    for (const before of [async () => {}, home.die, home.quit]) {
      await before()
      const outcome = home.page(SITE).call('signPsbt', SECOND)
      await home.until(() => outcome() !== null, 1_000)
      expect(outcome()).toEqual(failure('unsupported'))
    }
    expect([home.signer.heard.length, home.machine.opened]).toEqual([1, opened])
  })

  it('is asked about what it did not speak of', async () => {
    const home = house({ manner: { replies: { sign_schnorr: bitcoinReplies(USER).sign_schnorr } } })
    await askAndAllow(home, FIRST)
    const outcome = home.page(SITE).call('signSchnorr', HASH)
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length === 1)
    expect(panel.snapshot().approvals[0]).toMatchObject({ calls: [{ caution: { why: 'blind' } }] })
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toMatchObject({ ok: true })
  })

  it('is not asked what waited meanwhile', async () => {
    const home = house(lacking)
    const page = home.page(SITE)
    const outcomes = [page.call('signPsbt', FIRST), page.call('signPsbt', SECOND)]
    const panel = await home.panel()
    await panel.decide('once')
    await home.until(() => outcomes[0]?.() !== null)
    await panel.decide('once')
    await home.until(() => outcomes[1]?.() !== null)
    expect(outcomes.map((outcome) => outcome())).toEqual([failure('unsupported'), failure('unsupported')])
    expect(home.signer.heard).toHaveLength(1)
  })

  it('is asked again after a day: it may have been updated', async () => {
    const home = house(lacking)
    await askAndAllow(home, FIRST)
    home.signer.manner.replies = bitcoinReplies(USER)
    home.sleep(25 * HOUR)
    expect(await askAndAllow(home, FIRST)).toEqual(signed(FIRST))
  })
})
