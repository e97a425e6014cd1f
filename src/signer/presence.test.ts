import { describe, expect, it } from 'vitest'
import type { Manner } from '../testing/manner'
import { pairedStage } from '../testing/stage'
import { presenceOf } from './presence'

const TEMPLATE = JSON.stringify({ kind: 1, content: '', tags: [], created_at: 1 })

const noPing: Partial<Manner> = { decides: ({ method }) => (method === 'ping' ? 'silent' : 'approve') }

const slow = (given: Partial<Manner> = {}) => {
  const set = pairedStage({ manner: { delays: { sign_event: 60_000 }, ...given } })
  set.world.feed({ type: 'ask', id: 'one', method: 'sign_event', params: [TEMPLATE] })
  const presence = (id = 'one') => {
    const line = set.world.line()
    const request = line.requests[id]
    return request ? presenceOf(line, request) : null
  }
  return { ...set, presence, pings: () => set.signer.heard.filter(({ method }) => method === 'ping') }
}

describe('while a request waits for its person', () => {
  it('the phone is asked once, after 5 s, whether it is there', () => {
    const set = slow()
    set.clock.advance(4_000)
    expect(set.pings()).toHaveLength(0)
    expect(set.presence()).toBe('unknown')
    set.clock.advance(3_000)
    expect(set.pings()).toHaveLength(1)
    expect(set.presence()).toBe('reached')
    set.clock.advance(30_000)
    expect(set.pings()).toHaveLength(1)
  })

  it('silence of a signer that never answered a ping tells nothing', () => {
    const set = slow(noPing)
    set.clock.advance(20_000)
    expect(set.presence()).toBe('unknown')
    expect(set.world.line().learned.ping).toBe('silent')
  })

  it('a signer that stays silent to ping is not asked again', () => {
    const set = slow(noPing)
    set.clock.advance(70_000)
    set.world.feed({ type: 'ask', id: 'two', method: 'sign_event', params: [TEMPLATE] })
    set.clock.advance(20_000)
    expect(set.pings()).toHaveLength(1)
  })

  it('silence of one that has answered before means that the phone is not listening', () => {
    const set = slow()
    set.clock.advance(61_000)
    set.signer.offline()
    set.world.feed({ type: 'ask', id: 'two', method: 'sign_event', params: [TEMPLATE] })
    set.clock.advance(12_000)
    expect(set.presence('two')).toBe('silent')
    expect(set.world.line().learned.ping).toBe('answers')
  })

  it('nothing of it stays behind when the request is answered', () => {
    const set = slow()
    set.clock.advance(70_000)
    expect(set.world.line().requests).toEqual({})
  })
})
