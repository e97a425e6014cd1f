import { describe, expect, it } from 'vitest'
import type { RelayUrl } from '../protocol/relay'
import { keys } from '../testing/keys'
import { CLIENT_KEYS } from '../testing/stage'
import { nextDue } from './deadline'
import type { Line, LineEffect, LineInput, Ms } from './line'
import { sessionLine } from './lines'
import { step } from './step'

const NOW = 1_795_000_000_000
const [ONE, TWO] = ['wss://one.example', 'wss://two.example'] as const

const session = (relays: RelayUrl[] = [ONE, TWO]): Line =>
  sessionLine(
    {
      ...{ clientSecretKey: CLIENT_KEYS.secret, remoteSigner: keys(1).pubkey, user: keys(2).pubkey, relays },
      ...{ former: null, cipher: 'nip44', pairedAt: NOW, answeredAt: NOW, switchedAt: NOW, learned: {}, signer: null },
    },
    NOW,
  )

const ASK: LineInput = { type: 'ask', id: 'r', method: 'sign_event', params: ['{}'] }
const opened = (relay: RelayUrl): LineInput => ({ type: 'open', relay })
const closed = (relay: RelayUrl): LineInput => ({ type: 'closed', relay, reason: 'gone' })

/** A line in somebody's hands: inputs at times, effects as they come. */
function drive(start: Line) {
  let line = start
  return {
    line: () => line,
    request: () => line.requests.r,
    states: () => Object.values(line.requests.r?.deliveries ?? {}).map(({ state }) => state),
    play(at: Ms, ...inputs: LineInput[]): LineEffect[] {
      return inputs.flatMap((input) => {
        const next = step(line, input, NOW + at)
        line = next.line
        return next.effects
      })
    },
    ok(at: Ms, relay: RelayUrl, accepted: boolean, reason = '') {
      return this.play(at, { type: 'ok', relay, eventId: line.requests.r?.event?.id ?? '', accepted, reason })
    },
  }
}

const published = (effects: LineEffect[]): RelayUrl[] =>
  effects.flatMap((effect) => (effect.type === 'publish' ? [effect.relay] : []))

describe('a request goes out', () => {
  it('to every open relay at once, and to each other one as it opens', () => {
    const { play, states } = drive(session())
    expect(published(play(0, opened(ONE), ASK))).toEqual([ONE])
    expect(states()).toEqual(['sent', 'due'])
    expect(published(play(5_000, opened(TWO)))).toEqual([TWO])
    expect(states()).toEqual(['sent', 'sent'])
  })

  it('as the same event again when a relay comes back while it is young, and no more after a minute', () => {
    const at = drive(session())
    const [first] = at.play(0, opened(ONE), ASK)
    at.ok(100, ONE, true)
    expect(at.play(59_000, closed(ONE), opened(ONE))).toEqual([first])
    expect(at.states()).toEqual(['taken', 'due'])
    expect(at.play(60_001, closed(ONE), opened(ONE))).toEqual([])
  })

  it('once, however often the same id is asked', () => {
    const { play } = drive(session())
    expect(play(0, opened(ONE), ASK, ASK, ASK)).toHaveLength(1)
  })

  it('not to a relay that is not ours', () => {
    const { play, line } = drive(session())
    expect(play(0, ASK, opened('wss://other.example'))).toEqual([])
    expect(line().open).toEqual([])
  })

  it('signed anew under the same id when nobody took it for 50 s (the worker was dead)', () => {
    const at = drive(session())
    at.play(0, ASK)
    const old = at.request()?.event?.id
    at.play(120_000, { type: 'wake' })
    expect(published(at.play(121_000, opened(ONE)))).toEqual([ONE])
    expect(at.request()).toMatchObject({ ids: ['r'], deadline: NOW + 151_000 })
    expect(at.request()?.event?.id).not.toBe(old)
  })

  it('never signed anew by itself once a relay took it: the person might be asked twice', () => {
    const at = drive(session())
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, true)
    at.play(120_000, { type: 'wake' })
    expect(at.play(121_000, opened(ONE))).toEqual([])
    expect(at.request()?.ids).toEqual(['r'])
  })

  it('signed anew under another id by Ask again, to all open relays', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    at.ok(1, ONE, true)
    expect(published(at.play(90_000, { type: 'again', id: 'r', newId: 'r2' }))).toEqual([ONE, TWO])
    expect(at.request()).toMatchObject({ id: 'r', ids: ['r', 'r2'], takenAt: null })
    expect(at.play(90_000, { type: 'again', id: 'r', newId: 'r2' })).toEqual([])
    expect(at.play(90_000, { type: 'again', id: 'x', newId: 'x2' })).toEqual([])
  })

  it('refused as too large when no envelope can hold it', () => {
    const { play, line } = drive(session())
    const huge: LineInput = { type: 'ask', id: 'r', method: 'sign_event', params: ['x'.repeat(41_000)] }
    const error = { code: 'too-large' }
    expect(play(0, opened(ONE), huge)).toEqual([{ type: 'settle', id: 'r', outcome: { ok: false, error } }])
    expect(line().requests).toEqual({})
  })

  it('under any name, `__proto__` too', () => {
    const { play, line } = drive(session())
    const odd: LineInput = { type: 'ask', id: '__proto__', method: 'ping', params: [] }
    expect(published(play(0, opened(ONE), odd))).toEqual([ONE])
    const again: Line = JSON.parse(JSON.stringify(line()))
    expect(step(again, { type: 'cancel', id: '__proto__' }, NOW).effects).toMatchObject([{ type: 'settle' }])
    expect(step(session(), { type: 'cancel', id: '__proto__' }, NOW).effects).toEqual([])
  })
})

describe('a relay’s word', () => {
  it('starts the clock, the first one only', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    at.ok(2_000, ONE, true)
    at.ok(9_000, TWO, true)
    expect(at.request()).toMatchObject({ takenAt: NOW + 2_000, deadline: NOW + 302_000 })
    expect(at.states()).toEqual(['taken', 'taken'])
  })

  it('about an event that is not in flight changes nothing', () => {
    const { play, line } = drive(session())
    const before = line()
    expect(play(0, { type: 'ok', relay: ONE, eventId: 'a'.repeat(64), accepted: true, reason: '' })).toEqual([])
    expect(line()).toEqual(before)
  })

  it('duplicate is a yes, whatever its flag says', () => {
    const at = drive(session())
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, false, 'duplicate: have it')
    expect(at.states()).toEqual(['taken', 'due'])
  })

  it('that refuses what it had taken is not heard', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, true)
    expect(at.ok(2, ONE, false, 'rate-limited: slow down')).toEqual([])
    expect(at.states()).toEqual(['taken'])
  })

  it.each([
    ['blocked: not you', 'relay-restricted'],
    ['restricted: members only', 'relay-restricted'],
    ['pow: 28 bits needed', 'relay-work'],
    ['error: disk full', 'relay-refused'],
    ['mute: nobody listens', 'relay-refused'],
    ['invalid: created_at too late', 'clock-off'],
    ['invalid: created_at too early', 'clock-off'],
    ['invalid: ephemeral event expired', 'clock-off'],
    ['invalid: event creation date is too far off from the current time', 'clock-off'],
    ['invalid: timestamp out of range', 'clock-off'],
  ])('on all relays, is an error at once: %s is %s', (reason, code) => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    expect(at.ok(1, ONE, false, reason)).toEqual([])
    expect(at.line().trouble[ONE]).toEqual({ code, detail: reason })
    const effects = at.ok(2, TWO, false, reason)
    expect(effects).toEqual([{ type: 'settle', id: 'r', outcome: { ok: false, error: { code, detail: reason } } }])
    expect(at.line().requests).toEqual({})
  })

  it('on all relays, that it is too much, has the request wait for its turn, for half a minute', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    const first = at.request()?.event
    at.ok(1, ONE, false, 'blocked: no')
    expect(at.ok(2, TWO, false, 'rate-limited: slow down')).toEqual([])
    expect([at.request()?.event, nextDue(at.line())]).toEqual([null, NOW + 1_002])
    const again = at.play(1_002, { type: 'tick' })
    expect(again.map((effect) => effect.type === 'publish' && effect.relay)).toEqual([ONE, TWO])
    expect(at.request()?.event?.id).not.toBe(first?.id)
    at.ok(1_003, ONE, false, 'blocked: no')
    const ended = at.ok(30_001, TWO, false, 'rate-limited: slow down')
    const error = { code: 'relay-restricted', detail: 'blocked: no' }
    expect(ended).toEqual([{ type: 'settle', id: 'r', outcome: { ok: false, error } }])
  })

  it('of refusal on one relay is no error while another may take it', () => {
    const at = drive(session())
    at.play(0, opened(ONE), ASK)
    expect(at.ok(1, ONE, false, 'blocked: no')).toEqual([])
    at.play(2, opened(TWO))
    at.ok(3, TWO, true)
    expect(at.states()).toEqual(['refused', 'taken'])
  })

  it('auth-required is not final: it goes out again when the relay is reported open again', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    expect(at.ok(1, ONE, false, 'auth-required: who are you?')).toEqual([])
    expect(at.states()).toEqual(['due'])
    expect(published(at.play(2, opened(ONE)))).toEqual([ONE])
    at.ok(3, ONE, true)
    expect(at.states()).toEqual(['taken'])
    expect(at.line().trouble).toEqual({})
  })

  it('auth-required after we have logged in is final: on all relays an error at once, and no round without end', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, false, 'auth-required: who are you?')
    at.play(2, opened(ONE))
    const effects = at.ok(3, ONE, false, 'auth-required: not you')
    expect(effects).toMatchObject([{ type: 'settle', outcome: { error: { code: 'relay-auth' } } }])
  })

  it('auth-required on another connection is asked for anew', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, false, 'auth-required: who are you?')
    at.play(2, closed(ONE), opened(ONE))
    expect(at.ok(3, ONE, false, 'auth-required: who are you?')).toEqual([])
    expect(at.states()).toEqual(['due'])
  })

  it('auth-required for many requests does not multiply them: each goes out once more', () => {
    const { play, line } = drive(session([ONE]))
    const ids = ['a', 'b', 'c', 'd']
    play(0, opened(ONE), ...ids.map((id): LineInput => ({ type: 'ask', id, method: 'ping', params: [] })))
    for (const { event } of Object.values(line().requests))
      play(1, { type: 'ok', relay: ONE, eventId: event?.id ?? '', accepted: false, reason: 'auth-required: who?' })
    expect(published(play(2, ...ids.map(() => opened(ONE))))).toHaveLength(ids.length)
  })

  it('names the refusal when no relay took it in 30 s', () => {
    const at = drive(session())
    at.play(0, opened(ONE), ASK)
    at.ok(1, ONE, false, 'blocked: no')
    expect(at.play(29_999, { type: 'tick' })).toEqual([])
    expect(at.play(30_000, { type: 'tick' })).toMatchObject([
      { type: 'settle', outcome: { error: { code: 'relay-restricted', detail: 'blocked: no' } } },
    ])
  })
})

describe('a relay that is there and says nothing of a request', () => {
  const unsaid = (at: ReturnType<typeof drive>, ms: Ms, relay: RelayUrl) =>
    at.play(ms, { type: 'unsaid', relay, eventId: at.request()?.event?.id ?? '' })

  it('gets it once more, and the person gets their time: it may have passed it on', () => {
    const at = drive(session([ONE]))
    const [first] = at.play(0, opened(ONE), ASK)
    expect(unsaid(at, 10_000, ONE)).toEqual([first])
    expect(at.request()).toMatchObject({ takenAt: NOW + 10_000, deadline: NOW + 310_000 })
    expect(unsaid(at, 20_000, ONE)).toEqual([])
    expect(at.states()).toEqual(['unsaid'])
  })

  it('lets an answer come after 30 s, and says expired where none does', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    unsaid(at, 10_000, ONE)
    expect(at.play(309_000, { type: 'tick' }).filter(({ type }) => type === 'settle')).toEqual([])
    expect(at.play(310_000, { type: 'tick' })).toContainEqual({
      ...{ type: 'settle', id: 'r', outcome: { ok: false, error: { code: 'expired' } } },
    })
  })

  it('does not move the deadline that another relay has started, and its late word is heard', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    at.ok(100, ONE, true)
    unsaid(at, 10_000, TWO)
    expect(at.request()?.deadline).toBe(NOW + 300_100)
    at.ok(11_000, TWO, true)
    expect(at.states()).toEqual(['taken', 'taken'])
  })

  it('and then refuses it: on all relays an error at once', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    unsaid(at, 10_000, ONE)
    expect(at.ok(11_000, ONE, false, 'blocked: no')).toMatchObject([
      { outcome: { error: { code: 'relay-restricted' } } },
    ])
  })

  it('and then breaks, gets it again when it is back, while it is young', () => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK)
    unsaid(at, 10_000, ONE)
    expect(published(at.play(12_000, closed(ONE), opened(ONE)))).toEqual([ONE])
  })
})

describe('a socket that closes', () => {
  it.each([
    ['restricted: members only', 'relay-restricted'],
    ['auth-required: not you', 'relay-auth'],
    ['rate-limited: too many', 'relay-rate'],
    ['error: shutting down', 'relay-refused'],
    ['connection timed out', 'no-relay'],
    ['WebSocket error', 'no-relay'],
  ])('is trouble in the relay’s own words, where it said any: %s is %s', (reason, code) => {
    const at = drive(session([ONE]))
    at.play(0, opened(ONE), ASK, { type: 'closed', relay: ONE, reason })
    expect(at.line().trouble[ONE]).toEqual({ code, detail: reason })
    expect(at.play(30_000, { type: 'tick' })).toMatchObject([{ outcome: { error: { code } } }])
  })

  it('makes due again what it had not acknowledged, and nothing else', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    at.ok(1, TWO, true)
    at.play(2, closed(ONE), closed(TWO))
    expect(at.states()).toEqual(['due', 'taken'])
    expect(at.line()).toMatchObject({ open: [], trouble: { [ONE]: { code: 'no-relay', detail: 'gone' } } })
  })

  it('by our own will is no trouble', () => {
    const at = drive(session())
    at.play(0, opened(ONE), { type: 'closed', relay: ONE, reason: '' })
    expect(at.line()).toMatchObject({ open: [], trouble: {} })
  })

  it('all of them, when the worker was born again', () => {
    const at = drive(session())
    at.play(0, opened(ONE), opened(TWO), ASK)
    at.play(5_000, { type: 'wake' })
    expect(at.states()).toEqual(['due', 'due'])
    expect(at.line().open).toEqual([])
  })
})
