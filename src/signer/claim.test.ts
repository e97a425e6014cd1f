import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unseal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import { came, confirmed, connect, disconnect, published, scanned, stranger } from '../testing/old-signer'
import { CLIENT_KEYS, type Stage, scan, stage } from '../testing/stage'
import { choiceOf } from './choice'
import { claimsOf, MAX_CLAIMS, MAX_DISOWNED } from './claim'
import type { Line, LineInput, Pairing } from './line'
import { step } from './step'

const RELAY = 'wss://relay0.example'
const pairing = ({ world }: Stage) => world.line().pairing
const claimants = ({ world }: Stage) => claimsOf(world.line()).map(({ remoteSigner }) => remoteSigner)
const methods = ({ signer }: Stage) => signer.heard.map(({ method }) => method)

describe('a connect request to our code', () => {
  it('is a claim: nothing is paired, and nothing is answered', () => {
    const set = scanned()
    expect(pairing(set)).toMatchObject({ stage: 'waiting', error: null })
    expect(claimants(set)).toEqual([set.signer.pubkey])
    expect(set.world.line()).toMatchObject({ peer: null, user: null })
    expect(published(set.world.effects)).toEqual([])
  })

  it('is answered once the person has confirmed it, and pairs as any other', () => {
    const set = confirmed()
    const [ack] = published(set.world.effects)
    const ends = { clientSecretKey: set.signer.user.secret, peer: CLIENT_KEYS.pubkey }
    expect(JSON.parse(unseal(ends, ack?.content ?? '') ?? '')).toEqual({ id: 'hello-1', result: 'ack', error: null })
    expect(pairing(set)).toMatchObject({ stage: 'paired', error: null })
    expect(set.world.line()).toMatchObject({ peer: set.signer.pubkey, user: set.signer.pubkey, cipher: 'nip04' })
    expect(methods(set).filter((method) => method !== undefined)).toEqual(['get_public_key'])
    expect(pairing(set)).not.toHaveProperty('claims')
  })

  it.each<[string, SignedEvent]>([
    ['in NIP-44, which no signer of 2023 speaks', connect(stranger(0), {}, 'nip44')],
    ['that names another key', connect(stranger(0), { params: [stranger(1).pubkey] })],
    ['that names us, as one client’s to its signer does', connect(stranger(0), { params: [CLIENT_KEYS.pubkey, 's'] })],
    ['that names nobody', connect(stranger(0), { params: [] })],
    ['whose params are no list', connect(stranger(0), { params: { 0: stranger(0).pubkey } })],
    ['without an id', connect(stranger(0), { id: undefined })],
    ['with an endless id', connect(stranger(0), { id: 'x'.repeat(65) })],
    ['for another method', connect(stranger(0), { method: 'describe' })],
    ['from ourselves', connect(CLIENT_KEYS)],
  ])('%s: is none', (_, event) => {
    const set = stage()
    set.clock.advance(4_000)
    came(set, event)
    expect(claimants(set)).toEqual([])
    expect(published(set.world.effects)).toEqual([])
  })

  it.each<[string, Partial<Pairing>]>([
    ['before the code is final', { choice: choiceOf([], []) }],
    ['to a pasted token', { flow: 'bunker' }],
    ['after the code has failed', { stage: 'failed' }],
  ])('%s: is none', (_, part) => {
    const set = stage()
    set.clock.advance(4_000)
    const line = set.world.line()
    const claimed = (now: Line) =>
      step(now, { type: 'event', relay: RELAY, event: connect(stranger(0)) }, set.clock.now()).line.pairing?.claims
    expect(claimed(line)).toHaveLength(1)
    expect(claimed({ ...line, pairing: line.pairing && { ...line.pairing, ...part } })).toBeUndefined()
  })

  it('of a fourth key is not heard until one of three was refused, and a key that was refused never again', () => {
    const set = stage()
    set.clock.advance(4_000)
    for (const n of [0, 1, 2, 3]) came(set, connect(stranger(n)))
    expect(claimants(set)).toEqual([0, 1, 2].map((n) => stranger(n).pubkey))
    set.world.feed({ type: 'disown', remoteSigner: stranger(0).pubkey })
    for (const n of [0, 1, 3]) came(set, connect(stranger(n)))
    expect(claimants(set)).toEqual([1, 2, 3].map((n) => stranger(n).pubkey))
  })

  it('is not heard any more after nine were refused: a new code has a new client key', () => {
    const set = stage()
    set.clock.advance(4_000)
    for (let n = 0; n <= MAX_DISOWNED; n++) {
      expect(claimants(set)).toEqual([])
      came(set, connect(stranger(n)))
      set.world.feed({ type: 'disown', remoteSigner: stranger(n).pubkey })
    }
    expect(pairing(set)?.disowned).toHaveLength(MAX_DISOWNED)
    came(set, connect(stranger(MAX_DISOWNED + 1)))
    expect(claimants(set)).toEqual([])
  })

  it('is taken back by a disconnect of the same key, and by no other', () => {
    const set = scanned()
    came(set, disconnect(stranger(0)))
    expect(claimants(set)).toHaveLength(1)
    came(set, disconnect(set.signer.user))
    expect(claimants(set)).toEqual([])
    expect(pairing(set)).toMatchObject({ stage: 'waiting', error: null })
  })

  it('waits through the worker’s death', () => {
    const set = scanned()
    set.world.die(500)
    set.clock.advance(2_000)
    expect(claimants(set)).toEqual([set.signer.pubkey])
    set.world.feed({ type: 'confirm', remoteSigner: set.signer.pubkey })
    set.clock.advance(2_000)
    expect(pairing(set)?.stage).toBe('paired')
  })

  it('can only be confirmed where it is: no key that never claimed is paired', () => {
    const set = scanned()
    set.world.feed({ type: 'confirm', remoteSigner: stranger(0).pubkey })
    set.world.feed({ type: 'disown', remoteSigner: stranger(0).pubkey })
    expect(set.world.line()).toMatchObject({ peer: null })
    expect(claimants(set)).toEqual([set.signer.pubkey])
  })

  it('fails where another user is named than the key that was compared', () => {
    const set = confirmed({ replies: { get_public_key: () => ({ result: stranger(0).pubkey }) } })
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'bad-answer', detail: 'pubkey' } })
    expect(set.world.effects.some(({ type }) => type === 'paired')).toBe(false)
  })

  it('withdrawn after the person’s word is a refusal', () => {
    const set = confirmed({ decides: () => 'silent' })
    expect(pairing(set)?.stage).toBe('answered')
    came(set, disconnect(set.signer.user))
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'pairing-refused' } })
  })

  it.each([
    ['before the person has said anything', false],
    ['and after a wrong word, while nobody is paired', true],
  ])('gives way to an answer with the secret, %s', (_, isConfirmed) => {
    const set = stage()
    set.clock.advance(4_000)
    came(set, connect(stranger(0)))
    if (isConfirmed) set.world.feed({ type: 'confirm', remoteSigner: stranger(0).pubkey })
    expect(pairing(set)?.stage).toBe(isConfirmed ? 'answered' : 'waiting')
    scan(set)
    set.clock.advance(3_000)
    expect(pairing(set)).toMatchObject({ stage: 'paired', error: null })
    const { peer, user, cipher, dialect } = set.world.line()
    expect({ peer, user, cipher, dialect }).toEqual({
      ...{ peer: set.signer.pubkey, user: set.signer.user.pubkey, cipher: 'nip44', dialect: undefined },
    })
  })

  it('whatever comes in whatever order: three at most, in their order, none refused, nobody paired, nothing said', () => {
    type Act = { n: number; does: 'connect' | 'disconnect' | 'disown' }
    const act = fc.record<Act>({
      n: fc.nat({ max: 19 }),
      does: fc.constantFrom('connect', 'connect', 'connect', 'disconnect', 'disown'),
    })
    const start = stage()
    start.clock.advance(4_000)
    const line = start.world.line()
    const events = Array.from({ length: 20 }, (_, n) => ({
      connect: connect(stranger(n)),
      disconnect: disconnect(stranger(n)),
    }))
    const inputOf = ({ n, does }: Act): LineInput =>
      does === 'disown'
        ? { type: does, remoteSigner: stranger(n).pubkey }
        : { type: 'event', relay: RELAY, event: events[n]?.[does] ?? connect(stranger(n)) }
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let now = line
        for (const each of acts) {
          const before = claimsOf(now).map(({ remoteSigner }) => remoteSigner)
          const { line: next, effects } = step(now, inputOf(each), start.clock.now())
          const after = claimsOf(next).map(({ remoteSigner }) => remoteSigner)
          const disowned = next.pairing?.disowned ?? []
          expect(after.length).toBeLessThanOrEqual(MAX_CLAIMS)
          expect(disowned.length).toBeLessThanOrEqual(MAX_DISOWNED + MAX_CLAIMS)
          expect(new Set([...after, ...disowned]).size).toBe(after.length + disowned.length)
          expect(before.filter((key) => after.includes(key))).toEqual(after.filter((key) => before.includes(key)))
          expect({ peer: next.peer, effects, requests: next.requests }).toEqual({
            peer: null,
            effects: [],
            requests: {},
          })
          now = next
        }
      }),
      { numRuns: 20 },
    )
  })
})
