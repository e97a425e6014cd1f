import { describe, expect, it, vi } from 'vitest'
import type { FakeRelay } from '../testing/relay'
import { pairedStage, type Stage } from '../testing/stage'
import type { Turn } from './line'

vi.mock('../protocol/envelope', () => import('../testing/cheap-envelope'))

const decrypt = (set: Stage, id: string, turn?: Turn) =>
  set.world.feed({ type: 'ask', id, method: 'nip44_decrypt', params: ['peer', id], ...(turn && { turn }) })

const sign = (set: Stage, id: string, turn?: Turn) =>
  set.world.feed({
    ...{ type: 'ask', id, method: 'sign_event', ...(turn && { turn }) },
    params: [JSON.stringify({ kind: 1, created_at: 1_763_800_000, tags: [], content: id })],
  })

const many = (set: Stage, count: number, name = 'r', turn?: Turn) =>
  Array.from({ length: count }, (_, n) => {
    decrypt(set, `${name}${n}`, turn)
    return `${name}${n}`
  })

const taken = (relay: FakeRelay | undefined, set: Stage): number =>
  relay?.taken().filter(({ pubkey }) => pubkey === set.world.line().clientPubkey).length ?? 0

const isAll = ({ world }: Stage, ids: string[]): boolean =>
  world.effects.filter((effect) => effect.type === 'settle' && effect.outcome.ok).length >= ids.length

const order = (set: Stage): string[] =>
  set.signer.heard.map(({ params, method }) =>
    method === 'sign_event' ? (JSON.parse(params[0] ?? '{}') as { content: string }).content : (params[1] ?? ''),
  )

describe('of many requests at once', () => {
  it('so many are under way, and each answer brings the next; all are answered', () => {
    const set = pairedStage({ manner: { delay: 500 } })
    const ids = many(set, 200)
    set.clock.advance(100)
    expect(set.signer.heard).toHaveLength(48)
    expect(set.clock.until(() => isAll(set, ids), 10_000)).toBe(true)
    expect(set.signer.heard).toHaveLength(200)
  })

  it('what a person did by hand goes before what a site unpacks', () => {
    const set = pairedStage({ manner: { delay: 500 } })
    many(set, 60)
    sign(set, 'note')
    set.clock.advance(5_000)
    expect(order(set).indexOf('note')).toBe(48)
  })

  it('sites take turns', () => {
    const set = pairedStage({ manner: { delay: 500 } })
    many(set, 100, 'a', { from: 'https://a.example', tab: 1 })
    many(set, 10, 'b', { from: 'https://b.example', tab: 2 })
    set.clock.advance(30_000)
    const lastOfB = Math.max(...order(set).flatMap((id, at) => (id.startsWith('b') ? [at] : [])))
    expect(lastOfB).toBeLessThan(60)
  })

  it('no site is held up by another whose calls are not answered', () => {
    const set = pairedStage({
      manner: { decides: ({ params }) => (params[1]?.startsWith('a') ? 'silent' : 'approve') },
    })
    many(set, 100, 'a', { from: 'https://a.example', tab: 1 })
    set.clock.advance(1_000)
    many(set, 5, 'b', { from: 'https://b.example', tab: 2 })
    set.clock.advance(3_000)
    expect([0, 1, 2, 3, 4].map((n) => set.world.outcome(`b${n}`)?.ok)).toEqual([true, true, true, true, true])
  })

  it('only what was answered by the person’s leave makes room for more', () => {
    const set = pairedStage({ manner: { decides: () => 'silent' } })
    many(set, 100)
    const before = set.world.line().pace?.window
    set.clock.advance(60_000)
    expect(set.signer.heard.some(({ method }) => method === 'ping')).toBe(true)
    expect(set.world.line().pace?.window).toBe(before)
  })

  it('the tab that is looked at comes first', () => {
    const set = pairedStage({ manner: { delay: 500 }, options: { tab: 2 } })
    many(set, 100, 'a', { from: 'https://a.example', tab: 1 })
    many(set, 60, 'b', { from: 'https://b.example', tab: 2 })
    set.clock.advance(30_000)
    expect(
      order(set)
        .slice(48, 108)
        .every((id) => id.startsWith('b')),
    ).toBe(true)
  })

  it('what waits can be cancelled, and is never sent', () => {
    const set = pairedStage({ manner: { delay: 500 } })
    const ids = many(set, 60)
    set.world.feed({ type: 'cancel', id: 'r55' })
    const others = ids.filter((id) => id !== 'r55')
    expect(set.world.outcome('r55')).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(set.clock.until(() => isAll(set, others), 10_000)).toBe(true)
    expect(order(set)).not.toContain('r55')
  })

  it('those who wait go on after a death of the worker', () => {
    const set = pairedStage({ manner: { delay: 500 } })
    const ids = many(set, 100)
    set.clock.advance(200)
    set.world.die(3_000)
    expect(set.clock.until(() => isAll(set, ids), 20_000)).toBe(true)
    expect(new Set(order(set)).size).toBe(100)
  })

  it('one that is too large ends, and the others go on', () => {
    const set = pairedStage()
    set.world.feed({ type: 'ask', id: 'big', method: 'nip44_encrypt', params: ['peer', 'x'.repeat(50_000)] })
    decrypt(set, 'small')
    set.clock.advance(2_000)
    expect(set.world.outcome('big')).toMatchObject({ error: { code: 'too-large' } })
    expect(set.world.outcome('small')).toMatchObject({ ok: true })
  })
})

describe('where nothing comes of those under way', () => {
  it('for no relay is there, those who wait end with them', () => {
    const set = pairedStage({ faults: [{}] })
    set.relays[0]?.stop()
    const ids = many(set, 100)
    set.clock.advance(31_000)
    expect(ids.map((id) => set.world.outcome(id)?.ok)).toEqual(ids.map(() => false))
    expect(set.world.hasTimer()).toBe(false)
  })

  it('for the signer is silent, those who have waited as long end with them', () => {
    const set = pairedStage({ manner: { decides: () => 'silent' } })
    const ids = many(set, 100)
    set.clock.advance(6 * 60_000)
    expect(ids.map((id) => set.world.outcome(id)?.ok)).toEqual(ids.map(() => false))
    expect(set.world.hasTimer()).toBe(false)
  })
})

describe('relays that take only so many', () => {
  it('20 a second: a hundred are all answered, at nearly that pace', () => {
    const set = pairedStage({ faults: [{ perSecond: 20 }] })
    set.clock.advance(60_000)
    const before = taken(set.relays[0], set)
    const ids = many(set, 100)
    expect(set.clock.until(() => isAll(set, ids), 9_000)).toBe(true)
    expect(taken(set.relays[0], set) - before).toBe(100)
  })

  it('where another takes them all, nobody waits', () => {
    const set = pairedStage({ faults: [{ perSecond: 5 }, {}] })
    const ids = many(set, 100)
    expect(set.clock.until(() => isAll(set, ids), 2_000)).toBe(true)
  })

  it('that take none at all end it after half a minute, in their own words', () => {
    const set = pairedStage({ faults: [{ perSecond: 5 }] })
    if (set.relays[0]) set.relays[0].faults.perSecond = 0
    const ids = many(set, 3)
    set.clock.advance(35_000)
    for (const id of ids) expect(set.world.outcome(id)).toMatchObject({ error: { code: 'relay-rate' } })
    expect(set.world.hasTimer()).toBe(false)
  })
})
