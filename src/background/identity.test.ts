import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Given, type Household, type Panel, SITE, sessionOf } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import type { PageOutcome } from '../wire/page'
import type { Preset } from '../wire/panel'

/** Who signs for which site, and what passes without the person: two phones, through the whole background. */

const [USER, SECOND, THIRD] = [keys(2), keys(4), keys(6)]
const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [], content: 'hello' }
const by = ({ secret }: { secret: string }, template: object = NOTE) => ({
  ok: true,
  value: signAs(secret, template as typeof NOTE),
})
const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })

const play = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

/** With two accounts; the first one's phone is the household's signer. */
function house(given: Given = {}): Household {
  const home = play(given)
  const urls = home.relays.map(({ url }) => url)
  home.another(keys(3), SECOND)
  home.machine.disk.local[`session:${SECOND.pubkey}`] = sessionOf(SECOND.pubkey, keys(3).pubkey, urls, keys(11).secret)
  home.machine.disk.local.settings = { relays: urls, account: USER.pubkey, patience: 5 }
  return home
}

/** Wait for what the page gets. */
async function gets(home: Household, outcome: () => PageOutcome | null): Promise<PageOutcome | null> {
  await home.until(() => outcome() !== null)
  return outcome()
}

/** Allow what is asked, on first contact with this preset. */
async function allow(home: Household, panel: Panel, preset?: Preset): Promise<void> {
  await home.until(() => panel.snapshot().approvals.length > 0)
  await home.pass(100)
  await panel.run('decide', panel.snapshot().approvals[0]?.id ?? '', { kind: 'once' }, [], preset)
}

/** What the panel shows once it has heard of everything. */
async function seen(home: Household, panel: Panel) {
  await home.pass(100)
  return panel.snapshot()
}

const siteView = (panel: Panel, account = USER.pubkey) =>
  panel.snapshot().sites.find((site) => site.account === account && site.origin === SITE)

describe('a site', () => {
  it('is asked about on first contact, and then dealt with by the preset that was chosen', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect((await seen(home, panel)).approvals[0]).toMatchObject({ isFirst: true, isCautious: false, canSwitch: true })
    await allow(home, panel, 'everyday')
    expect(await gets(home, key)).toEqual({ ok: true, value: USER.pubkey })
    await home.pass(100)
    expect(siteView(panel)).toMatchObject({ preset: 'everyday', isTold: true, isCurrent: true })
    expect(await gets(home, page.call('signEvent', NOTE))).toEqual(by(USER))
    const profile = page.call('signEvent', { ...NOTE, kind: 0 })
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect((await seen(home, panel)).approvals[0]).toMatchObject({ isFirst: false, permission: 'sign_event:0' })
    expect(profile()).toBeNull()
  })

  it.each<[Preset, string, 'passes' | 'asks']>([
    ['everyday', 'nip44.decrypt', 'asks'],
    ['phone', 'nip44.decrypt', 'passes'],
    ['ask', 'nip44.encrypt', 'asks'],
    ['everyday', 'nip44.encrypt', 'passes'],
  ])('with the preset %s: %s %s', async (preset, method, what) => {
    const home = house()
    const panel = await home.panel()
    await panel.run('setPreset', USER.pubkey, SITE, preset)
    home.page(SITE).call(method, THIRD.pubkey, 'AgAAAA==')
    await home.pass(500)
    expect((await seen(home, panel)).approvals).toHaveLength(what === 'asks' ? 1 : 0)
  })

  it('that was denied has no preset', async () => {
    const home = house()
    const panel = await home.panel()
    const key = home.page(SITE).call('getPublicKey')
    await home.until(() => panel.snapshot().approvals.length > 0)
    await home.pass(100)
    await panel.run('decide', panel.snapshot().approvals[0]?.id ?? '', { kind: 'deny' }, [], 'phone')
    expect(await gets(home, key)).toEqual(failure('denied'))
    await home.pass(100)
    expect(siteView(panel)).toBeUndefined()
  })

  it('forgotten is a stranger again', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await allow(home, panel, 'phone')
    await gets(home, key)
    await panel.run('forgetSites', [SITE])
    expect((await seen(home, panel)).sites).toEqual([])
    page.call('getPublicKey')
    await home.until(() => panel.snapshot().approvals[0]?.isFirst === true)
  })

  it('switched off gets a clear error, also from a page that was there before', async () => {
    const home = house({ allowed: ['get_public_key'] })
    const panel = await home.panel()
    const page = home.page(SITE)
    await panel.run('setSiteOn', SITE, false)
    expect(await gets(home, page.call('getPublicKey'))).toEqual(failure('site-off'))
    await panel.run('setSiteOn', SITE, null)
    expect(await gets(home, page.call('getPublicKey'))).toEqual({ ok: true, value: USER.pubkey })
    await panel.run('setSitesMode', 'chosen')
    expect(await gets(home, page.call('getPublicKey'))).toEqual(failure('site-off'))
    await panel.run('setSiteOn', SITE, true)
    expect(await gets(home, page.call('getPublicKey'))).toEqual({ ok: true, value: USER.pubkey })
  })

  it('in a storm is denied everything for an hour, and others are not', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const calls = [1, 2, 3, 4].map((kind) => page.call('signEvent', { ...NOTE, kind }))
    const other = home.page('https://other.example').call('getPublicKey')
    await home.until(() => panel.snapshot().approvals.length === 5)
    expect((await seen(home, panel)).approvals.map(({ isStorm }) => isStorm)).toEqual([true, true, true, true, false])
    await panel.run('denySite', USER.pubkey, SITE, 60)
    for (const call of calls) expect(await gets(home, call)).toEqual(failure('denied'))
    expect(other()).toBeNull()
    await home.pass(59 * 60_000)
    expect(await gets(home, page.call('getPublicKey'))).toEqual(failure('denied'))
    await home.pass(2 * 60_000)
    page.call('getPublicKey')
    await home.until(() => panel.snapshot().approvals.some(({ origin }) => origin === SITE))
  })
})

describe('several accounts', () => {
  it('each site keeps the one it was told, when another becomes the default', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await allow(home, panel, 'everyday')
    expect(await gets(home, key)).toEqual({ ok: true, value: USER.pubkey })
    await panel.run('setDefaultAccount', SECOND.pubkey)
    expect((await seen(home, panel)).account).toBe(SECOND.pubkey)
    expect(await gets(home, page.call('getPublicKey'))).toEqual({ ok: true, value: USER.pubkey })
    const other = home.page('https://other.example').call('getPublicKey')
    await allow(home, panel, 'everyday')
    expect(await gets(home, other)).toEqual({ ok: true, value: SECOND.pubkey })
  })

  it('a question is answered by another one that is chosen in the approval', async () => {
    const home = house()
    const panel = await home.panel()
    const key = home.page(SITE).call('getPublicKey')
    await home.until(() => panel.snapshot().approvals.length > 0)
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    expect((await seen(home, panel)).approvals).toMatchObject([{ account: SECOND.pubkey, isFirst: true }])
    await allow(home, panel, 'everyday')
    expect(await gets(home, key)).toEqual({ ok: true, value: SECOND.pubkey })
  })

  it('a rule of the one that was chosen answers at once', async () => {
    const home = house()
    const panel = await home.panel()
    await panel.run('setPreset', SECOND.pubkey, SITE, 'phone')
    const note = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => panel.snapshot().approvals.length > 0)
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    expect(await gets(home, note)).toEqual(by(SECOND))
    expect((await seen(home, panel)).approvals).toEqual([])
  })

  it('a site that knows one never silently gets a signature of another', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await allow(home, panel, 'phone')
    await gets(home, key)
    await panel.run('setPreset', SECOND.pubkey, SITE, 'phone')
    await panel.run('setRule', SECOND.pubkey, SITE, 'sign_event:1', { kind: 'always' })
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    const note = page.call('signEvent', NOTE)
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect((await seen(home, panel)).approvals[0]).toMatchObject({
      isCautious: true,
      account: SECOND.pubkey,
      calls: [{ caution: { why: 'other-key', told: USER.pubkey } }],
    })
    await allow(home, panel)
    expect(await gets(home, note)).toEqual(by(SECOND))
    // it has seen the signature, and with it the key
    expect(await gets(home, page.call('signEvent', NOTE))).toEqual(by(SECOND))
  })

  it('a site that asks again who it is gets the new key, and then signatures of it', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await allow(home, panel, 'phone')
    await gets(home, key)
    await panel.run('setPreset', SECOND.pubkey, SITE, 'phone')
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    expect(await gets(home, page.call('getPublicKey'))).toEqual({ ok: true, value: SECOND.pubkey })
    expect(await gets(home, page.call('signEvent', NOTE))).toEqual(by(SECOND))
  })

  it('a template that names its pubkey is signed by that one, which does not become the site’s', async () => {
    const home = house()
    const panel = await home.panel()
    const page = home.page(SITE)
    const key = page.call('getPublicKey')
    await allow(home, panel, 'phone')
    await gets(home, key)
    const named = page.call('signEvent', { ...NOTE, pubkey: SECOND.pubkey })
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect((await seen(home, panel)).approvals[0]).toMatchObject({
      account: SECOND.pubkey,
      isFirst: true,
      canSwitch: false,
    })
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    await panel.run('setSiteAccount', SITE, USER.pubkey)
    expect((await seen(home, panel)).approvals[0]).toMatchObject({ account: SECOND.pubkey })
    await allow(home, panel)
    expect(await gets(home, named)).toEqual(by(SECOND))
    expect(await gets(home, page.call('signEvent', NOTE))).toEqual(by(USER))
  })

  it('one that logs out leaves nothing behind at any site', async () => {
    const home = house()
    const panel = await home.panel()
    const key = home.page(SITE).call('getPublicKey')
    await allow(home, panel, 'phone')
    await gets(home, key)
    await panel.run('logOut', USER.pubkey)
    expect((await seen(home, panel)).sites).toEqual([])
    expect(JSON.stringify(home.machine.disk.local)).not.toContain(USER.pubkey)
  })

  it('all of it outlives the browser', async () => {
    const home = house()
    const panel = await home.panel()
    const key = home.page(SITE).call('getPublicKey')
    await allow(home, panel, 'everyday')
    await gets(home, key)
    await panel.run('setSiteAccount', SITE, SECOND.pubkey)
    await home.quit()
    const again = await home.panel()
    expect(siteView(again)).toMatchObject({ preset: 'everyday', isTold: true, isCurrent: false })
    expect(siteView(again, SECOND.pubkey)).toMatchObject({ preset: null, isTold: false, isCurrent: true })
  })
})

describe('the list guard', () => {
  const follows = (count: number, created_at: number) => ({
    ...{ kind: 3, created_at, content: '' },
    tags: Array.from({ length: count }, (_, i) => ['p', i.toString(16).padStart(64, '0')]),
  })

  it('stops a follow list that loses most of the last one, whatever preset and rules say, and after a restart', async () => {
    const home = house()
    const panel = await home.panel()
    await panel.run('setPreset', USER.pubkey, SITE, 'phone')
    const full = follows(418, 1_795_000_000)
    expect(await gets(home, home.page(SITE).call('signEvent', full))).toEqual(by(USER, full))
    await home.quit()
    const again = await home.panel()
    const empty = follows(6, 1_795_000_100)
    const call = home.page(SITE).call('signEvent', empty)
    await home.until(() => again.snapshot().approvals.length > 0)
    expect((await seen(home, again)).approvals[0]).toMatchObject({
      isCautious: true,
      calls: [{ caution: { why: 'list-loss', removed: 412, of: 418 } }],
    })
    await home.pass(100)
    await again.run('decide', again.snapshot().approvals[0]?.id ?? '', { kind: 'always' })
    expect(await gets(home, call)).toEqual(by(USER, empty))
    // "always" was no answer to that
    expect((await seen(home, again)).sites[0]?.rules).toEqual([])
  })
})
