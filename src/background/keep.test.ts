import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Machine, machine } from '../testing/browser'
import { type FakeClock, fakeClock } from '../testing/clock'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { openHouse } from './house'
import { type Keeper, openKeeper } from './keep'
import { snapshotOf } from './snapshot'
import type { State } from './state'
import { store } from './store'

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))
vi.mock('../edges/sockets', () => ({
  relaySockets: () => ({ want: () => {}, publish: () => {}, probe: () => {}, renew: () => {} }),
}))

const USER = keys(2).pubkey
const SITE = 'https://site.example'
const SESSION = sessionOf(USER, keys(1).pubkey, ['wss://relay.example'])
const RULE = { account: USER, origin: SITE, permission: 'sign_event:1', allow: true, until: null }
const SETTINGS = {
  relays: ['wss://mine.example'],
  account: USER,
  patience: 5,
  sites: 'every',
  log: true,
  notify: false,
  theme: 'system',
  language: null,
  profiles: true,
  links: false,
  profileRelays: null,
}
const CALL = {
  ...{ id: 'c', call: { method: 'getPublicKey' }, account: USER, origin: SITE, topOrigin: null },
  ...{ tabId: 1, askedAt: 1, stage: { at: 'answered', outcome: { ok: true, value: USER }, since: 1 } },
}

let clock: FakeClock
let computer: Machine
let local: Record<string, unknown>
let session: Record<string, unknown>

beforeEach(async () => {
  clock = fakeClock()
  computer = machine(clock, {}, async (browser) => {
    world.browser = browser as Record<string, unknown>
  })
  computer.install('install')
  await computer.stir()
  local = computer.disk.local
  session = computer.disk.session
  Object.assign(local, { [`session:${USER}`]: SESSION, rules: [RULE], settings: SETTINGS })
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const open = (failed = () => {}): Promise<Keeper> => openKeeper(failed)
const notices = ({ state }: Keeper) => state.notices.map(({ code, detail }) => [code, detail])
const aside = (key: string) => Object.entries(local).filter(([name]) => name.endsWith(`:${key}`) && name !== key)

describe('a record that does not fit', () => {
  const cases: [string, unknown][] = [
    [`session:${USER}`, null],
    [`session:${USER}`, { ...SESSION, clientSecretKey: 'short' }],
    [`session:${USER}`, { ...SESSION, relays: [] }],
    [`session:${USER}`, { ...SESSION, user: keys(5).pubkey }],
    ['session:', SESSION],
    ['rules', 'none'],
    ['rules', [RULE, { ...RULE, allow: 'yes' }]],
    ['settings', 7],
    ['settings', { ...SETTINGS, relays: ['http://relay.example'] }],
    ['something-new', { of: 'a later version' }],
  ]
  it.each(cases)('%s: %j is set aside with a notice, and the rest is there', async (key, value) => {
    local[key] = value
    const keeper = await open()
    keeper.keep({ ...keeper.state })
    await settled()
    expect(notices(keeper)).toEqual([['record-set-aside', key]])
    expect(aside(key).map(([, kept]) => kept)).toEqual([value])
    expect(local[key]).not.toEqual(value)
    const { sessions, rules, settings } = keeper.state
    if (key !== `session:${USER}`) expect([sessions, settings.account]).toEqual([{ [USER]: SESSION }, USER])
    if (key !== 'rules') expect(rules).toEqual([RULE])
    if (key !== 'settings' && key !== `session:${USER}`) expect(settings).toEqual(SETTINGS)
  })

  it.each<[string, object]>([
    ['of before signers had names', {}],
    ['with a signer of a later version', { signer: 'not-yet-known' }],
  ])('is none where it is a session %s: that has an unknown signer', async (_, signer) => {
    const { signer: _none, ...older } = SESSION
    local[`session:${USER}`] = { ...older, ...signer }
    const keeper = await open()
    expect(notices(keeper)).toEqual([])
    expect(keeper.state.sessions).toEqual({ [USER]: { ...SESSION, signer: null } })
  })

  it('is still there, aside, after many starts, and is told of once', async () => {
    local.rules = 'none'
    for (let start = 0; start < 3; start++) {
      const keeper = await open()
      expect(notices(keeper)).toHaveLength(1)
      keeper.keep({ ...keeper.state })
      await settled()
    }
    expect(aside('rules')).toHaveLength(1)
  })

  it('does not take what is written in its place with it', async () => {
    local.settings = 'broken'
    computer.faults.delay = 10
    void open().then(({ keep, state }) => keep({ ...state, settings: { ...state.settings, account: USER } }))
    for (let turn = 0; turn < 10; turn++) {
      await settled()
      clock.advance(10)
    }
    expect(local.settings).toMatchObject({ account: USER })
  })

  it('is left where it is when there is no room to set it aside', async () => {
    local['something-new'] = 1
    computer.faults.full.add('local')
    const keeper = await open()
    await settled()
    expect(notices(keeper)).toEqual([['record-set-aside', 'something-new']])
    expect(local['something-new']).toBe(1)
  })

  it.each<[string, unknown]>([
    ['rules', 'a long text of a later version, in which something smaller has room'],
    ['settings', { of: 'a later version' }],
    [`session:${USER}`, { ...SESSION, relays: [] }],
  ])(
    '%s: %j is not written over before there is room to set it aside, by what is smaller neither',
    async (key, value) => {
      local[key] = value
      computer.faults.room = 40
      const { store, commands } = await openHouse(Date.now())
      await settled()
      expect(store.state.notices.map(({ code }) => code)).toEqual(['record-set-aside', 'storage-full'])
      store.update((state) => ({ ...state, sessions: { [USER]: SESSION } }))
      await commands.setRule(USER, SITE, 'nip44_decrypt', { kind: 'always' })
      await settled()
      expect([local[key], aside(key)]).toEqual([value, []])
      computer.faults.room = Number.POSITIVE_INFINITY
      await commands.setPatience(7)
      await settled()
      expect(aside(key).map(([, kept]) => kept)).toEqual([value])
      expect(local).toMatchObject({ rules: store.state.rules, settings: store.state.settings })
      expect(local[`session:${USER}`]).toEqual(SESSION)
    },
  )

  it('of an account that is gone gives way to the first that is there', async () => {
    local.settings = { ...SETTINGS, account: keys(8).pubkey }
    expect((await open()).state.settings).toEqual(SETTINGS)
  })
})

describe('a journal that does not fit', () => {
  const desk = { approvals: [], quiet: [], notices: [], approvalTab: null, seen: {}, sessionRules: [] }
  const approval = {
    ...{ id: 'a', account: USER, origin: SITE, permission: 'sign_event:1' },
    ...{ callIds: ['gone'], askedAt: 1, shownAt: null },
  }
  it.each<[string, unknown]>([
    ['line:x', null],
    ['line:x', {}],
    ['line:x', { id: 'x', user: USER, requests: null }],
    ['line:x', { id: 'x', clientSecretKey: keys(6).secret, user: null, requests: { r: null } }],
    ['call:x', null],
    ['call:x', 'a call'],
    ['call:x', { ...CALL, id: 'x', stage: null }],
    ['call:x', { ...CALL, id: 'x', call: null }],
    ['desk', 'tidy'],
    ['desk', { ...desk, approvals: null }],
    ['desk', { ...desk, approvals: [null] }],
    ['desk', { ...desk, sessionRules: [null] }],
    ['desk', { ...desk, notices: 7 }],
    ['something', 'else'],
  ])('%s: %j never keeps the house shut, and costs nothing else', async (key, value) => {
    session['call:c'] = CALL
    session[key] = value
    const house = await openHouse(Date.now())
    const { state } = house.store
    expect(snapshotOf(state, '1', Date.now()).accounts).toHaveLength(1)
    expect(Object.values(state.lines).map(({ user }) => user)).toEqual([USER])
    expect(Object.keys(state.calls)).toEqual(['c'])
    expect(state.rules).toEqual([RULE])
    await settled()
    expect(session[key]).not.toEqual(value)
    expect(state.notices.map(({ detail }) => detail)).toEqual([key])
  })

  it('an approval whose calls are gone, and calls that nothing answers, are dropped: their pages ask again', async () => {
    session.desk = { ...desk, approvals: [approval] }
    session['call:a'] = { ...CALL, id: 'a', stage: { at: 'consent' } }
    session['call:b'] = { ...CALL, id: 'b', stage: { at: 'signer', request: 'b' } }
    session['call:c'] = CALL
    const { state } = await open()
    expect([state.approvals, Object.keys(state.calls)]).toEqual([[], ['c']])
  })
})

describe('storage that is full', () => {
  it('is told once, hangs nothing, and what was not stored is stored with the next change', async () => {
    const house = await openHouse(Date.now())
    const { commands, store } = house
    computer.faults.full.add('local')
    await commands.setRule(USER, SITE, 'nip44_decrypt', { kind: 'always' })
    await settled()
    await commands.setRule(USER, SITE, 'nip04_decrypt', { kind: 'always' })
    await settled()
    expect(store.state.notices.map(({ code }) => code)).toEqual(['storage-full'])
    expect(store.state.rules).toHaveLength(3)
    expect(local.rules).toEqual([RULE])
    computer.faults.full.clear()
    await commands.dismissNotice(store.state.notices[0]?.id ?? '')
    await settled()
    expect(local.rules).toEqual(store.state.rules)
    expect(store.state.notices).toEqual([])
  })

  it('for the journal does not keep the rest from the disk', async () => {
    const { commands } = await openHouse(Date.now())
    computer.faults.full.add('session')
    await commands.setRule(USER, SITE, 'nip44_decrypt', { kind: 'always' })
    await settled()
    expect(local.rules).toHaveLength(2)
  })
})

describe('the keeper', () => {
  it('leaves on disk what it loads, whatever else is kept', async () => {
    const { state } = await open()
    expect(state).toMatchObject({ sessions: { [USER]: SESSION }, rules: [RULE], settings: SETTINGS })
    expect(Object.values(state.lines)).toMatchObject([{ user: USER, clientSecretKey: SESSION.clientSecretKey }])
    expect(state.notices).toEqual([])
  })

  it('brings the disk in line at once: what the loaded journal has no use for is gone', async () => {
    session['line:old'] = { ...Object.values((await open()).state.lines)[0], id: 'old', user: keys(7).pubkey }
    await openHouse(Date.now())
    await settled()
    expect(session).not.toHaveProperty(['line:old'])
  })

  it('removes the records of what is over, and only these', async () => {
    session['call:c'] = CALL
    const keeper = await open()
    keeper.keep({ ...keeper.state, calls: {}, sessions: {} })
    await keeper.stored()
    expect(Object.keys(session).filter((key) => key.startsWith('call:'))).toEqual([])
    expect(Object.keys(local).sort()).toEqual(['rules', 'settings'])
  })

  it('writes only what has changed', async () => {
    const keeper = await open()
    keeper.keep({ ...keeper.state })
    await keeper.stored()
    computer.writes.length = 0
    keeper.keep({ ...keeper.state, seen: { a: 1 } })
    await keeper.stored()
    expect(computer.writes).toEqual([{ area: 'session', keys: ['desk'] }])
  })

  it('keeps rules that end with the browser out of what outlives it', async () => {
    const keeper = await open()
    const until: State['rules'] = [...keeper.state.rules, { ...RULE, permission: 'nip44_decrypt', until: 'session' }]
    keeper.keep({ ...keeper.state, rules: until })
    await keeper.stored()
    expect(local.rules).toEqual([RULE])
    expect((await open()).state.rules).toEqual(until)
    computer.disk.session = {}
    expect((await open()).state.rules).toEqual([RULE])
  })
})

describe('the store', () => {
  it('tells its followers once per turn, with the last state', async () => {
    const held = store((await open()).state)
    const seen: unknown[] = []
    held.follow(({ seen: at }) => seen.push(at))
    for (let n = 0; n < 3; n++) held.update((state) => ({ ...state, seen: { n } }))
    expect(seen).toEqual([])
    await settled()
    expect(seen).toEqual([{ n: 2 }])
    held.update((state) => state)
    await settled()
    expect(seen).toHaveLength(1)
  })
})
