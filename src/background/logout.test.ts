import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { CLIENT, type Household, SITE } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { pairByToken } from '../testing/pairing'

/** The end of a session by the person's word, through the whole background. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const USER = keys(2)
const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

describe('log-out', () => {
  const bare = async (home: Household) => {
    await home.pass(1_000)
    const { local, session } = home.machine.disk
    expect(Object.keys(local).filter((key) => key.startsWith('session:'))).toEqual([])
    expect(Object.keys(session).sort()).toEqual(['desk', 'still'])
    expect(session.still).toBeNull()
    expect(local.rules).toEqual([])
    const text = JSON.stringify(home.machine.disk)
    expect(text).not.toContain(CLIENT.secret)
    expect(text).not.toContain(USER.pubkey)
  }

  it.each([
    ['that the signer confirms', {}, 0],
    ['that the signer refuses', { replies: { logout: () => ({ error: 'no logout method' }) } }, 0],
    ['that the signer does not hear', { replies: { logout: () => null } }, 6_000],
  ])('%s erases key, rules and journal', async (_, manner, wait) => {
    const home = house({ allowed: ['sign_event:1'], manner })
    const panel = await home.panel()
    const before = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => before() !== null)
    expect(await panel.run('logOut', USER.pubkey)).toEqual({ ok: true })
    expect(home.signer.heard.at(-1)?.method).toBe('logout')
    expect(panel.snapshot()).toMatchObject({ account: null, accounts: [], sites: [], pending: [] })
    await home.pass(wait)
    await bare(home)
  })

  it('leaves nothing of what was denied a moment ago, nor of what the person was told', async () => {
    const other = JSON.stringify(signAs(USER.secret, { ...NOTE, content: 'something else' }))
    const home = house({ manner: { replies: { sign_event: () => ({ result: other }) } } })
    const panel = await home.panel()
    const page = home.page(SITE)
    for (const verdict of ['once', 'deny'] as const) {
      const outcome = page.call('signEvent', NOTE)
      await panel.decide(verdict)
      await home.until(() => outcome() !== null)
    }
    expect(panel.snapshot().notices).toHaveLength(1)
    expect(await panel.run('logOut', USER.pubkey)).toEqual({ ok: true })
    expect(panel.snapshot().notices).toEqual([])
    await bare(home)
  })

  it('with no relay in reach erases all the same', async () => {
    const home = house()
    for (const relay of home.relays) relay.stop()
    const panel = await home.panel()
    expect(await panel.run('logOut', USER.pubkey)).toEqual({ ok: true })
    await bare(home)
  })

  it('ends every call that waits, asked or not', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'silent' } })
    const page = home.page(SITE)
    const outcomes = [page.call('signEvent', NOTE), page.call('nip44.decrypt', keys(5).pubkey, 'Acipher')]
    await home.until(() => home.signer.heard.length > 0)
    const panel = await home.panel()
    await panel.run('logOut', USER.pubkey)
    expect(outcomes.map((outcome) => outcome())).toEqual([failure('logged-out'), failure('logged-out')])
    const next = page.call('getPublicKey')
    await home.until(() => next() !== null)
    expect(next()).toEqual(failure('not-paired'))
    await bare(home)
  })

  it('survives a background that dies while the signer is told', async () => {
    const home = house({ manner: { replies: { logout: () => null } } })
    const { port } = home.knock('panel', {
      ...{ id: 'lanyard', url: 'chrome-extension://lanyard/x', origin: 'chrome-extension://lanyard' },
    })
    port.postMessage({ n: 1, command: 'logOut', args: [USER.pubkey] })
    await home.until(() => home.signer.heard.length > 0)
    await home.die()
    expect((await home.panel()).snapshot()).toMatchObject({ account: null, accounts: [] })
    await bare(home)
  })

  it('followed by a new pairing of the same user, at once, leaves that one alone', async () => {
    const home = house({ manner: { replies: { logout: () => null } } })
    const panel = await home.panel()
    const over = panel.run('logOut', USER.pubkey)
    await home.until(() => panel.snapshot().account === null)
    await pairByToken(home, panel)
    await over
    await home.pass(10_000)
    expect(home.signer.heard.filter(({ method }) => method === 'logout')).toHaveLength(1)
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual({ ok: true, value: signAs(USER.secret, NOTE) })
  })

  it.each(['', 'nobody', keys(9).pubkey])('of %j changes nothing', async (user) => {
    const home = house({ allowed: ['sign_event:1'] })
    const panel = await home.panel()
    await panel.run('logOut', user)
    await home.pass(6_000)
    expect(panel.snapshot()).toMatchObject({ account: USER.pubkey, sites: [{ origin: SITE }] })
  })
})
