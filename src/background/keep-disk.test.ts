import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Machine, machine } from '../testing/browser'
import { fakeClock } from '../testing/clock'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { openKeeper } from './keep'

/** What keep.test.ts leaves: the smaller records, what of the journal has gone by, and who may read the disk. */

type Area = Record<'setAccessLevel', (access: object) => Promise<void>>
const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))

const USER = keys(2).pubkey
const ORIGIN = 'https://site.example'
const SITE = { origin: ORIGIN, account: null, presets: {}, told: null, on: null, hasOther: false, isFirm: false }
const LIST = { createdAt: 1, entries: ['a'], isPrivate: false }
const PROFILE = { name: 'Ada', given: null, createdAt: 1, checkedAt: 1, picture: null, source: null }
const RULE = { account: USER, origin: ORIGIN, permission: 'sign_event:1', allow: true, until: null }
const HOUR = 3_600_000

let computer: Machine
let local: Record<string, unknown>
let session: Record<string, unknown>

beforeEach(async () => {
  computer = machine(fakeClock(), {}, async (browser) => {
    world.browser = browser as Record<string, unknown>
  })
  computer.install('install')
  await computer.stir()
  local = computer.disk.local
  session = computer.disk.session
  local[`session:${USER}`] = sessionOf(USER, keys(1).pubkey, ['wss://relay.example'])
})

const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const open = () => openKeeper(() => {})
const localArea = () => (world.browser.storage as { local: Area }).local

describe('the disk', () => {
  it('is closed to pages’ scripts before anything else, and a browser that refuses opens all the same', async () => {
    const said = vi.spyOn(localArea(), 'setAccessLevel')
    await open()
    expect(said.mock.calls).toEqual([[{ accessLevel: 'TRUSTED_CONTEXTS' }]])
    said.mockRejectedValue(new Error('no'))
    expect(Object.keys((await open()).state.sessions)).toEqual([USER])
  })

  it.each<[string, unknown]>([
    [`site:${ORIGIN}`, { ...SITE, origin: 'https://other.example' }],
    [`site:${ORIGIN}`, { ...SITE, told: 'somebody' }],
    ['list:x', { ...LIST, entries: null }],
    [`profile:${USER}`, { ...PROFILE, picture: 'https://picture.example/a.png' }],
    ['lock', { salt: 1 }],
    ['constructor', {}],
  ])('%s: %j does not fit and is set aside', async (key, value) => {
    local[key] = value
    const { state } = await open()
    expect(state.notices.map(({ detail }) => detail)).toEqual([key])
    expect([state.sites, state.lists, state.profiles, state.lock]).toEqual([{}, {}, {}, null])
  })

  it('keeps names for those who are paired alone, and for all while nobody is', async () => {
    Object.assign(local, { [`profile:${USER}`]: PROFILE, [`profile:${keys(9).pubkey}`]: PROFILE })
    expect(Object.keys((await open()).state.profiles)).toEqual([USER])
    delete local[`session:${USER}`]
    expect(Object.keys((await open()).state.profiles)).toHaveLength(2)
  })

  it('that had no room to set a record aside still has it when something else is written', async () => {
    local['something-new'] = 1
    computer.faults.full.add('local')
    const { keep, state, stored } = await open()
    computer.faults.full.clear()
    keep({ ...state, rules: [RULE] })
    expect(await stored()).toBe(true)
    expect(local).toMatchObject({ 'something-new': 1, rules: [RULE] })
  })

  it.each(['local', 'session'] as const)(
    'that is full is said to be: all is stored only where both are',
    async (area) => {
      const { keep, state, stored } = await open()
      computer.faults.full.add(area)
      keep({ ...state, rules: [RULE], seen: { a: 1 } })
      expect(await stored()).toBe(false)
    },
  )
})

describe('the journal', () => {
  const desk = { approvals: [], quiet: [], notices: [], approvalTab: null, seen: {}, sessionRules: [] }

  it('gives back what lay on the desk', async () => {
    const now = Date.now()
    const quiet = [{ account: USER, origin: ORIGIN, permission: 'sign_event:1', until: now + HOUR }]
    const knock = { origin: ORIGIN, at: now }
    const notices = [{ id: 'n', code: 'storage-full', at: now, detail: '' }]
    session.desk = { ...desk, quiet, knock, notices, usedAt: now - HOUR, approvalTab: 7 }
    const { state } = await open()
    expect(state).toMatchObject({ quiet, knock, notices, usedAt: now - HOUR, approvalTab: 7 })
  })

  it('brings back no rule whose time is over, neither its own nor the disk’s', async () => {
    local.rules = [RULE, { ...RULE, permission: 'nip44_decrypt', until: Date.now() - 1 }]
    session.desk = { ...desk, sessionRules: [{ ...RULE, permission: 'nip04_decrypt', until: 'session' }] }
    const { state, keep, stored } = await open()
    expect(state.rules.map(({ permission }) => permission)).toEqual(['sign_event:1', 'nip04_decrypt'])
    keep({ ...state })
    await stored()
    await settled()
    expect(local.rules).toEqual([RULE])
  })

  it('brings back nothing that was forgotten longer ago than it can be undone', async () => {
    const taken = (id: string, until: number) => ({ id, what: 'sites', count: 1, until, rules: [], sites: [], log: [] })
    session.taken = [taken('gone', Date.now() - 1), taken('here', Date.now() + 9_000)]
    const { state } = await open()
    expect(state.taken.map(({ id }) => id)).toEqual(['here'])
  })
})
