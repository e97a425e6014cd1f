import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import type { Hex } from '../protocol/hex'
import { playBackground } from '../testing/background'
import { CLIENT, type Household, type Panel, SITE, sessionOf } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { pairByToken, showCode, tokenOf, urlsOf } from '../testing/pairing'

/** Pairing and several accounts, through the whole background. */

const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const [USER, SECOND] = [keys(2), keys(4)]
const signedBy = ({ secret }: { secret: string }) => ({ ok: true, value: signAs(secret, NOTE) })
const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const stage = (panel: Panel) => panel.snapshot().pairing?.stage
const onDisk = ({ machine }: Household) => JSON.stringify(machine.disk)

describe('pairing', () => {
  it('by QR code goes through its steps, and the first call is signed', async () => {
    const home = house({ isPaired: false, manner: { delay: 500 } })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    expect(panel.snapshot().accounts).toEqual([])
    home.signer.scan(token)
    await home.until(() => stage(panel) === 'answered')
    await home.until(() => stage(panel) === 'paired')
    expect(panel.snapshot()).toMatchObject({ account: USER.pubkey, accounts: [{ user: USER.pubkey }] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(signedBy(USER))
  })

  it('goes on when the popup closes, and the next one shows what came of it', async () => {
    const home = house({ isPaired: false, manner: { delay: 2_000 } })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    panel.close()
    home.signer.scan(token)
    await home.pass(10_000)
    expect(stage(await home.panel())).toBe('paired')
  })

  it.each<[string, (home: Household) => boolean]>([
    ['the code is shown', () => true],
    ['the phone answers', ({ relays }) => relays.every((relay) => relay.taken().length > 0)],
    ['its public key is asked for', ({ signer }) => signer.heard.length > 0],
    ['other relays are asked for', ({ signer }) => signer.heard.length > 1],
  ])('survives a background that dies when %s, with nobody looking', async (_, moment) => {
    const home = house({ isPaired: false, manner: { delay: 1_000 } })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    panel.close()
    await home.pass(100)
    if (moment(home)) {
      await home.die()
      home.signer.scan(token)
    } else {
      home.signer.scan(token)
      await home.until(() => moment(home))
      await home.die()
    }
    // the alarm wakes it
    await home.until(() => home.machine.isAlive(), 31_000)
    await home.pass(20_000)
    expect((await home.panel()).snapshot()).toMatchObject({ account: USER.pubkey, pairing: { stage: 'paired' } })
    expect(home.machine.disk.local).toHaveProperty([`session:${USER.pubkey}`])
  })

  it('survives relays that go down and come up', async () => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    for (const relay of home.relays) relay.stop(false)
    await home.until(() => stage(panel) === 'connecting')
    await home.pass(10_000)
    for (const relay of home.relays) relay.start()
    await home.until(() => stage(panel) === 'waiting', 60_000)
    expect(panel.snapshot().pairing?.token).toBe(token)
    await home.pass(60_000)
    home.signer.scan(token)
    await home.until(() => stage(panel) === 'paired')
  })

  it.each(['ack', 'wrong-secret', 'error'] as const)('does not fall for a stranger who says "%s"', async (greets) => {
    const home = house({ isPaired: false, manner: { greets } })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    home.signer.scan(token)
    await home.pass(5_000)
    expect(panel.snapshot()).toMatchObject({ pairing: { stage: 'waiting' }, account: null })
    home.signer.manner.greets = 'secret'
    home.signer.scan(token)
    await home.until(() => stage(panel) === 'paired')
  })

  it('that is given up leaves no key, and the old code pairs nobody', async () => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    expect(onDisk(home)).toContain('clientSecretKey')
    await panel.run('cancelPairing')
    home.signer.scan(token)
    await home.pass(60_000)
    expect(panel.snapshot()).toMatchObject({ pairing: null, account: null })
    expect(onDisk(home)).not.toContain('clientSecretKey')
    expect(home.net.open()).toEqual([])
  })

  it('again takes the place of the one before, with another key', async () => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    const first = await showCode(home, panel)
    await panel.run('pairByQr', urlsOf(home))
    await home.until(() => stage(panel) === 'waiting' && panel.snapshot().pairing?.token !== first)
    home.signer.scan(first)
    await home.pass(5_000)
    expect(stage(panel)).toBe('waiting')
    home.signer.scan(panel.snapshot().pairing?.token ?? '')
    await home.until(() => stage(panel) === 'paired')
  })

  it('that fails says why, and the next one works', async () => {
    const home = house({ isPaired: false, manner: { decides: () => 'reject' } })
    const panel = await home.panel()
    await panel.run('pairByToken', tokenOf(home))
    await home.until(() => stage(panel) === 'failed')
    expect(panel.snapshot().pairing?.error).toMatchObject({ code: 'pairing-refused' })
    home.signer.manner.decides = () => 'approve'
    await pairByToken(home, panel)
    expect(Object.keys(home.machine.disk.session).filter((key) => key.startsWith('line:'))).toHaveLength(1)
  })

  it.each([
    ['', 'token-empty'],
    ['hello', 'token-unknown'],
    ['nostrconnect://abc', 'token-nostrconnect'],
    [`bunker://${'0'.repeat(64)}?relay=wss://relay.example`, 'token-pubkey'],
    [`bunker://${keys(1).pubkey}`, 'token-relay'],
  ])('by %j is refused, and nothing begins', async (text, code) => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    expect(await panel.run('pairByToken', text)).toMatchObject({ ok: false, error: { code } })
    expect(panel.snapshot().pairing).toBeNull()
  })

  it('shows the page that a signer wants opened before it answers, and opens it on a click', async () => {
    const authUrl = 'https://signer.example/confirm?id=1'
    const home = house({ isPaired: false, manner: { authUrl, delay: 60_000 } })
    const panel = await home.panel()
    home.signer.scan(await showCode(home, panel))
    await home.pass(1_000)
    const { pairing } = panel.snapshot()
    expect(pairing?.auth).toMatchObject({ url: authUrl, domain: 'signer.example', foreign: true })
    expect([...home.machine.tabs.values()]).toEqual([])
    await panel.run('openAuthUrl', pairing?.id ?? '')
    expect([...home.machine.tabs.values()]).toEqual([authUrl])
  })
})

describe('pairing the same user again', () => {
  it('keeps the rules and one account, and erases the old key', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    const panel = await home.panel()
    await pairByToken(home, panel)
    await home.pass(1_000)
    expect(panel.snapshot().accounts).toHaveLength(1)
    expect(onDisk(home)).not.toContain(CLIENT.secret)
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(signedBy(USER))
    expect(home.signer.heard.at(-1)?.event.pubkey).not.toBe(CLIENT.pubkey)
  })

  it('does not lose a call that was under way', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    home.signer.manner.decides = ({ event }) => (event.pubkey === CLIENT.pubkey ? 'silent' : 'approve')
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => home.signer.heard.length > 0)
    await pairByToken(home, panel)
    await home.until(() => outcome() !== null, 60_000)
    expect(outcome()).toEqual(signedBy(USER))
  })
})

describe('pairing another signer that says it holds the same key', () => {
  it('does not show it what was asked of the first', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'silent' } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => home.signer.heard.length > 0)
    const other = home.another(keys(3), USER)
    await pairByToken(home, panel, other)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('session-ended'))
    expect(other.heard.map(({ method }) => method)).not.toContain('sign_event')
  })
})

/** Two accounts since an earlier start of the browser; the second signs by default. */
function twoAccounts(allowed: string[] = ['sign_event:1']) {
  const home = house({ allowed })
  const other = home.another(keys(3), SECOND)
  const { local } = home.machine.disk
  local[`session:${SECOND.pubkey}`] = sessionOf(SECOND.pubkey, other.pubkey, urlsOf(home), keys(11).secret)
  local.settings = { relays: urlsOf(home), account: SECOND.pubkey }
  const rule = { origin: SITE, permission: 'sign_event:1', allow: true, until: null }
  local.rules = [USER, SECOND].map(({ pubkey }) => ({ ...rule, account: pubkey }))
  return { home, other }
}

describe('two accounts', () => {
  it('each sign what names them, and the default the rest, each over a line of its own', async () => {
    const { home, other } = twoAccounts()
    const page = home.page(SITE)
    const outcomes = [{ pubkey: USER.pubkey }, { pubkey: SECOND.pubkey }, {}].map((more) =>
      page.call('signEvent', { ...NOTE, ...more }),
    )
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome())).toEqual([signedBy(USER), signedBy(SECOND), signedBy(SECOND)])
    expect(home.signer.heard.map(({ event }) => event.pubkey)).toEqual([CLIENT.pubkey])
    expect(new Set(other.heard.map(({ event }) => event.pubkey))).toEqual(new Set([keys(11).pubkey]))
    expect(home.net.open()).toHaveLength(4)
  })

  it('have rules of their own', async () => {
    const { home } = twoAccounts()
    const panel = await home.panel()
    await panel.run('setRule', SECOND.pubkey, SITE, 'sign_event:1', { kind: 'never' })
    const page = home.page(SITE)
    const outcomes = [USER, SECOND].map(({ pubkey }) => page.call('signEvent', { ...NOTE, pubkey }))
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome())).toEqual([signedBy(USER), failure('denied')])
  })

  it('the newest pairing signs by default', async () => {
    const home = house()
    const panel = await home.panel()
    await pairByToken(home, panel, home.another(keys(3), SECOND))
    expect(panel.snapshot()).toMatchObject({ account: SECOND.pubkey })
    expect(panel.snapshot().accounts).toHaveLength(2)
  })

  it('of which one logs out leave the other as it was', async () => {
    const { home, other } = twoAccounts()
    const panel = await home.panel()
    expect(await panel.run('logOut', SECOND.pubkey)).toEqual({ ok: true })
    await home.pass(1_000)
    expect(other.heard.map(({ method }) => method)).toEqual(['logout'])
    expect(home.signer.heard).toEqual([])
    const { account, accounts, sites } = panel.snapshot()
    expect([account, accounts.length, sites.map((site) => site.account)]).toEqual([USER.pubkey, 1, [USER.pubkey]])
    expect(onDisk(home)).not.toContain(keys(11).secret)
    const page = home.page(SITE)
    const outcomes = [{}, { pubkey: SECOND.pubkey }].map((more) => page.call('signEvent', { ...NOTE, ...more }))
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome())).toEqual([signedBy(USER), failure('wrong-account')])
  })
})

describe('which signer it is', () => {
  const said = (panel: Panel) => {
    const { pairing, accounts } = panel.snapshot()
    return [pairing?.signer, accounts.map(({ signer }) => signer)]
  }

  it('is said while pairing, goes with the session, and is corrected later, for good', async () => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    const token = await showCode(home, panel)
    expect(await panel.run('setSigner', 'pairing', 'amber')).toEqual({ ok: true })
    await home.until(() => said(panel)[0] === 'amber')
    expect(panel.snapshot().pairing?.token).toBe(token)
    home.signer.scan(token)
    await home.until(() => stage(panel) === 'paired')
    expect(said(panel)).toEqual(['amber', ['amber']])
    await panel.run('setSigner', USER.pubkey, 'primal')
    await home.until(() => said(panel)[0] === 'primal')
    await home.quit()
    expect(said(await home.panel())).toEqual([undefined, ['primal']])
  })

  it('is said with a code or a token, and unsaid by the next', async () => {
    const home = house({ isPaired: false })
    const panel = await home.panel()
    await panel.run('pairByQr', urlsOf(home), 'clave')
    await home.until(() => said(panel)[0] === 'clave')
    await panel.run('pairByQr', urlsOf(home))
    await home.until(() => said(panel)[0] === null)
    await panel.run('pairByToken', tokenOf(home), 'bunker')
    await home.until(() => stage(panel) === 'paired', 60_000)
    expect(said(panel)).toEqual(['bunker', ['bunker']])
  })

  it.each<[string, Hex | 'pairing', unknown]>([
    ['a name that nobody has', USER.pubkey, 'toString'],
    ['a user who is not here', SECOND.pubkey, 'amber'],
    ['a pairing that is not under way', 'pairing', 'amber'],
  ])('is not taken of %s', async (_, whose, signer) => {
    const panel = await house().panel()
    expect(await panel.run('setSigner', whose, signer as 'amber')).toMatchObject({ ok: false })
    expect(said(panel)).toEqual([undefined, [null]])
  })
})
