import { describe, expect, it } from 'vitest'
import type { RequestMethod } from '../protocol/nip46'
import type { Manner } from '../testing/manner'
import { type Props, pairedStage, type Stage } from '../testing/stage'

/** How long a request of `method` lasts at a signer that says nothing, and how it ends. */
function silent(method: RequestMethod, props: Props = {}): { set: Stage; lasted: number; outcome: unknown } {
  const set = pairedStage({ manner: { decides: () => 'silent' }, ...props })
  const start = set.clock.now()
  set.world.feed({ type: 'ask', id: 'r', method, params: ['a', 'b'] })
  set.clock.until(() => set.world.outcomes('r').length > 0, 3_600_000)
  return { set, lasted: Math.round((set.clock.now() - start) / 1000), outcome: set.world.outcome('r') }
}

const EXPIRED = { ok: false, error: { code: 'expired' } }

describe('silence of the signer', () => {
  it.each<[RequestMethod, number, number]>([
    ['sign_event', 300, 1],
    ['nip44_decrypt', 300, 1],
    ['nip04_encrypt', 300, 1],
    ['get_public_key', 60, 2], // asked once more by itself, under a new id
    ['ping', 4, 1],
    ['switch_relays', 4, 1],
    ['logout', 4, 1],
  ])('ends %s after %d s, asked %d times', (method, seconds, times) => {
    const { set, lasted, outcome } = silent(method)
    expect({ lasted, outcome }).toEqual({ lasted: seconds, outcome: EXPIRED })
    expect(new Set(set.signer.heard.filter((heard) => heard.method === method).map(({ id }) => id)).size).toBe(times)
    expect(set.world.sockets()).toEqual([])
    expect(set.world.hasTimer()).toBe(false)
  })

  it('lasts for a person as long as the options say', () => {
    expect(silent('sign_event', { options: { personMs: 20 * 60_000 } }).lasted).toBe(1200)
  })

  it('of the relays ends everything after 30 s, get_public_key included', () => {
    const set = pairedStage()
    for (const relay of set.relays) relay.faults.isBlackhole = true
    for (const method of ['sign_event', 'get_public_key', 'ping'] as const)
      set.world.feed({ type: 'ask', id: method, method, params: [] })
    set.clock.advance(29_000)
    expect(set.world.effects.filter(({ type }) => type === 'settle')).toEqual([])
    set.clock.advance(2_000)
    for (const method of ['sign_event', 'get_public_key', 'ping'])
      expect(set.world.outcomes(method)).toEqual([{ ok: false, error: { code: 'no-relay' } }])
  })

  it('on one relay delays nothing while another works', () => {
    const set = pairedStage({ faults: [{}, {}] })
    const [first] = set.relays
    if (first) first.faults.isBlackhole = true
    set.world.feed({ type: 'ask', id: 'r', method: 'ping', params: [] })
    set.clock.advance(250)
    expect(set.world.outcome('r')).toEqual({ ok: true, value: 'pong' })
  })
})

it('a request that cannot be asked again under a longer id ends all the same', () => {
  const set = pairedStage({ manner: { decides: () => 'silent' } })
  const id = 'x'.repeat(40_960 - '{"id":"","method":"get_public_key","params":[]}'.length)
  set.world.feed({ type: 'ask', id, method: 'get_public_key', params: [] })
  set.clock.advance(31_000)
  expect(set.world.outcomes(id)).toEqual([EXPIRED])
  expect(set.world.hasTimer()).toBe(false)
})

describe('the clock of a request', () => {
  it('starts when a relay has taken it, not when it was asked', () => {
    const set = pairedStage({ manner: { decides: () => 'silent' } })
    for (const relay of set.relays) relay.stop()
    set.world.feed({ type: 'ask', id: 'r', method: 'sign_event', params: ['{}'] })
    set.clock.advance(12_000)
    for (const relay of set.relays) relay.start()
    set.clock.advance(299_000)
    expect(set.world.outcomes('r')).toEqual([])
    set.clock.advance(5_000)
    expect(set.world.outcomes('r')).toEqual([EXPIRED])
  })

  it('ends with no relay in reach as what it is, although one had taken it: the answer could not come', () => {
    const set = pairedStage({ manner: { decides: () => 'silent' } })
    set.world.feed({ type: 'ask', id: 'r', method: 'sign_event', params: ['{}'] })
    set.clock.advance(1_000)
    for (const relay of set.relays) relay.stop()
    set.clock.advance(300_000)
    expect(set.world.outcome('r')).toMatchObject({ error: { code: 'no-relay' } })
  })

  it('starts again with Ask again', () => {
    const set = pairedStage({ manner: { decides: () => 'silent' } })
    set.world.feed({ type: 'ask', id: 'r', method: 'nip44_decrypt', params: ['a', 'b'] })
    set.clock.advance(299_000)
    set.world.feed({ type: 'again', id: 'r', newId: 'r2' })
    set.clock.advance(299_000)
    expect(set.world.outcomes('r')).toEqual([])
    set.signer.manner.decides = () => 'approve'
    set.world.feed({ type: 'again', id: 'r', newId: 'r3' })
    set.clock.advance(1_000)
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'plain:b' }])
  })
})

describe('Ask again', () => {
  it('with no relay in reach does not shorten the wait for the first asking', () => {
    const set = pairedStage({ manner: { delays: { nip44_decrypt: 60_000 } } })
    set.world.feed({ type: 'ask', id: 'r', method: 'nip44_decrypt', params: ['a', 'b'] })
    set.clock.advance(10_000)
    for (const relay of set.relays) relay.stop(false)
    set.world.feed({ type: 'again', id: 'r', newId: 'r2' })
    set.clock.advance(45_000)
    expect(set.world.outcomes('r')).toEqual([])
    for (const relay of set.relays) relay.start()
    set.clock.advance(120_000)
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'plain:b' }])
  })
})

describe('a worker that dies', () => {
  const asked = (manner: Partial<Manner>): Stage => {
    const set = pairedStage({ manner })
    set.world.feed({ type: 'ask', id: 'r', method: 'nip44_decrypt', params: ['a', 'b'] })
    return set
  }
  const ANSWER = [{ ok: true, value: 'plain:b' }]

  it('before anything was sent still gets the answer', () => {
    const set = asked({})
    set.world.die(90_000)
    set.clock.advance(100_000)
    expect(set.world.outcomes('r')).toEqual(ANSWER)
  })

  it('while the phone thinks gets the answer that a relay kept', () => {
    const set = asked({ delay: 10_000 })
    set.clock.advance(1_000)
    set.world.die(60_000)
    set.clock.advance(70_000)
    expect(set.world.outcomes('r')).toEqual(ANSWER)
  })

  it('twice in a row gets the answer, once', () => {
    const set = asked({ delay: 10_000 })
    set.clock.advance(1_000)
    set.world.die(2_000)
    set.clock.advance(3_000)
    set.world.die(30_000)
    set.clock.advance(60_000)
    expect(set.world.outcomes('r')).toEqual(ANSWER)
  })

  it('over the deadline has a moment to fetch a kept answer', () => {
    const set = asked({ delay: 200_000 })
    set.clock.advance(1_000)
    set.world.die(400_000)
    set.clock.advance(410_000)
    expect(set.world.outcomes('r')).toEqual(ANSWER)
  })

  it('over the deadline, with no answer kept, says expired soon after', () => {
    const set = asked({ decides: () => 'silent' })
    set.clock.advance(1_000)
    set.world.die(400_000)
    set.clock.advance(416_000)
    expect(set.world.outcomes('r')).toEqual([EXPIRED])
  })

  it('asks the phone nothing twice: the same event is sent again', () => {
    const set = asked({ delay: 5_000 })
    set.clock.advance(1_000)
    set.world.die(10)
    set.clock.advance(10_000)
    expect(set.signer.heard.filter(({ method }) => method !== 'ping')).toHaveLength(1)
    expect(set.world.outcomes('r')).toEqual(ANSWER)
  })
})

describe('what a signer did with optional methods is learned', () => {
  it.each<[string, Manner['replies'], 'answers' | 'unsupported' | 'silent']>([
    ['pong', {}, 'answers'],
    ['an error', { ping: () => ({ error: 'unknown method' }) }, 'unsupported'],
    ['nothing', { ping: () => null }, 'silent'],
  ])('%s', (_, replies, learned) => {
    const set = pairedStage({ manner: { replies } })
    set.world.feed({ type: 'ask', id: 'r', method: 'ping', params: [] })
    set.clock.advance(5_000)
    expect(set.world.line().learned.ping).toBe(learned)
    expect(set.world.effects.at(-1)).toMatchObject({ type: 'keep', session: { learned: { ping: learned } } })
  })

  it('nothing is learned from a relay that is away', () => {
    const set = pairedStage()
    for (const relay of set.relays) relay.stop()
    set.world.feed({ type: 'ask', id: 'r', method: 'ping', params: [] })
    set.clock.advance(31_000)
    expect(set.world.outcomes('r')).toHaveLength(1)
    expect(set.world.line().learned.ping).toBeUndefined()
  })
})
