import { describe, expect, it } from 'vitest'
import { cipherOf } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import { keys, signAs } from '../testing/keys'
import { came, confirmed, connect, disconnect, OLD, published, sent, stranger } from '../testing/old-signer'
import { type Stage, scan, stage } from '../testing/stage'
import { sessionLine } from './lines'
import { recordOf } from './record'
import { wanted } from './relays'

const template = { kind: 1, created_at: 1_763_800_000, tags: [['t', 'a']], content: 'hello' }
const pairing = ({ world }: Stage) => world.line().pairing
const methods = ({ signer }: Stage) => signer.heard.map(({ method }) => method)

describe('a session with a signer of 2023', () => {
  const ask = (set: Stage, method: 'sign_event' | 'logout' = 'sign_event') => {
    set.world.feed({ type: 'ask', id: 'q', method, params: method === 'logout' ? [] : [JSON.stringify(template)] })
    set.clock.advance(2_000)
    return set.world.outcome('q')
  }

  it('is asked in NIP-04, for an event that is an object and names the user, and its object is checked', () => {
    const set = confirmed()
    const outcome = ask(set)
    const heard = set.signer.heard.at(-1)
    expect(cipherOf(heard?.event.content ?? '')).toBe('nip04')
    expect(heard).toMatchObject({ method: 'sign_event', params: [{ ...template, pubkey: set.signer.pubkey }] })
    expect(outcome).toEqual({ ok: true, value: signAs(set.signer.user.secret, template) })
  })

  it('may answer with the signature alone, as the guide of its package has it', () => {
    const reply = () => ({ result: signAs(keys(2).secret, template).sig })
    const set = confirmed({ replies: { sign_event: reply } })
    expect(ask(set)).toEqual({ ok: true, value: signAs(set.signer.user.secret, template) })
  })

  it.each<[string, () => { result: unknown }]>([
    ['another event', () => ({ result: signAs(keys(2).secret, { ...template, content: 'other' }) })],
    ['another’s signature', () => ({ result: signAs(keys(3).secret, template).sig })],
    ['another’s event', () => ({ result: signAs(keys(3).secret, template) })],
    ['nothing', () => ({ result: null })],
  ])('%s is no answer', (_, reply) => {
    const set = confirmed({ replies: { sign_event: reply } })
    expect(ask(set)).toMatchObject({ ok: false, error: { code: 'bad-answer' } })
  })

  it('is never asked for ping and switch_relays, and is told of a log-out by disconnect', () => {
    const set = confirmed()
    set.clock.advance(10_000)
    expect(ask(set, 'logout')).toEqual({ ok: true, value: null })
    expect(methods(set).filter(Boolean)).toEqual(['get_public_key', 'disconnect'])
  })

  it('says that it has no NIP-44 in the words of its engine', () => {
    const replies = { nip44_encrypt: OLD.replies?.switch_relays }
    const set = confirmed({ replies })
    set.world.feed({ type: 'ask', id: 'q', method: 'nip44_encrypt', params: [stranger(0).pubkey, 'x'] })
    set.clock.advance(2_000)
    expect(set.world.outcome('q')).toMatchObject({ ok: false, error: { code: 'unsupported' } })
  })

  it('ends by its disconnect: what waits and whatever is asked later fails at once, and nothing is sent', () => {
    const set = confirmed({ decides: ({ method }) => (method === 'sign_event' ? 'silent' : 'approve') })
    expect(ask(set)).toBeNull()
    set.world.effects.length = 0
    came(set, disconnect(set.signer.user))
    came(set, disconnect(set.signer.user))
    expect(set.world.effects.map(({ type }) => type).sort()).toEqual(['ended', 'keep', 'settle'])
    expect(set.world.outcomes('q')).toEqual([{ ok: false, error: { code: 'session-ended' } }])
    set.world.feed({ type: 'ask', id: 'later', method: 'sign_event', params: [JSON.stringify(template)] })
    expect(set.world.outcome('later')).toEqual({ ok: false, error: { code: 'session-ended' } })
    expect(published(set.world.effects)).toEqual([])
    expect(set.world.line().requests).toEqual({})
  })

  it('ends by its disconnect also while nothing is asked of it', () => {
    const set = confirmed()
    set.world.warm(set.clock.now() + 60_000)
    came(set, disconnect(set.signer.user))
    expect(set.world.line().endedAt).toBe(set.clock.now())
  })

  it.each<[string, SignedEvent]>([
    ['a disconnect of any other key', disconnect(stranger(0))],
    ['a connect of any other key', connect(stranger(0))],
    ['describe', sent(keys(2), { id: '1', method: 'describe', params: [] })],
    ['a connect of its own', connect(keys(2))],
    ['a disconnect in NIP-44', sent(keys(2), { id: '1', method: 'disconnect', params: [] }, 'nip44')],
  ])('is not moved by %s, which gets no answer', (_, event) => {
    const set = confirmed({ decides: ({ method }) => (method === 'sign_event' ? 'silent' : 'approve') })
    const isUnmoved = () => {
      const before = set.world.line()
      set.world.effects.length = 0
      came(set, event)
      expect(set.world.line()).toEqual({ ...before, ignored: before.ignored + 1 })
      expect(set.world.effects).toEqual([])
    }
    isUnmoved()
    // while something waits, every key's frames are read
    expect(ask(set)).toBeNull()
    isUnmoved()
  })

  it('alone can be ended so: a signer of today that says disconnect is ignored', () => {
    const set = stage({ manner: { isOneKey: true, reads: 'nip04', writes: 'nip04' } })
    set.clock.advance(4_000)
    scan(set)
    set.clock.advance(5_000)
    expect(pairing(set)?.stage).toBe('paired')
    set.world.feed({ type: 'ask', id: 'q', method: 'sign_event', params: [JSON.stringify(template)] })
    came(set, disconnect(set.signer.user))
    expect(set.world.line().endedAt).toBeUndefined()
  })

  it('is kept: how it is spoken to, and that it has ended', () => {
    const set = confirmed()
    came(set, disconnect(set.signer.user))
    const record = recordOf(set.world.line())
    expect(record).toMatchObject({ dialect: 'object', endedAt: set.clock.now() })
    const again = record && sessionLine(record, set.clock.now())
    expect(again && recordOf(again)).toEqual(record)
  })

  it('is listened to from its last answer on: relays may have kept its disconnect', () => {
    const line = confirmed().world.line()
    const [now, answeredAt] = [line.answeredAt ?? 0, line.answeredAt ?? 0]
    const since = (after: number) => wanted(line, now + after, now + after + 1)?.filter.since
    expect(since(20 * 60_000)).toBe(Math.floor((answeredAt - 60_000) / 1000))
    expect(since(5 * 3_600_000)).toBe(Math.floor((now + 4 * 3_600_000 - 60_000) / 1000))
    const { dialect: _, ...today } = line
    expect(wanted(today, now + 20 * 60_000, now + 21 * 60_000)?.filter.since).toBe(
      Math.floor((now + 19 * 60_000) / 1000),
    )
  })
})
