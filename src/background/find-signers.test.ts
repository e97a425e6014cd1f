import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, succeed } from '../protocol/error'
import { DEFAULT_RELAYS, SPARE_RELAYS } from '../protocol/relay'
import type { Announcement } from '../protocol/signer-announcement'
import type { SignerName } from '../protocol/signers'
import { keys } from '../testing/keys'
import { findCommands, pairByAddress } from './find-signers'
import { linesOf } from './lines'
import { emptyState, pairingOf, type State } from './state'
import { store } from './store'

/** What an address that was typed begins, and which announced signers are shown. Only domains and relays are played. */

vi.mock('webextension-polyfill', () => ({ default: {} }))
const world = vi.hoisted(() => ({ asked: [] as (readonly string[])[], announced: [] as Announcement[] }))
vi.mock('../edges/signer-announcements', () => ({
  findAnnouncements: async (relays: readonly string[]) => {
    world.asked.push(relays)
    return world.announced
  },
}))

const [ROOT, BOB, LIAR] = [keys(1).pubkey, keys(2).pubkey, keys(3).pubkey]
const RELAY = 'wss://relay.example'
const TEMPLATE = 'https://signer.example/<nostrconnect>'
const LOCK = { record: {}, open: null } as unknown as State['lock']

/** What each domain says; those that are not here cannot be reached. */
let said: Record<string, unknown>
let fetched: string[]

beforeEach(() => {
  ;[said, fetched, world.asked, world.announced] = [{}, [], [], []]
  vi.stubGlobal('fetch', async (url: string) => {
    const { host, pathname, search } = new URL(url)
    fetched.push(host + pathname + search)
    if (!(host in said)) throw new TypeError('Failed to fetch')
    return new Response(JSON.stringify(said[host]))
  })
})
afterEach(() => vi.unstubAllGlobals())

function rig() {
  const held = store(emptyState())
  const lines = linesOf(
    held,
    () => {},
    () => {},
  )
  lines.pairByQr([...DEFAULT_RELAYS])
  const pairing = () => pairingOf(held.state)
  return {
    held,
    lines,
    pairing,
    by: (text: string, signer?: SignerName) => pairByAddress(held, lines, text, signer ?? null),
  }
}

describe('an address that was typed', () => {
  it('of a service shows a code on the relays that it names, and on no others', async () => {
    // one of them is a default of ours, which would bring its spares
    const relays = [RELAY, DEFAULT_RELAYS[0]]
    said['signer.example'] = { nip46: { relays, nostrconnect_url: TEMPLATE } }
    const { by, pairing } = rig()
    expect(await by('signer.example')).toEqual(succeed(undefined))
    expect(fetched).toEqual(['signer.example/.well-known/nostr.json?name=_'])
    expect(pairing()).toMatchObject({
      relays,
      pairing: { flow: 'qr', service: { domain: 'signer.example', template: TEMPLATE }, choice: { spares: [] } },
    })
  })

  it('of a service that names none shows it on our own, with what may take their place', async () => {
    said['signer.example'] = { nip46: { nostrconnect_url: TEMPLATE } }
    const { by, pairing } = rig()
    await by('signer.example')
    expect(pairing()).toMatchObject({ relays: DEFAULT_RELAYS, pairing: { choice: { spares: SPARE_RELAYS } } })
  })

  it('of a signer pairs with its key', async () => {
    said['signer.example'] = { names: { bob: BOB }, nip46: { [BOB]: [RELAY] } }
    const { by, pairing } = rig()
    expect(await by('bob@signer.example')).toEqual(succeed(undefined))
    expect(pairing()).toMatchObject({ peer: BOB, relays: [RELAY], pairing: { flow: 'bunker', secret: '' } })
    expect(pairing()?.pairing).not.toHaveProperty('service')
  })

  it.each<[string, string, unknown, ReturnType<typeof fail>]>([
    ['that is none', 'bunker', null, fail('token-unknown')],
    ['without encryption', 'http://signer.example', null, fail('domain-plain')],
    ['that cannot be reached', 'signer.example', undefined, fail('domain-unreached')],
    ['without a signer', 'signer.example', { names: { _: ROOT } }, fail('domain-signerless')],
  ])('%s changes nothing', async (_, text, answer, failure) => {
    if (answer !== undefined) said['signer.example'] = answer
    const { held, by } = rig()
    const before = held.state
    expect(await by(text)).toEqual(failure)
    expect(held.state).toBe(before)
  })

  it.each(['bunker', 'http://signer.example'])('asks nobody for %j', async (text) => {
    await rig().by(text)
    expect(fetched).toEqual([])
  })

  it.each<[string, string, (now: ReturnType<typeof rig>) => void]>([
    ['another pairing was begun', 'cancelled', ({ lines }) => lines.pairByQr([RELAY])],
    ['it was cancelled', 'cancelled', ({ lines }) => lines.endPairing()],
    ['it was locked', 'locked', ({ held }) => held.update((state) => ({ ...state, lock: LOCK }))],
  ])('begins nothing where meanwhile %s', async (_, code, happen) => {
    said['signer.example'] = { nip46: { relays: [RELAY] } }
    const now = rig()
    const outcome = now.by('signer.example')
    happen(now)
    const then = now.held.state
    expect(await outcome).toEqual(fail(code as 'locked'))
    expect(now.held.state).toBe(then)
  })

  it.each<[SignerName | null, string, SignerName | null]>([
    ['amber', 'signer.example', 'amber'],
    // it takes no codes: meant was nobody
    ['nsecbunkerd', 'signer.example', null],
    [null, 'signer.example', null],
    [null, 'nsec.app', 'nsecapp'],
    ['nsecbunkerd', 'nsec.app', 'nsecapp'],
    ['amber', 'nsec.app', 'amber'],
  ])('with %s chosen, at %s, is for %s', async (chosen, domain, signer) => {
    said[domain] = { nip46: { relays: [RELAY] } }
    const { by, pairing } = rig()
    await by(domain, chosen ?? undefined)
    expect(pairing()?.signer).toBe(signer)
  })
})

describe('signers that announce themselves', () => {
  const announce = (domain: string, pubkey = ROOT, name: string | null = null): Announcement => ({
    ...{ domain, pubkey, name, createdAt: 1 },
  })
  const service = (key: string) => ({ names: { _: key }, nip46: { relays: [RELAY] } })
  const find = (state: Partial<State> = {}) => findCommands(store({ ...emptyState(), ...state })).findSigners()

  it('are shown where their domain names their key as its own, by domain', async () => {
    world.announced = [announce('b.example', ROOT, 'Bunker'), announce('a.example', BOB)]
    said = { 'b.example': service(ROOT), 'a.example': service(BOB) }
    expect(await find()).toEqual(
      succeed([
        { domain: 'a.example', name: null },
        { domain: 'b.example', name: 'Bunker' },
      ]),
    )
  })

  it.each<[string, unknown]>([
    ['names another key', service(BOB)],
    ['names no key', { nip46: { relays: [RELAY] } }],
    ['names it under another name', { ...service(BOB), names: { bob: ROOT } }],
    ['has nothing to pair by', { names: { _: ROOT } }],
    ['cannot be reached', undefined],
  ])('are not shown where their domain %s, and hide nobody else', async (_, answer) => {
    world.announced = [announce('a.example'), announce('b.example')]
    said = { 'b.example': service(ROOT), ...(answer !== undefined && { 'a.example': answer }) }
    expect(await find()).toEqual(succeed([{ domain: 'b.example', name: null }]))
  })

  it('are shown once, whoever else claims their domain', async () => {
    world.announced = [
      announce('a.example', LIAR, 'Liar'),
      announce('a.example', ROOT, 'Own'),
      announce('a.example', LIAR),
    ]
    said = { 'a.example': service(ROOT) }
    expect(await find()).toEqual(succeed([{ domain: 'a.example', name: 'Own' }]))
  })

  it('are asked for where profiles are, and not where a session speaks', async () => {
    const relays = ['wss://one.example', 'wss://two.example']
    const settings = { ...emptyState().settings, profileRelays: relays }
    await find({ settings })
    const { held, lines } = rig()
    lines.pairByQr(['wss://two.example/path'])
    await find({ settings, lines: held.state.lines })
    expect(world.asked).toEqual([relays, ['wss://one.example']])
  })
})
