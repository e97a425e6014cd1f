import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { playBackground } from '../testing/background'
import { type Household, SITE } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { pageSender, panelSender, type Sender } from '../testing/sender'
import { CALL_PORT } from '../wire/background'
import { PANEL_PORT } from '../wire/panel'

/** The whole background, from its listeners to its sockets; only browser and relays are played. */

const OTHER = 'https://other.example'
const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const USER = keys(2)
const SIGNED = { ok: true, value: signAs(USER.secret, NOTE) }
const ID = '00000000-0000-4000-8000-000000000001'
const UP = { id: ID, method: 'signEvent', params: JSON.stringify([NOTE]) }

const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

describe('a call', () => {
  it('goes from consent to the phone and back to its page', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length === 1)
    await home.pass(1_000)
    expect([outcome(), home.signer.heard]).toEqual([null, []])
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
    expect(home.signer.heard.map(({ method }) => method)).toEqual(['sign_event'])
  })

  it('passes without a question where a rule allows it', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.opened]).toEqual([SIGNED, 0])
  })

  it('for the public key is answered without the phone', async () => {
    const home = house({ allowed: ['get_public_key'] })
    const outcome = home.page(SITE).call('getPublicKey')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual({ ok: true, value: USER.pubkey })
    expect([home.signer.heard, home.net.open()]).toEqual([[], []])
  })

  it('for relays is answered with none, unasked', async () => {
    const home = house()
    const outcome = home.page(SITE).call('getRelays')
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.opened]).toEqual([{ ok: true, value: {} }, 0])
  })

  it('gets an empty plaintext as an answer', async () => {
    const home = house({
      allowed: ['nip44_decrypt'],
      manner: { replies: { nip44_decrypt: () => ({ result: '' }) } },
    })
    const outcome = home.page(SITE).call('nip44.decrypt', keys(5).pubkey, 'Acipher')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual({ ok: true, value: '' })
  })

  it('gets the refusal of the phone in the words of the phone', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'reject' } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('signer-refused'))
    expect(JSON.stringify(outcome())).toContain('rejected by user')
  })

  it('ends when the person cancels it in the panel', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'silent' } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => panel.snapshot().pending[0]?.stage === 'taken')
    await panel.run('cancelCall', panel.snapshot().pending[0]?.callId ?? '')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('cancelled'))
  })

  it('may be asked again, and either answer counts', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { decides: () => 'silent' } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => home.signer.heard.length === 1)
    home.signer.manner.decides = () => 'approve'
    await panel.run('askAgain', panel.snapshot().pending[0]?.callId ?? '')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
    expect(new Set(home.signer.heard.map(({ id }) => id)).size).toBe(2)
  })

  it.each([
    ['without a phone', { isPaired: false }, NOTE, 'not-paired'],
    ['of an event that is none', {}, { ...NOTE, kind: 'one' }, 'invalid-call'],
    ['of a novel', {}, { ...NOTE, content: 'x'.repeat(50_000) }, 'too-large'],
  ])('%s is refused at once', async (_, given, template, code) => {
    const home = house(given)
    const outcome = home.page(SITE).call('signEvent', template)
    await home.until(() => outcome() !== null, 100)
    expect(outcome()).toEqual(failure(code))
    expect([home.signer.heard, home.machine.opened]).toEqual([[], 0])
  })

  it('for an account that is not here is refused, but not before the person knows that the site asks', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', { ...NOTE, pubkey: keys(7).pubkey })
    const panel = await home.panel()
    await home.pass(1_000)
    expect(outcome()).toBeNull()
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect([outcome(), home.signer.heard]).toEqual([failure('wrong-account'), []])
  })

  it('is refused where its site has 500 open already, and other sites are not', async () => {
    const home = house()
    const [one, two, other] = [home.page(SITE), home.page(SITE, pageSender(SITE, 2)), home.page(OTHER)]
    const outcomes = [one, two].flatMap((page) => page.callAll(Array.from({ length: 250 }, () => ['signEvent', NOTE])))
    await home.pass(100)
    expect(outcomes.map((outcome) => outcome())).toEqual(Array(500).fill(null))
    const [late, another] = [one.call('getPublicKey'), other.call('getPublicKey')]
    await home.pass(100)
    expect([late(), another()]).toEqual([failure('too-many'), null])
  })
})

describe('the same id', () => {
  it('sent twice is one call, and the answer comes once, to where it was sent from last', async () => {
    const home = house()
    const [first, second] = [home.knock(CALL_PORT, pageSender(SITE)), home.knock(CALL_PORT, pageSender(SITE))]
    const panel = await home.panel()
    for (const { port } of [first, first, second]) port.postMessage([UP])
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect(panel.snapshot().approvals.map(({ calls }) => calls.length)).toEqual([1])
    await panel.decide('once')
    await home.until(() => second.heard.length > 0)
    await home.pass(5_000)
    expect([first.heard, second.heard]).toEqual([[], [[{ id: ID, outcome: SIGNED }]]])
    expect(home.signer.heard).toHaveLength(1)
  })

  it('sent after the answer gets that answer, without the phone', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    const first = home.knock(CALL_PORT, pageSender(SITE))
    first.port.postMessage([UP])
    await home.until(() => first.heard.length > 0)
    const second = home.knock(CALL_PORT, pageSender(SITE))
    second.port.postMessage([UP])
    await home.until(() => second.heard.length > 0, 100)
    expect(second.heard).toEqual([[{ id: ID, outcome: SIGNED }]])
    expect(home.signer.heard).toHaveLength(1)
  })

  it.each<[string, Sender]>([
    ['another site', pageSender(OTHER)],
    ['a frame without an origin', { ...pageSender(SITE), origin: 'null' }],
  ])('named by %s gives it nothing, and the answer goes to its own page', async (_, sender) => {
    const home = house({ allowed: ['sign_event:1'], manner: { delay: 2_000 } })
    const own = home.knock(CALL_PORT, pageSender(SITE))
    own.port.postMessage([UP])
    await home.until(() => home.signer.heard.length === 1)
    const thief = home.knock(CALL_PORT, sender)
    thief.port.postMessage([UP])
    await home.until(() => own.heard.length > 0)
    expect(own.heard).toEqual([[{ id: ID, outcome: SIGNED }]])
    thief.port.postMessage([UP])
    await home.pass(1_000)
    expect(JSON.stringify(thief.heard)).not.toContain('"ok":true')
  })

  it('sent again by another site does not take its call away when that site leaves', async () => {
    const home = house()
    const own = home.page(SITE)
    const outcome = own.call('signEvent', NOTE)
    await home.pass(100)
    const id = Object.keys(home.machine.disk.session)
      .find((key) => key.startsWith('call:'))
      ?.slice(5)
    const thief = home.knock(CALL_PORT, pageSender(OTHER))
    thief.port.postMessage([{ ...UP, id }])
    await home.pass(100)
    thief.port.disconnect()
    const panel = await home.panel()
    await home.pass(60_000)
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })
})

describe('at the door', () => {
  const PANEL = panelSender()
  it.each<[string, string, Sender]>([
    ['a stranger on the panel port', PANEL_PORT, { ...PANEL, id: 'someone-else' }],
    ['a page on the panel port', PANEL_PORT, pageSender(SITE)],
    ['a frame without an origin on the panel port', PANEL_PORT, { ...pageSender(SITE), origin: 'null' }],
    ['our own page on the call port', CALL_PORT, PANEL],
    ['a page on a port of no name', '', pageSender(SITE)],
  ])('%s is shown out', async (_, name, sender) => {
    const home = house()
    const { heard, isGone } = home.knock(name, sender)
    await home.pass(1_000)
    expect([heard, isGone()]).toEqual([[], true])
  })

  it.each([
    ['a command of the panel', { n: 1, command: 'logOut', args: [USER.pubkey] }],
    ['a call by itself', UP],
    ['a call without a proper id', [{ ...UP, id: '1' }]],
    ['a call whose params are no text', [UP, { ...UP, params: [NOTE] }]],
    ['nothing', null],
  ])('a page that says %s is shown out, and nothing happens', async (_, message) => {
    const home = house({ allowed: ['sign_event:1'] })
    const { port, heard, isGone } = home.knock(CALL_PORT, pageSender(SITE))
    port.postMessage(message)
    await home.pass(5_000)
    expect([heard, isGone(), home.signer.heard]).toEqual([[], true, []])
    expect(home.machine.disk.local).toHaveProperty([`session:${USER.pubkey}`])
  })

  it.each(['logOut', 'decide', 'setRule', 'constructor', '__proto__'])(
    'a page that calls %s as a method gets nowhere',
    async (method) => {
      const home = house()
      const outcome = home.page(SITE).call(method, USER.pubkey)
      await home.until(() => outcome() !== null)
      expect(outcome()).toEqual(failure('invalid-call'))
    },
  )

  it.each<[string, Sender]>([
    ['a frame without an origin', { ...pageSender(SITE), origin: 'null', frameId: 4 }],
    ['a stranger', { ...pageSender(SITE), id: 'someone-else' }],
    ['a page without a tab', { ...pageSender(SITE), tab: {} }],
  ])('%s that calls is told that nobody can know who it is', async (_, sender) => {
    const home = house({ allowed: ['get_public_key'] })
    const outcome = home.page(SITE, sender).call('getPublicKey')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('opaque-origin'))
  })

  it('a frame asks in its own name, with the top page beside it', async () => {
    const home = house()
    const frame = { ...pageSender(SITE), frameId: 3, tab: { id: 1, url: `${OTHER}/top` } }
    home.page(SITE, frame).call('getPublicKey')
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length > 0)
    expect(panel.snapshot().approvals).toMatchObject([{ origin: SITE, topOrigin: OTHER }])
  })

  it.each([
    ['that does not exist', 'selfDestruct', [], 'reload-page'],
    ['of Object', 'toString', [], 'reload-page'],
    ['with wrong arguments', 'pairByToken', [7], 'internal'],
  ])('a command %s fails in words', async (_, command, args, code) => {
    const home = house()
    const { port, heard } = home.knock(PANEL_PORT, PANEL)
    port.postMessage({ n: 1, command, args })
    await home.pass(100)
    expect(heard).toContainEqual({ n: 1, outcome: { ok: false, error: { code } } })
  })
})

describe('a page that goes away', () => {
  it('takes its question with it, and the approval window', async () => {
    const home = house()
    const page = home.page(SITE)
    page.call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    page.leave()
    await home.pass(1_000)
    expect(home.machine.tabs.size).toBe(0)
    expect((await home.panel()).snapshot()).toMatchObject({ approvals: [], pending: [] })
  })

  it('has its request forgotten on our side', async () => {
    const home = house({ allowed: ['sign_event:1'], manner: { delay: 5_000 } })
    const page = home.page(SITE)
    page.call('signEvent', NOTE)
    await home.until(() => home.signer.heard.length === 1)
    page.leave()
    await home.pass(100)
    expect((await home.panel()).snapshot().pending).toEqual([])
    expect(Object.keys(home.machine.disk.session).filter((key) => key.startsWith('call:'))).toEqual([])
  })
})

describe('the person', () => {
  it.each([
    ['once', null, 1],
    ['always', SIGNED, 0],
    ['deny', 'denied', 0],
    ['never', 'denied', 0],
  ] as const)('says "%s": the next call of that kind is dealt with so', async (verdict, next, asked) => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    const first = page.call('signEvent', NOTE)
    await panel.decide(verdict)
    await home.until(() => first() !== null)
    const second = page.call('signEvent', NOTE)
    await home.pass(2_000)
    expect(second()).toEqual(next === 'denied' ? failure('denied') : next)
    expect(panel.snapshot().approvals).toHaveLength(asked)
  })

  it('is asked again some time after a plain denial, and never again after a "never"', async () => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    page.call('signEvent', NOTE)
    page.call('getPublicKey')
    await panel.decide('deny')
    await panel.decide('never')
    await home.pass(15_000)
    const outcomes = [page.call('signEvent', NOTE), page.call('getPublicKey')]
    await home.pass(1_000)
    expect(outcomes.map((outcome) => outcome())).toEqual([null, failure('denied')])
  })

  it.each([
    ['always', true],
    ['never', false],
  ] as const)('says "%s" to one approval, and the same question in the next needs no answer', async (verdict, isOk) => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    const outcomes = [page.call('signEvent', NOTE)]
    await home.pass(200)
    outcomes.push(page.call('signEvent', NOTE))
    await home.until(() => panel.snapshot().approvals.length === 2)
    await panel.decide(verdict)
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome()?.ok)).toEqual([isOk, isOk])
  })

  it('sees calls that come together as one question, and may leave some out', async () => {
    const home = house()
    const page = home.page(SITE)
    const panel = await home.panel()
    const outcomes = [1, 2, 3].map(() => page.call('signEvent', NOTE))
    await home.until(() => panel.snapshot().approvals[0]?.calls.length === 3)
    const left = panel.snapshot().approvals[0]?.calls[1]?.callId ?? ''
    await panel.decide('once', [left])
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome()?.ok)).toEqual([true, false, true])
  })

  it('gets a window where nobody looks, and closing it denies all that waits', async () => {
    const home = house()
    const page = home.page(SITE)
    const outcomes = [page.call('signEvent', NOTE), page.call('getPublicKey')]
    await home.until(() => home.machine.tabs.size === 1)
    const [tab = 0] = home.machine.tabs.keys()
    await home.panel(tab)
    await home.pass(1_000)
    expect(home.machine.badge).toBe('2')
    home.machine.closeTab(tab)
    await home.until(() => outcomes.every((outcome) => outcome() !== null))
    expect(outcomes.map((outcome) => outcome())).toEqual([failure('denied'), failure('denied')])
    expect([home.machine.opened, home.machine.badge]).toEqual([1, ''])
  })

  it('closes the window, and what it had not shown comes in another; the site that was denied is hushed', async () => {
    const home = house()
    const [page, other] = [home.page(SITE), home.page(OTHER)]
    const shown = page.call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    const [tab = 0] = home.machine.tabs.keys()
    const panel = await home.panel(tab)
    await home.pass(1_000)
    const [unseen, same] = [other.call('signEvent', NOTE), page.call('signEvent', NOTE)]
    await home.until(() => panel.snapshot().approvals.length === 3)
    home.machine.closeTab(tab)
    panel.close()
    const more = page.call('getPublicKey')
    await home.until(() => home.machine.opened === 2)
    await home.pass(1_000)
    expect([shown(), same(), more()]).toEqual(Array(3).fill(failure('denied')))
    expect(unseen()).toBeNull()
    const next = await home.panel([...home.machine.tabs.keys()][0])
    expect(next.snapshot().approvals.map(({ origin }) => origin)).toEqual([OTHER])
  })

  it('closes the window before it is even there, and it is a denial all the same', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    home.machine.closeTab([...home.machine.tabs.keys()][0] ?? 0)
    await home.pass(20_000)
    expect(outcome()).toEqual(failure('denied'))
  })

  it('closes some other tab, and nothing is denied', async () => {
    const home = house()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    home.machine.tabs.set(7, 'https://elsewhere.example')
    home.machine.closeTab(7)
    await home.pass(1_000)
    expect(outcome()).toBeNull()
  })

  it('gets one window for many calls, and it closes when the last is decided', async () => {
    const home = house()
    const pages = [home.page(SITE), home.page(OTHER)]
    for (const page of pages) for (let i = 0; i < 20; i++) page.call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    const panel = await home.panel([...home.machine.tabs.keys()][0])
    await panel.decide('deny')
    expect(home.machine.tabs.size).toBe(1)
    await panel.decide('deny')
    await home.pass(1_000)
    expect([home.machine.opened, home.machine.tabs.size]).toEqual([1, 0])
  })

  it('closes the popup, and what waits comes in a window', async () => {
    const home = house()
    const panel = await home.panel()
    home.page(SITE).call('signEvent', NOTE)
    await home.pass(1_000)
    expect(home.machine.opened).toBe(0)
    panel.close()
    await home.pass(1_000)
    expect(home.machine.opened).toBe(1)
  })

  it('is not stormed where windows are refused, and finds the question behind the icon', async () => {
    const home = house()
    home.machine.faults.noWindows = true
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.pass(10_000)
    expect(home.machine.opened).toBeLessThanOrEqual(4)
    const panel = await home.panel()
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })
})

const journalCalls = ({ machine }: Household): number =>
  Object.keys(machine.disk.session).filter((key) => key.startsWith('call:')).length

describe('what a page asks at once', () => {
  it('is answered in one message for as many as came in one, where it can be said at once', async () => {
    const home = house({ allowed: ['get_public_key'] })
    const { port, heard } = home.knock(CALL_PORT, pageSender(SITE))
    const calls = Array.from({ length: 40 }, (_, n) => ({ id: `00000000-${n}`, method: 'getPublicKey', params: '[]' }))
    port.postMessage(calls)
    await home.pass(100)
    expect(heard).toEqual([calls.map(({ id }) => ({ id, outcome: { ok: true, value: USER.pubkey } }))])
  })

  it('is taken in turns where that takes a while, and no more of it once the page has gone', async () => {
    const home = house()
    const { port } = home.knock(CALL_PORT, pageSender(SITE))
    await home.pass(100)
    const template = (kind: number) => JSON.stringify([{ kind, created_at: 1_795_000_000, tags: [], content: '' }])
    const kinds = [1, 6, 7, 9802]
    const calls = kinds.map((kind) => ({ id: `00000000-${kind}`, method: 'signEvent', params: template(kind) }))
    let spent = 0
    const { now } = Date
    // each look at the clock costs 5 ms
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
      spent += 5
      return now() + spent
    })
    port.postMessage(calls)
    await Promise.resolve()
    await home.until(() => journalCalls(home) > 0, 1_000)
    const before = journalCalls(home)
    port.disconnect()
    clock.mockRestore()
    await home.pass(2_000)
    expect([before < calls.length, journalCalls(home)]).toEqual([true, 0])
  })
})

describe('storage that cannot be read', () => {
  it('is told to whoever asks, nothing is overwritten, and the next one is served when it can', async () => {
    const home = house({ allowed: ['get_public_key'] })
    const before = JSON.stringify(home.machine.disk)
    home.machine.faults.unreadable = true
    const page = home.page(SITE)
    const first = page.callAll([['getPublicKey'], ['getPublicKey'], ['getRelays']])
    await home.until(() => first.every((outcome) => outcome() !== null))
    expect(first.map((outcome) => outcome())).toEqual([1, 2, 3].map(() => failure('storage')))
    expect(JSON.stringify(home.machine.disk)).toBe(before)
    home.machine.faults.unreadable = false
    const second = page.call('getPublicKey')
    await home.until(() => second() !== null)
    expect(second()).toEqual({ ok: true, value: USER.pubkey })
  })
})

describe('when nothing is under way', () => {
  it('the badge and the alarm of a former life are cleared', async () => {
    const home = house()
    const page = home.page(SITE)
    page.call('signEvent', NOTE)
    await home.pass(1_000)
    expect([home.machine.badge, home.machine.alarms.size]).toEqual(['1', 1])
    page.vanish()
    await home.quit()
    const { close } = await home.panel()
    close()
    await home.pass(90_000)
    expect([home.machine.badge, home.machine.alarms.size]).toEqual(['', 0])
  })

  it('there is no socket, no timer and no alarm, and no answer is kept', async () => {
    const home = house({ allowed: ['nip44_decrypt'] })
    const outcome = home.page(SITE).call('nip44.decrypt', keys(5).pubkey, 'Acipher')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual({ ok: true, value: 'plain:Acipher' })
    await home.pass(5 * 60_000)
    expect([home.net.open(), home.timers(), [...home.machine.alarms]]).toEqual([[], 0, []])
    expect(JSON.stringify(home.machine.disk)).not.toContain('plain:')
  })
})
