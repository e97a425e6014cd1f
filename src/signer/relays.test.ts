import { describe, expect, it } from 'vitest'
import { keys } from '../testing/keys'
import { CLIENT_KEYS, pairedStage, type Stage } from '../testing/stage'
import type { SessionRecord } from './line'
import { qrLine, sessionLine } from './lines'
import { recordOf } from './record'
import { dueSwitch, switchRelays, wanted } from './relays'
import { step } from './step'

const NOW = 1_795_000_000_000
const RECORD: SessionRecord = {
  ...{ clientSecretKey: CLIENT_KEYS.secret, remoteSigner: keys(1).pubkey, user: keys(2).pubkey },
  ...{ relays: ['wss://one.example', 'wss://two.example/'], former: null, cipher: 'nip44' },
  ...{ pairedAt: NOW, answeredAt: null, switchedAt: null, learned: {}, signer: null },
}

describe('what a line wants of the network', () => {
  it('is nothing while nothing is in flight, even with former relays', () => {
    const former = { relays: ['wss://old.example'], until: NOW + 1e6 }
    expect(wanted(sessionLine({ ...RECORD, former }, NOW), NOW)).toBeNull()
  })

  it('is its relays while warm', () => {
    const line = sessionLine(RECORD, NOW)
    expect(wanted(line, NOW, NOW + 1)?.relays).toEqual(RECORD.relays)
    expect(wanted(line, NOW, NOW)).toBeNull()
  })

  it('is answers to us by #p alone, since a minute before the oldest request', () => {
    const line = step(sessionLine(RECORD, NOW), { type: 'ask', id: 'r', method: 'ping', params: [] }, NOW).line
    expect(wanted(line, NOW + 90_000)?.filter).toEqual({
      kinds: [24_133],
      '#p': [CLIENT_KEYS.pubkey],
      since: NOW / 1000 - 60,
    })
  })

  it('is everything since its start while a QR code is shown', () => {
    const start = { id: 'q', clientSecretKey: CLIENT_KEYS.secret, relays: RECORD.relays, secret: 'abc' }
    expect(wanted(qrLine(start, NOW), NOW + 1e7)?.filter.since).toBe(NOW / 1000 - 60)
  })
})

describe('a record', () => {
  it('is what a session line gives back', () => {
    expect(recordOf(sessionLine(RECORD, NOW))).toEqual(RECORD)
  })

  it('loses its former relays when their time is over', () => {
    const former = { relays: ['wss://old.example'], until: NOW }
    expect(recordOf(sessionLine({ ...RECORD, former }, NOW))?.former).toBeNull()
  })
})

describe('switch_relays', () => {
  const line = sessionLine(RECORD, NOW)

  it.each<[string, unknown[] | null]>([
    ['null', null],
    ['an empty list', []],
    ['no usable address', ['http://x', 7, 'ws://far.example']],
    ['the same relays in another order and spelling', ['wss://TWO.example', 'wss://one.example/']],
  ])('with %s changes nothing', (_, list) => {
    expect(switchRelays(line, list, NOW)).toEqual({ ...line, switchedAt: NOW })
  })

  it('moves to a set of usable addresses, at most four, and listens to the old ones for 5 minutes', () => {
    const list = ['wss://new.example', 'wss://new.example/', 'wss://one.example', 'nonsense']
    const moved = switchRelays(line, list, NOW)
    expect(moved.relays).toEqual(['wss://new.example', 'wss://one.example'])
    expect(moved.former).toEqual({ relays: ['wss://two.example/'], until: NOW + 300_000 })
    const all = ['wss://new.example', 'wss://one.example', 'wss://two.example/']
    expect(wanted(moved, NOW + 299_999, Infinity)?.relays).toEqual(all)
    expect(wanted(moved, NOW + 300_000, Infinity)?.relays).toEqual(moved.relays)
  })

  it('twice within 5 minutes forgets no relay of before', () => {
    const twice = switchRelays(switchRelays(line, ['wss://a.example'], NOW), ['wss://b.example'], NOW + 1)
    expect(twice.former?.relays).toEqual(['wss://a.example', 'wss://one.example', 'wss://two.example/'])
  })

  it('is due once a day, and never again where it is not known', () => {
    expect(dueSwitch(line, NOW)).toBe(true)
    const asked = switchRelays(line, null, NOW)
    expect(dueSwitch(asked, NOW + 86_399_999)).toBe(false)
    expect(dueSwitch(asked, NOW + 86_400_000)).toBe(true)
    expect(dueSwitch({ ...asked, learned: { switch_relays: 'unsupported' } }, NOW + 86_400_000)).toBe(false)
  })
})

describe('after a switch', () => {
  function switched(result: unknown): Stage {
    const set = pairedStage({ faults: [{}, {}, {}] })
    set.signer.manner.replies = { switch_relays: () => ({ result }) }
    set.world.feed({ type: 'ask', id: 's', method: 'switch_relays', params: [] })
    set.clock.advance(1_000)
    return set
  }
  const NEXT = ['wss://relay2.example', 'wss://new.example']

  it.each([
    ['a JSON string', JSON.stringify(NEXT)],
    ['a raw array', NEXT],
  ])('by %s the session is kept with the new relays', (_, result) => {
    const set = switched(result)
    expect(set.world.outcome('s')).toEqual({ ok: true, value: NEXT })
    expect(set.world.effects.at(-1)).toMatchObject({
      type: 'keep',
      session: { relays: NEXT, former: { relays: ['wss://relay0.example', 'wss://relay1.example'] } },
    })
  })

  it.each([['"null"'], [null], ['null']])('by %j nothing moves', (result) => {
    const set = switched(result === '"null"' ? 'null' : result)
    expect(set.world.line()).toMatchObject({ former: null, learned: { switch_relays: 'answers' } })
  })

  it('an answer on an old relay still counts, a worker’s death in between or not', () => {
    const set = switched(NEXT)
    set.signer.manner.answersOn = ['wss://relay0.example']
    set.world.die(10)
    set.clock.advance(100)
    set.world.feed({ type: 'ask', id: 'r', method: 'ping', params: [] })
    set.clock.advance(1_000)
    expect(set.world.outcome('r')).toEqual({ ok: true, value: 'pong' })
  })

  it('the old relays are left after 5 minutes', () => {
    const set = switched(NEXT)
    set.clock.advance(300_000)
    set.world.feed({ type: 'ask', id: 'r', method: 'ping', params: [] })
    expect(set.world.sockets()).toEqual(['wss://relay2.example'])
  })
})
