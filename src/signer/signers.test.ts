import { describe, expect, it } from 'vitest'
import { MANNERS } from '../testing/manners'
import { pairedStage, SECRET, type Stage, scan, stage } from '../testing/stage'

/** SIGNERS.md played: every known signer pairs, answers, refuses and says good-bye, and nothing is left behind. */
const NAMES = Object.keys(MANNERS) as (keyof typeof MANNERS)[]
const TEMPLATE = { kind: 1, created_at: 1_763_800_000, tags: [], content: 'hello' }

function ask(set: Stage, method: 'sign_event' | 'ping' | 'logout', params: string[] = []): unknown {
  const id = `${method}-${set.clock.now()}`
  set.world.feed({ type: 'ask', id, method, params })
  set.clock.advance(6_000)
  return set.world.outcome(id)
}

const played = (name: keyof typeof MANNERS): Stage => {
  // the signer's own relays may be gone in this world: it stays on those of the token
  const set = stage({ manner: MANNERS[name], faults: [{}, {}] })
  set.clock.advance(100)
  scan(set)
  set.clock.advance(20_000)
  set.signer.manner.replies = { ...set.signer.manner.replies, switch_relays: () => null }
  return set
}

describe.each(NAMES)('%s', (name) => {
  it('pairs by QR and tells signer from user', () => {
    const { world, signer } = played(name)
    expect(world.line()).toMatchObject({ peer: signer.pubkey, user: signer.user.pubkey, pairing: { stage: 'paired' } })
  })

  it('signs, says no in words, and leaves nothing behind', () => {
    const set = played(name)
    expect(ask(set, 'sign_event', [JSON.stringify(TEMPLATE)])).toMatchObject({ ok: true, value: TEMPLATE })
    set.signer.manner.decides = () => 'reject'
    const refused = { ok: false, error: { code: 'signer-refused', detail: 'rejected by user' } }
    expect(ask(set, 'sign_event', [JSON.stringify(TEMPLATE)])).toEqual(refused)
    expect(set.world.line().requests).toEqual({})
    expect(set.world.sockets()).toEqual([])
  })

  it('ends ping and logout within 5 s, whatever it knows of them', () => {
    const set = played(name)
    for (const method of ['ping', 'logout'] as const) {
      const outcome = ask(set, method) as { ok: boolean; error?: { code: string } }
      expect(outcome.ok || ['expired', 'unsupported'].includes(outcome.error?.code ?? '')).toBe(true)
    }
  })
})

describe.each(NAMES.filter((name) => !['Primal', 'Aegis'].includes(name)))('%s by bunker://', (name) => {
  it('pairs', () => {
    const set = stage({ flow: 'bunker', manner: MANNERS[name], faults: [{}, {}] })
    set.clock.advance(40_000)
    expect(set.world.line()).toMatchObject({ user: set.signer.user.pubkey, pairing: { stage: 'paired' } })
  })
})

describe('seen when run', () => {
  it('nsecbunkerd never gets a NIP-44 event after it has spoken', () => {
    const set = played('nsecbunkerd')
    ask(set, 'sign_event', [JSON.stringify(TEMPLATE)])
    const ours = set.relays[0]?.taken().filter(({ tags }) => tags[0]?.[1] === set.signer.pubkey) ?? []
    expect(ours.length).toBeGreaterThan(1)
    expect(ours.every(({ content }) => content.includes('?iv='))).toBe(true)
  })

  it('nsecbunkerd’s auth_url is signed by its admin’s key: shown with a warning', () => {
    const set = played('nsecbunkerd')
    set.signer.manner.delay = 60_000
    ask(set, 'sign_event', [JSON.stringify(TEMPLATE)])
    expect(Object.values(set.world.line().requests)[0]?.auth).toEqual({
      url: 'https://bunker.example/confirm',
      foreign: true,
    })
  })

  it('Amber is followed to the relays of its JSON string', () => {
    const set = stage({ manner: MANNERS.Amber })
    set.clock.advance(100)
    scan(set)
    set.clock.advance(5_000)
    expect(set.world.line().relays).toEqual(['wss://relay.amber.example'])
    expect(set.world.line().former?.relays).toHaveLength(2)
  })

  it('bunker46 stays where it is with "null", applesauce moves with a raw array', () => {
    const relays = (name: keyof typeof MANNERS): string[] => played(name).world.line().relays
    expect(relays('bunker46')).toEqual(['wss://relay0.example', 'wss://relay1.example'])
    expect(relays('applesauce')).toEqual(['wss://one.example', 'wss://two.example'])
  })

  it('one request answered twice with different results: the first wins', () => {
    const manner = { follows: { after: 50, reply: { result: 'second' } } }
    const set = pairedStage({ manner })
    set.world.warm(set.clock.now() + 60_000)
    set.world.feed({ type: 'ask', id: 'r', method: 'nip44_decrypt', params: ['p', 'c'] })
    set.clock.advance(10_000)
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'plain:c' }])
  })

  it('a NIP-04 request answered in NIP-44 is read', () => {
    const set = pairedStage({ flow: 'bunker', manner: {} })
    set.signer.manner.writes = 'nip04'
    expect(ask(set, 'ping')).toMatchObject({ ok: true })
    set.signer.manner.writes = 'nip44'
    expect(ask(set, 'ping')).toMatchObject({ ok: true })
  })

  it('ids and params of what we send are strings', () => {
    const set = stage({ flow: 'bunker' })
    set.clock.advance(5_000)
    for (const { id, params } of set.signer.heard)
      expect([id, ...params].every((value) => typeof value === 'string')).toBe(true)
  })

  it('a spent token is told as spent where the signer says so, as silence where it does not', () => {
    const told = stage({ flow: 'bunker', manner: { replies: { connect: () => ({ error: 'secret already used' }) } } })
    told.clock.advance(2_000)
    expect(told.world.line().pairing?.error).toEqual({ code: 'pairing-spent', detail: 'secret already used' })
    const mute = stage({ flow: 'bunker', manner: { replies: { connect: () => null } } })
    mute.clock.advance(200_000)
    expect(mute.world.line().pairing?.error).toEqual({ code: 'pairing-silent' })
  })

  it('nothing that a relay sees holds the secret in the clear', () => {
    const set = stage()
    set.clock.advance(100)
    scan(set)
    set.clock.advance(5_000)
    expect(JSON.stringify(set.relays.flatMap((relay) => relay.taken()))).not.toContain(SECRET)
  })
})
