import fc from 'fast-check'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MOST } from '../edges/backup'
import { rulesSchema, sessionSchema, settingsSchema, siteSchema } from '../edges/records'
import type { Rule } from '../policy/rule'
import type { SiteRecord } from '../policy/site'
import { fail, type Outcome } from '../protocol/error'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import type { CommandHandlers } from '../wire/panel'
import { backupCommands } from './backup'
import type { Calls } from './calls'
import { emptyState, type State } from './state'
import { store } from './store'

/** Settings, sites and rules in a file, and out of it again. */

const world = vi.hoisted(() => ({ browser: {} as Record<string, unknown> }))
vi.mock('webextension-polyfill', () => ({
  default: new Proxy({}, { get: (_, name: string) => world.browser[name] }),
}))

const NOW = 1_795_000_000_000
const [USER, OTHER] = [keys(2).pubkey, keys(4).pubkey]
const KEY = 'ab'.repeat(32)
const KDF = { name: 'scrypt', salt: 'cd'.repeat(16), n: 2 ** 14, r: 8, p: 1 } as const
const SESSION = sessionOf(USER, keys(1).pubkey, ['wss://relay.example'])

const rule = (part: Partial<Rule> = {}): Rule => ({
  ...{ account: USER, origin: 'https://a.example', permission: 'sign_event:1', allow: true, until: null },
  ...part,
})
const site = (part: Partial<SiteRecord> = {}): SiteRecord => ({
  ...{ origin: 'https://a.example', account: USER, presets: { [USER]: 'everyday' }, told: USER, on: null },
  ...{ hasOther: false, isFirm: true, ...part },
})

const bySite = (...sites: SiteRecord[]) => Object.fromEntries(sites.map((one) => [one.origin, one]))

const full = (): State => ({
  ...emptyState(),
  sessions: { [USER]: SESSION },
  settings: {
    ...{ relays: ['wss://mine.example'], account: USER, patience: 10, sites: 'chosen', log: false, notify: true },
    ...{ theme: 'dark', language: 'pt_BR', profiles: false, links: false, profileRelays: null },
  },
  sites: bySite(site(), site({ origin: 'http://localhost:8080', on: false, presets: {}, account: null, told: null })),
  rules: [
    rule(),
    rule({ permission: '*', allow: false, until: NOW + 60_000 }),
    rule({ target: 'self', permission: 'nip44_decrypt' }),
  ],
})

function rig(first: State = emptyState()) {
  const held = store(first)
  const review = vi.fn()
  const commands = backupCommands(held, { consent: { review } } as unknown as Calls)
  return { held, review, ...commands }
}

type Rig = ReturnType<typeof rig>

async function okOf<T>(outcome: Promise<Outcome<T>> | Outcome<T>): Promise<T> {
  const { ok, ...rest } = await outcome
  if (!ok) throw new Error(JSON.stringify(rest))
  return (rest as { value: T }).value
}

const exported = (state: State, seal: Parameters<CommandHandlers['exportBackup']>[0] = null): Promise<string> =>
  okOf(rig(state).exportBackup(seal))

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  world.browser = { notifications: {} }
})
afterEach(() => vi.useRealTimers())

const sound = ({ held }: Rig): boolean =>
  v.is(v.record(v.string(), sessionSchema), held.state.sessions) &&
  v.is(v.record(v.string(), siteSchema), held.state.sites) &&
  Object.entries(held.state.sites).every(([origin, one]) => one.origin === origin) &&
  v.is(rulesSchema, held.state.rules) &&
  held.state.rules.every(({ permission, allow }) => permission !== '*' || !allow) &&
  v.is(settingsSchema, held.state.settings)

describe('a file of settings', () => {
  it('brings everything to a fresh profile, and asks again what waited', async () => {
    const text = await exported(full())
    const fresh = rig()
    expect(await fresh.importBackup(text, null)).toEqual({ ok: true, value: { sites: 2, rules: 3, pairings: 0 } })
    const { settings, sites, rules, sessions } = fresh.held.state
    expect({ settings, sites, rules }).toEqual({
      settings: { ...full().settings, account: null },
      ...{ sites: full().sites, rules: full().rules },
    })
    expect(sessions).toEqual({})
    expect(fresh.review).toHaveBeenCalledOnce()
  })

  it('says what is in it before it is taken', async () => {
    const { readBackup, held } = rig()
    const bare = { at: NOW, sites: 2, rules: 3, hasPairings: false, kdf: null }
    expect(await readBackup(await exported(full()))).toEqual({ ok: true, value: bare })
    const sealed = await exported(full(), { key: KEY, kdf: KDF })
    expect(await readBackup(sealed)).toEqual({ ok: true, value: { ...bare, hasPairings: true, kdf: KDF } })
    expect(held.state).toEqual(emptyState())
  })

  it('holds no key and no pairing, unless it was asked for', async () => {
    const text = await exported(full())
    expect(text).not.toContain(SESSION.clientSecretKey)
    expect(text).not.toContain(SESSION.remoteSigner)
    expect(await exported(full(), { key: KEY, kdf: KDF })).not.toContain(SESSION.clientSecretKey)
  })

  it('leaves out what ended, what ends with the browser, and what it would not take back', async () => {
    const rules = [rule({ until: 'session' }), rule({ until: NOW - 1 }), rule({ permission: 'something_new' })]
    const sites = bySite(site({ origin: 'moz-extension://1' }), site())
    const { rules: kept, sites: places } = JSON.parse(await exported({ ...full(), rules, sites }))
    expect([kept, places]).toEqual([[], [site()]])
  })

  it('of thousands of sites and rules is not more than is taken back, and quick', async () => {
    const sites = Array.from({ length: MOST.sites }, (_, i) => site({ origin: `https://site-${i}.example.org` }))
    const rules = Array.from({ length: MOST.rules }, (_, i) => rule({ permission: `sign_event:${i}` }))
    const text = await exported({ ...full(), rules, sites: bySite(...sites) })
    expect(text.length).toBeLessThan(MOST.chars)
    vi.useRealTimers()
    // of this process: what others do beside it is no matter
    const start = process.cpuUsage()
    const fresh = rig()
    expect(await fresh.importBackup(text, null)).toMatchObject({ ok: true })
    expect(process.cpuUsage(start).user / 1_000, 'ms of work').toBeLessThan(3_000)
    expect(fresh.held.state.rules).toHaveLength(MOST.rules)
  })
})

describe('what is there already', () => {
  it('stays, where the file says nothing of it, and gives way where it does', async () => {
    const text = await exported({ ...full(), sites: bySite(site({ presets: { [USER]: 'phone' } })) })
    const mine = site({ presets: { [OTHER]: 'ask', [USER]: 'ask' }, told: OTHER, isFirm: false })
    const b = { origin: 'https://b.example' }
    const old = rig({ ...full(), sites: bySite(mine, site(b)), rules: [rule(b), rule({ allow: false })] })
    await old.importBackup(text, null)
    const { sites, rules } = old.held.state
    const presets = { [OTHER]: 'ask', [USER]: 'phone' } as const
    expect(sites).toEqual(bySite(site({ presets, told: OTHER }), site(b)))
    expect(rules).toHaveLength(4)
    expect(rules).toEqual(expect.arrayContaining([...full().rules, rule(b)]))
  })

  it('is the browser’s permission to notify: without it none are promised', async () => {
    const text = await exported(full())
    world.browser = {}
    const fresh = rig()
    await fresh.importBackup(text, null)
    expect(fresh.held.state.settings.notify).toBe(false)
  })
})

describe('pairings in a file', () => {
  const sealed = () => exported(full(), { key: KEY, kdf: KDF })

  it('come to a fresh profile by their passphrase, with a line, and sign by default', async () => {
    const fresh = rig()
    expect(await fresh.importBackup(await sealed(), KEY)).toMatchObject({ ok: true, value: { pairings: 1 } })
    const { sessions, lines, settings } = fresh.held.state
    expect([sessions, settings.account]).toEqual([{ [USER]: SESSION }, USER])
    expect(Object.values(lines)).toMatchObject([
      { user: USER, clientSecretKey: SESSION.clientSecretKey, pairing: null },
    ])
  })

  it('are left where no passphrase is given', async () => {
    const fresh = rig()
    expect(await fresh.importBackup(await sealed(), null)).toMatchObject({ ok: true, value: { pairings: 0, rules: 3 } })
    expect(fresh.held.state.sessions).toEqual({})
  })

  it('do not replace one that is there', async () => {
    const mine = { ...SESSION, clientSecretKey: keys(9).secret }
    const old = rig({ ...full(), sessions: { [USER]: mine } })
    expect(await old.importBackup(await sealed(), KEY)).toMatchObject({ ok: true, value: { pairings: 0 } })
    expect(old.held.state.sessions).toEqual({ [USER]: mine })
  })

  it('another passphrase opens nothing, and nothing is taken', async () => {
    const fresh = rig()
    expect(await fresh.importBackup(await sealed(), 'cd'.repeat(32))).toEqual(fail('wrong-passphrase'))
    expect(fresh.held.state).toEqual(emptyState())
  })
})

/** Somewhere in a JSON value: another value, nothing, or a key more. */
const mutation = fc.record({
  where: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('set', 'drop', 'add', 'twice'),
  value: fc.oneof(
    fc.constantFrom<unknown>(
      null,
      -1,
      1.5,
      Number.MAX_VALUE,
      '',
      '*',
      true,
      [],
      {},
      'https://a.example/',
      'javascript:1',
      'session',
    ),
    fc.jsonValue(),
  ),
  key: fc.constantFrom('__proto__', 'constructor', 'extra', 'allow', 'until'),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutated(value: unknown, { where, how, value: other, key }: Mutation): unknown {
  const copy = structuredClone(value)
  let parent: Record<string, unknown> = { whole: copy }
  let name = 'whole'
  for (const step of where) {
    const here = parent[name]
    const names = typeof here === 'object' && here !== null ? Object.keys(here) : []
    if (names.length === 0) break
    parent = here as Record<string, unknown>
    name = names[step % names.length] ?? ''
  }
  if (how === 'set') parent[name] = other
  if (how === 'drop') delete parent[name]
  if (how === 'twice' && Array.isArray(parent)) parent.push(structuredClone(parent[Number(name)]))
  if (how === 'add') Object.defineProperty(parent, key, { value: other, enumerable: true, configurable: true })
  return Array.isArray(copy) || name === 'whole' ? parent : copy
}

describe('a file that is none of ours, or damaged', () => {
  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no text', { format: 'lanyard-backup' }],
    ['no JSON', '{"format":"lanyard-backup"'],
    ['another’s', '{"format":"other","version":1}'],
    ['too long', ' '.repeat(MOST.chars + 1)],
    ['a tower', '['.repeat(200_000)],
  ])('%s is refused', async (_, text) => {
    const fresh = rig()
    expect(await fresh.readBackup(text as string)).toEqual(fail('bad-backup'))
    expect(await fresh.importBackup(text as string, null)).toEqual(fail('bad-backup'))
    expect(fresh.held.state).toEqual(emptyState())
  })

  const changes: [string, (file: ReturnType<typeof JSON.parse>) => void][] = [
    ['of a later version', (file) => (file.version = 2)],
    ['with a key more', (file) => (file.more = 1)],
    ['with a rule that allows everything', (file) => (file.rules[1].allow = true)],
    ['with a rule until the browser closes', (file) => (file.rules[0].until = 'session')],
    ['with a site that is a path', (file) => (file.sites[0].origin = 'https://a.example/path')],
    ['with a site that is no website', (file) => (file.sites[0].origin = 'javascript:alert(1)')],
    ['with a relay in plain', (file) => (file.settings.relays = ['ws://relay.example'])],
    ['without relays', (file) => delete file.settings.relays],
    ['with too many sites', (file) => (file.sites = Array.from({ length: MOST.sites + 1 }, () => file.sites[0]))],
    ['with too many rules', (file) => (file.rules = Array.from({ length: MOST.rules + 1 }, () => file.rules[0]))],
    ['with a passphrase of endless work', (file) => (file.pairings = { kdf: { ...KDF, n: 2 ** 30 }, sealed: '' })],
  ]
  it.each(changes)('%s changes nothing', async (_, change) => {
    const file = JSON.parse(await exported(full()))
    change(file)
    const fresh = rig()
    expect(await fresh.importBackup(JSON.stringify(file), null)).toEqual(fail('bad-backup'))
    expect(fresh.held.state).toEqual(emptyState())
  })

  it.each(['__proto__', 'constructor', 'prototype'])('that names %s is refused whole', async (name) => {
    const text = (await exported(full())).replace('"presets":{', `"presets":{"${name}":{"polluted":1},`)
    expect(await rig().importBackup(text, null)).toEqual(fail('bad-backup'))
    expect({}).not.toHaveProperty('polluted')
  })

  it('however it is changed, it is taken into a sound state or changes nothing', async () => {
    const whole = JSON.parse(await exported(full(), { key: KEY, kdf: KDF }))
    let taken = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const text = JSON.stringify(mutations.reduce(mutated, whole)) ?? ''
        const old = rig({ ...full(), sites: {}, rules: [] })
        const before = structuredClone(old.held.state)
        const outcome = await old.importBackup(text, null)
        if (outcome.ok) taken += 1
        else refused += 1
        expect(sound(old)).toBe(true)
        if (!outcome.ok) expect(old.held.state).toEqual(before)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 500 },
    )
    // both really occur
    expect([taken > 10, refused > 100]).toEqual([true, true])
  })
})
