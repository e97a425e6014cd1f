import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import { courier } from '../bridge/courier'
import { MAX_OPEN_CALLS } from '../protocol/limits'
import { playBackground } from '../testing/background'
import { CLIENT, type Given, type Household, type Panel, SITE } from '../testing/household'
import { keys, signAs } from '../testing/keys'
import { pairByToken } from '../testing/pairing'
import type { CommandName, Kdf, PanelCommands } from '../wire/panel'

/** The passphrase's lock, through the whole background: what waits, what is answered, and what is left of the keys. */

const USER = keys(2)
const NOTE = { kind: 1, created_at: 1_795_000_000, tags: [['t', 'x']], content: 'hello' }
const SIGNED = { ok: true, value: signAs(USER.secret, NOTE) }
const KEY = 'ab'.repeat(32)
const WRONG = 'cd'.repeat(32)
const KDF: Kdf = { name: 'scrypt', salt: '0f'.repeat(16), n: 2 ** 17, r: 8, p: 1 }
const MINUTE = 60_000
const OTHER_SITE = 'https://other.example'

const failure = (code: string) => ({ ok: false, error: { code, message: expect.stringContaining(' ') } })
const refused = (code: string) => ({ ok: false, error: { code } })

vi.mock('../edges/vault', () => import('../testing/cheap-vault'))

const house = playBackground({ vi, beforeEach, afterEach }, { messages, courier, main: () => import('./main') })

const disk = ({ machine }: Household) => JSON.stringify(machine.disk.local)
const journal = ({ machine }: Household) => JSON.stringify(machine.disk.session)
const lockOf = (panel: Panel) => panel.snapshot().lock

/** With a passphrase, and no panel open. */
async function unlocked(given?: Given): Promise<Household> {
  const home = house(given)
  const panel = await home.panel()
  expect(await panel.run('setLock', KEY, KDF, null)).toEqual({ ok: true })
  panel.close()
  await home.pass(10)
  return home
}

async function locked(given?: Given): Promise<Household> {
  const home = await unlocked(given)
  await run(home, 'lock')
  return home
}

async function run<K extends CommandName>(home: Household, command: K, ...args: Parameters<PanelCommands[K]>) {
  const panel = await home.panel()
  const outcome = await panel.run(command, ...args)
  panel.close()
  await home.pass(10)
  return outcome
}

const told = (home: Household, origin = SITE, told: string | null = USER.pubkey) => {
  const site = { account: USER.pubkey, presets: {}, on: null, hasOther: false, isFirm: false }
  home.machine.disk.local[`site:${origin}`] = { origin, ...site, told }
}

describe('a passphrase that is set', () => {
  it('leaves no client key on disk, and signs as before', async () => {
    const home = house({ allowed: ['sign_event:1'] })
    expect(await run(home, 'lock')).toEqual({ ok: true })
    expect(disk(home)).toContain(CLIENT.secret)
    expect(await run(home, 'setLock', KEY, KDF, null)).toEqual({ ok: true })
    expect(disk(home)).not.toContain(CLIENT.secret)
    expect(disk(home)).not.toContain(KEY)
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })

  it('erases what was set aside of sessions, for their keys may be in it', async () => {
    const home = house()
    home.machine.disk.local['aside:1:session:x'] = { clientSecretKey: keys(7).secret }
    home.machine.disk.local['aside:1:rules'] = 'broken'
    await run(home, 'setLock', KEY, KDF, null)
    expect(disk(home)).not.toContain(keys(7).secret)
    expect(home.machine.disk.local['aside:1:rules']).toBe('broken')
  })

  it('outlives the worker open, and the browser locked', async () => {
    const home = await unlocked()
    await home.die()
    const open = await home.panel()
    expect(lockOf(open)).toMatchObject({ state: 'unlocked', idle: 15, kdf: KDF })
    open.close()
    await home.quit()
    const panel = await home.panel()
    expect(lockOf(panel).state).toBe('locked')
    expect(panel.snapshot().accounts.map(({ user }) => user)).toEqual([USER.pubkey])
    expect(journal(home)).not.toContain(CLIENT.secret)
  })

  it('is changed: the old one opens nothing any more', async () => {
    const home = await unlocked()
    expect(await run(home, 'setLock', WRONG, { ...KDF, salt: '1f'.repeat(16) }, KEY)).toEqual({ ok: true })
    await run(home, 'lock')
    expect(await run(home, 'unlock', KEY)).toEqual(refused('wrong-passphrase'))
    expect(await run(home, 'unlock', WRONG)).toEqual({ ok: true })
  })

  it('is neither changed nor removed by one who finds it open and does not know it', async () => {
    const home = await unlocked()
    const before = disk(home)
    for (const present of [null, WRONG]) {
      expect(await run(home, 'setLock', WRONG, KDF, present)).toEqual(refused('wrong-passphrase'))
      expect(await run(home, 'removeLock', present as string)).toEqual(refused('wrong-passphrase'))
    }
    expect(disk(home)).toBe(before)
  })

  it('is removed: the keys lie as they did, and nothing is asked after the next start', async () => {
    const home = await unlocked({ allowed: ['sign_event:1'] })
    expect(await run(home, 'removeLock', KEY)).toEqual({ ok: true })
    expect(disk(home)).toContain(CLIENT.secret)
    expect(home.machine.disk.local).not.toHaveProperty('lock')
    expect(journal(home)).not.toContain(KEY)
    await home.quit()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })

  it('is not set where the disk takes nothing, and what was is left', async () => {
    const home = house()
    const panel = await home.panel()
    home.machine.faults.full.add('local')
    expect(await panel.run('setLock', KEY, KDF, null)).toEqual(refused('storage'))
    expect(lockOf(panel).state).toBe('none')
    home.machine.faults.full.clear()
    await home.pass(70_000)
    expect(disk(home)).toContain(CLIENT.secret)
  })

  it.each<[string, string, unknown[]]>([
    ['a short key', 'setLock', ['ab', KDF]],
    ['a derivation without end', 'setLock', [KEY, { ...KDF, n: 2 ** 40 }]],
    ['a time that is none', 'setLockIdle', ['soon']],
    ['a negative time', 'setLockIdle', [-5]],
  ])('is not taken with %s', async (_, name, args) => {
    const home = await unlocked()
    expect(await run(home, name as 'setLock', ...(args as [string, Kdf, null]))).toEqual(refused('internal'))
  })

  it('seals a pairing that comes after it, though the worker dies at once', async () => {
    const home = await unlocked()
    const second = home.another(keys(3), keys(4))
    const panel = await home.panel()
    await pairByToken(home, panel, second)
    await home.die()
    await home.pass(500)
    const sessions = Object.entries(home.machine.disk.local).filter(([name]) => name.startsWith('session:'))
    expect(sessions.map(([, session]) => Object.keys(session as object).includes('sealed'))).toEqual([true, true])
    await home.quit()
    expect(await run(home, 'unlock', KEY)).toEqual({ ok: true })
    const outcome = home.page(SITE).call('signEvent', { ...NOTE, pubkey: keys(4).pubkey })
    const again = await home.panel()
    await again.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual({ ok: true, value: signAs(keys(4).secret, NOTE) })
  })
})

describe('while it is locked', () => {
  it('nothing of a key is left anywhere', async () => {
    const home = await unlocked({ allowed: ['nip44_decrypt'] })
    const outcome = home.page(SITE).call('nip44.decrypt', keys(5).pubkey, 'A1')
    await home.until(() => outcome() !== null)
    expect(journal(home)).toContain(CLIENT.secret)
    const [, derived = ''] = /"derived":{"peer":"\w+","key":"(\w+)"/.exec(journal(home)) ?? []
    expect(derived).toHaveLength(64)
    await run(home, 'lock')
    expect(disk(home) + journal(home)).not.toContain(CLIENT.secret)
    expect(disk(home) + journal(home)).not.toContain(derived)
    expect(disk(home) + journal(home)).not.toContain(KEY)
    expect(journal(home)).not.toContain('plain:A1')
  })

  const D = [keys(5).pubkey, 'A1']
  const cases: [
    string,
    unknown[],
    'none' | 'allow' | 'deny' | 'preset',
    boolean,
    'waits' | 'key' | 'denied' | 'relays',
  ][] = [
    ['getPublicKey', [], 'none', false, 'waits'],
    ['getPublicKey', [], 'none', true, 'waits'],
    ['getPublicKey', [], 'allow', false, 'waits'],
    ['getPublicKey', [], 'allow', true, 'key'],
    ['getPublicKey', [], 'preset', true, 'key'],
    ['getPublicKey', [], 'deny', true, 'denied'],
    ['getRelays', [], 'none', false, 'relays'],
    ['signEvent', [NOTE], 'none', true, 'waits'],
    ['signEvent', [NOTE], 'allow', true, 'waits'],
    ['signEvent', [NOTE], 'preset', true, 'waits'],
    ['signEvent', [NOTE], 'deny', true, 'denied'],
    ['nip44.decrypt', D, 'none', true, 'waits'],
    ['nip44.decrypt', D, 'allow', true, 'waits'],
    ['nip44.decrypt', D, 'deny', false, 'denied'],
    ['nip04.encrypt', D, 'preset', true, 'waits'],
  ]
  const PERMISSIONS: Record<string, string> = {
    ...{ getPublicKey: 'get_public_key', signEvent: 'sign_event:1', 'nip44.decrypt': 'nip44_decrypt' },
    ...{ 'nip04.encrypt': 'nip04_encrypt', getRelays: '-' },
  }
  it.each(cases)('%s(%j) with rule %s, told %j: %s', async (method, params, rule, isTold, expected) => {
    const home = await locked()
    await home.quit()
    const { local } = home.machine.disk
    told(home, SITE, isTold ? USER.pubkey : null)
    const permission = PERMISSIONS[method]
    if (rule === 'preset') Object.assign(local[`site:${SITE}`] as object, { presets: { [USER.pubkey]: 'phone' } })
    else if (rule !== 'none')
      local.rules = [{ account: USER.pubkey, origin: SITE, permission, allow: rule === 'allow', until: null }]
    const outcome = home.page(SITE).call(method, ...params)
    await home.pass(500)
    const panel = await home.panel()
    const waiting = lockOf(panel).waiting
    const answers = {
      key: { ok: true, value: USER.pubkey },
      relays: { ok: true, value: {} },
      denied: failure('denied'),
    }
    if (expected === 'waits') expect([outcome(), waiting]).toEqual([null, [{ origin: SITE, calls: 1 }]])
    else expect([outcome(), waiting]).toEqual([answers[expected], []])
    expect(home.machine.opened).toBe(expected === 'waits' ? 1 : 0)
    expect(home.signer.heard).toEqual([])
  })

  it('a call waits in the window, is asked about after the unlock, and is signed', async () => {
    const home = await locked()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    const panel = await home.panel([...home.machine.tabs.keys()][0])
    expect(panel.snapshot().approvals).toEqual([])
    expect(await panel.run('unlock', WRONG)).toEqual(refused('wrong-passphrase'))
    expect([lockOf(panel).state, outcome()]).toEqual(['locked', null])
    expect(await panel.run('unlock', KEY)).toEqual({ ok: true })
    expect(panel.snapshot().approvals).toHaveLength(1)
    expect([home.machine.opened, home.machine.tabs.size]).toEqual([1, 1])
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.tabs.size]).toEqual([SIGNED, 0])
  })

  it('a call that a rule allows goes to the phone with the unlock, and the window closes', async () => {
    const home = await locked({ allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    expect(await run(home, 'unlock', KEY)).toEqual({ ok: true })
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.tabs.size]).toEqual([SIGNED, 0])
  })

  it('the rules of the unlock count, not those of the call', async () => {
    const home = await locked({ allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.pass(100)
    await run(home, 'setRule', USER.pubkey, SITE, 'sign_event:1', { kind: 'never' })
    await run(home, 'unlock', KEY)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(failure('denied'))
  })

  it('a closed window denies all that waits, and keeps those sites quiet for ten seconds', async () => {
    const home = await locked({ allowed: ['sign_event:1'] })
    const [page, other] = [home.page(SITE), home.page(OTHER_SITE)]
    const outcomes = [page.call('signEvent', NOTE), other.call('getPublicKey')]
    await home.until(() => home.machine.tabs.size === 1)
    await home.pass(100)
    home.machine.closeTab([...home.machine.tabs.keys()][0] ?? 0)
    await home.pass(100)
    expect(outcomes.map((outcome) => outcome())).toEqual([failure('denied'), failure('denied')])
    const soon = page.call('signEvent', NOTE)
    await home.pass(100)
    expect([soon(), home.machine.opened]).toEqual([failure('denied'), 1])
    await home.pass(10_000)
    const late = page.call('signEvent', NOTE)
    await home.pass(100)
    expect([late(), home.machine.opened]).toEqual([null, 2])
  })

  it('a hundred more calls of a site bring no second window, and those beyond the limit fail', async () => {
    const home = await locked()
    const page = home.page(SITE)
    const outcomes = Array.from({ length: MAX_OPEN_CALLS + 20 }, (_, n) =>
      page.call('nip44.decrypt', keys(5).pubkey, `A${n}`),
    )
    await home.pass(1_000)
    const failed = outcomes.filter((outcome) => outcome() !== null)
    expect(failed).toHaveLength(20)
    expect(failed.map((outcome) => outcome())).toEqual(failed.map(() => failure('too-many')))
    expect([home.machine.opened, home.machine.windowUpdates]).toEqual([1, []])
  })

  it('a page that goes away takes its calls with it, and the window closes', async () => {
    const home = await locked()
    const page = home.page(SITE)
    page.call('signEvent', NOTE)
    await home.until(() => home.machine.tabs.size === 1)
    page.leave()
    await home.until(() => home.machine.tabs.size === 0)
    const panel = await home.panel()
    expect(lockOf(panel).waiting).toEqual([])
  })

  it('calls outlive the worker, again and again', async () => {
    const home = await locked({ allowed: ['sign_event:1'] })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    for (let time = 0; time < 3; time++) {
      await home.pass(1_000)
      await home.die()
    }
    await run(home, 'unlock', KEY)
    await home.until(() => outcome() !== null)
    expect([outcome(), home.machine.opened]).toEqual([SIGNED, 1])
    expect(home.signer.heard).toHaveLength(1)
  })

  it('nobody pairs, changes or removes the passphrase', async () => {
    const home = await locked()
    const panel = await home.panel()
    expect(await panel.run('pairByQr')).toEqual(refused('locked'))
    expect(await panel.run('pairByToken', `bunker://${keys(3).pubkey}?relay=wss://relay0.example`)).toEqual(
      refused('locked'),
    )
    expect(await panel.run('setLock', WRONG, KDF, KEY)).toEqual(refused('locked'))
    expect(await panel.run('removeLock', KEY)).toEqual(refused('locked'))
    expect(lockOf(panel).state).toBe('locked')
  })

  it('has no timer, no socket and no alarm', async () => {
    const home = await locked()
    await home.pass(2 * MINUTE)
    expect([home.timers(), [...home.machine.alarms]]).toEqual([0, []])
  })
})

describe('what is under way when it is locked', () => {
  it('at the signer ends as locked', async () => {
    const home = await unlocked({ allowed: ['sign_event:1'], manner: { delay: 5_000 } })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => home.signer.heard.length > 0)
    await run(home, 'lock')
    expect(outcome()).toEqual(failure('locked'))
  })

  it('in front of the person waits for the unlock, and is asked anew', async () => {
    const home = await unlocked()
    const outcome = home.page(SITE).call('signEvent', NOTE)
    const panel = await home.panel()
    await home.until(() => panel.snapshot().approvals.length > 0)
    await panel.run('lock')
    expect([panel.snapshot().approvals, lockOf(panel).waiting, outcome()]).toEqual([
      [],
      [{ origin: SITE, calls: 1 }],
      null,
    ])
    await panel.run('unlock', KEY)
    await panel.decide('once')
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })

  it('as a pairing is given up: its key goes, too', async () => {
    const home = await unlocked()
    const panel = await home.panel()
    await panel.run('pairByQr')
    await panel.run('lock')
    expect(panel.snapshot().pairing).toBeNull()
    expect(Object.keys(home.machine.disk.session).filter((name) => name.startsWith('line:'))).toEqual([])
  })
})

describe('it locks by itself', () => {
  const state = async (home: Household) => {
    const panel = await home.panel()
    const { state } = lockOf(panel)
    panel.close()
    return state
  }
  const isOpen = (home: Household) => 'vault' in home.machine.disk.session

  it('after a quarter of an hour without use, and not before', async () => {
    const home = await unlocked()
    await home.pass(14 * MINUTE)
    expect(isOpen(home)).toBe(true)
    await home.pass(1.1 * MINUTE)
    expect([isOpen(home), await state(home)]).toEqual([false, 'locked'])
  })

  it('though the worker died meanwhile: an alarm wakes it', async () => {
    const home = await unlocked()
    await home.die()
    expect([...home.machine.alarms]).toContain('idle')
    await home.pass(15.1 * MINUTE)
    expect(isOpen(home)).toBe(false)
  })

  it('when the computer slept over it, before the first call is let pass', async () => {
    const home = await unlocked({ allowed: ['sign_event:1'] })
    home.sleep(16 * MINUTE)
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.pass(500)
    expect([outcome(), isOpen(home), home.signer.heard]).toEqual([null, false, []])
  })

  it('later, where a call was let pass; not where one was denied', async () => {
    const home = await unlocked({ allowed: ['sign_event:1'] })
    await run(home, 'setRule', USER.pubkey, SITE, 'nip44_decrypt', { kind: 'never' })
    const page = home.page(SITE)
    await home.pass(10 * MINUTE)
    const outcome = page.call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    await home.pass(10 * MINUTE)
    expect(isOpen(home)).toBe(true)
    const denied = page.call('nip44.decrypt', keys(5).pubkey, 'A1')
    await home.pass(5.1 * MINUTE)
    expect(denied()).toEqual(failure('denied'))
    expect(isOpen(home)).toBe(false)
  })

  it('not while a panel is looked at, and its time begins when that is closed', async () => {
    const home = await unlocked()
    const panel = await home.panel()
    await home.pass(40 * MINUTE)
    expect(lockOf(panel).state).toBe('unlocked')
    panel.close()
    await home.pass(14 * MINUTE)
    expect(isOpen(home)).toBe(true)
    await home.pass(1.1 * MINUTE)
    expect(isOpen(home)).toBe(false)
  })

  it('not while a phone is asked', async () => {
    const home = await unlocked({ allowed: ['sign_event:1'], manner: { delay: 4 * MINUTE } })
    expect(await run(home, 'setLockIdle', 1)).toEqual({ ok: true })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null, 5 * MINUTE)
    expect(outcome()).toEqual(SIGNED)
    await home.pass(2.1 * MINUTE)
    expect(isOpen(home)).toBe(false)
  })

  it('only with the browser, where the person wants that', async () => {
    const home = await unlocked()
    await run(home, 'setLockIdle', null)
    await home.pass(24 * 60 * MINUTE)
    expect([isOpen(home), [...home.machine.alarms]]).toEqual([true, []])
    await home.quit()
    expect(await state(home)).toBe('locked')
  })
})

describe('a passphrase that is forgotten', () => {
  it('takes the pairings with it; rules and sites hold again when the same user is paired', async () => {
    const home = await locked({ allowed: ['sign_event:1'] })
    const page = home.page(SITE)
    const waiting = page.call('signEvent', NOTE)
    await home.pass(100)
    const panel = await home.panel()
    expect(await panel.run('forgetPairings')).toEqual({ ok: true })
    expect([waiting(), lockOf(panel).state, panel.snapshot().accounts]).toEqual([failure('not-paired'), 'none', []])
    const names = Object.keys(home.machine.disk.local)
    expect(names.filter((name) => name.startsWith('session:') || name === 'lock')).toEqual([])
    panel.close()
    await home.quit()
    const again = await home.panel()
    await pairByToken(home, again)
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    expect(outcome()).toEqual(SIGNED)
  })

  it('takes with it what was told of the accounts', async () => {
    const other = JSON.stringify(signAs(USER.secret, { ...NOTE, content: 'something else' }))
    const manner = { replies: { sign_event: () => ({ result: other }) } }
    const home = await unlocked({ allowed: ['sign_event:1'], manner })
    const outcome = home.page(SITE).call('signEvent', NOTE)
    await home.until(() => outcome() !== null)
    await run(home, 'lock')
    const panel = await home.panel()
    expect(panel.snapshot().notices).toHaveLength(1)
    expect(await panel.run('forgetPairings')).toEqual({ ok: true })
    expect(panel.snapshot().notices).toEqual([])
  })

  it('is not what somebody may say while it is open', async () => {
    const home = await unlocked()
    expect(await run(home, 'forgetPairings')).toEqual(refused('internal'))
    expect(disk(home)).toContain('sealed')
  })
})
