import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seal } from '../protocol/envelope'
import type { RelayHealth } from '../protocol/health'
import { CLIENT_KEYS, type Props, pairedStage, SECRET, type Stage, stage } from '../testing/stage'
import { nextDue } from './deadline'
import type { Line } from './line'
import { wanted } from './relays'
import { step } from './step'

const healthOf = ({ world }: Stage, n = 0): RelayHealth | undefined => world.line().health?.[`wss://relay${n}.example`]

/** A code is shown on these relays, for `ms`. */
function shown(faults: Props['faults'] = [{}], ms = 6_000): Stage {
  const set = stage({ faults })
  set.clock.advance(ms)
  return set
}

const GOOD = { writes: true, reads: true, auth: false, clockOff: false }
const SILENT = { writes: false, reads: false, roundTrip: null }

describe('the check of a pairing’s relay', () => {
  it.each<[string, NonNullable<Props['faults']>[number], Partial<RelayHealth>]>([
    ['a good one, and how quick it is', { latency: 60 }, { ...GOOD, roundTrip: 120 }],
    ['one that says no OK and passes events on', { isMute: true }, { ...GOOD, roundTrip: 40 }],
    ['one that swallows what it is sent', { swallows: true }, SILENT],
    ['one that never says a word', { isBlackhole: true }, SILENT],
    ['one that wants AUTH', { needsAuth: true }, { ...GOOD, auth: true }],
    ['one that refuses us', { refuse: 'restricted: members only' }, { ...SILENT, auth: false, clockOff: false }],
    ['one that refuses our clock', { refuse: 'invalid: created_at too late' }, { ...SILENT, clockOff: true }],
    ['one that refuses us even after AUTH', { refuse: 'auth-required: not you' }, { ...SILENT, auth: true }],
  ])('shows %s', (_, faults, health) => {
    expect(healthOf(shown([faults]))).toMatchObject(health)
  })

  it('tells a relay that takes and never brings by its OK', () => {
    const set = shown([{}], 30)
    const [eventId = ''] = Object.keys(Object.values(set.world.line().checks ?? {})[0]?.sent ?? {})
    const { relays } = set.world.line()
    const told = step(
      set.world.line(),
      { type: 'ok', relay: relays[0] ?? '', eventId, accepted: true, reason: '' },
      set.clock.now(),
    ).line
    const again = step(told, { type: 'tick' }, set.clock.now() + 200).line
    const late = step(again, { type: 'tick' }, set.clock.now() + 4_200).line
    expect(late.health?.[relays[0] ?? '']).toMatchObject({ writes: true, reads: false, roundTrip: null })
  })

  it('believes a relay that is slower than the check', () => {
    const set = shown([{ latency: 2_500 }], 8_000)
    expect(healthOf(set)).toMatchObject({ ...GOOD, roundTrip: 5_000 })
  })

  it('says why a relay refuses, in its words', () => {
    const { checks } = shown([{ refuse: 'restricted: members only' }]).world.line()
    expect(checks?.['wss://relay0.example']?.refused).toEqual({
      code: 'relay-restricted',
      detail: 'restricted: members only',
    })
  })

  it('is one event to ourselves per relay, and is not counted as noise', () => {
    const set = shown([{}, {}])
    const taken = set.relays.flatMap((relay) => relay.taken())
    expect(taken.map(({ pubkey, tags }) => [pubkey, tags])).toEqual(
      [1, 2].map(() => [CLIENT_KEYS.pubkey, [['p', CLIENT_KEYS.pubkey]]]),
    )
    expect(new Set(taken.map(({ id }) => id)).size).toBe(2)
    expect(set.world.line().ignored).toBe(0)
  })

  it('tells nothing of a relay whose socket went away meanwhile, and is made again', () => {
    const set = shown([{ latency: 100 }], 150)
    expect(healthOf(set)).toMatchObject({ reads: null })
    for (const relay of set.relays) relay.stop()
    set.clock.advance(200)
    expect(healthOf(set)).toBeUndefined()
    for (const relay of set.relays) relay.start()
    set.clock.advance(8_000)
    expect(healthOf(set)).toMatchObject(GOOD)
  })

  it('outlives the worker as plain data, and a death in its midst', () => {
    const set = shown([{}], 50)
    set.world.die(1_000)
    set.clock.advance(3_000)
    expect(healthOf(set)).toMatchObject(GOOD)
    const before = set.world.line()
    expect(JSON.parse(JSON.stringify(before))).toEqual(before)
  })
})

describe('what we wrote ourselves', () => {
  it('is nobody’s answer, whatever it holds', () => {
    const set = shown()
    const self = { clientSecretKey: CLIENT_KEYS.secret, peer: CLIENT_KEYS.pubkey }
    for (const relay of set.relays) {
      const event = seal(self, 'nip44', JSON.stringify({ id: '1', result: SECRET }), 0)
      set.world.feed({ type: 'event', relay: relay.url, event })
    }
    expect(set.world.line()).toMatchObject({ peer: null, pairing: { stage: 'waiting' } })
  })

  it('proves a relay only where it comes over that relay', () => {
    const set = stage({ faults: [{ swallows: true }, {}] })
    set.clock.advance(100)
    const check = set.world.line().checks?.['wss://relay0.example']
    const event = { ...seal({ clientSecretKey: CLIENT_KEYS.secret, peer: CLIENT_KEYS.pubkey }, 'nip44', 'x', 0) }
    set.world.feed({ type: 'event', relay: 'wss://relay1.example', event: { ...event, id: check?.eventId ?? '' } })
    expect(healthOf(set, 0)?.reads).not.toBe(true)
  })
})

describe('a check that somebody asks for', () => {
  it('opens the sockets of a session, and lets them go again', () => {
    const set = pairedStage({ faults: [{}, {}] })
    set.clock.advance(20_000)
    set.world.feed({ type: 'check' })
    expect(wanted(set.world.line(), set.clock.now())?.relays).toEqual(set.relays.map(({ url }) => url))
    const at = set.clock.now()
    set.clock.advance(5_000)
    expect(healthOf(set, 0)).toMatchObject({ ...GOOD, roundTrip: 40 })
    expect(healthOf(set, 1)?.at).toBeGreaterThanOrEqual(at)
    expect(wanted(set.world.line(), set.clock.now())).toBeNull()
    expect(nextDue(set.world.line())).toBeNull()
    expect(set.world.sockets()).toEqual([])
  })

  it('ends as neither written nor read where a relay cannot be reached', () => {
    const set = pairedStage({ faults: [{}, {}] })
    set.clock.advance(20_000)
    set.relays[1]?.stop()
    set.world.feed({ type: 'check' })
    set.clock.advance(12_001)
    expect(healthOf(set, 0)).toMatchObject(GOOD)
    expect(healthOf(set, 1)).toMatchObject(SILENT)
    expect(wanted(set.world.line(), set.clock.now())).toBeNull()
  })

  it('is made once in 10 s for each relay', () => {
    const set = shown([{}])
    const sent = () => set.relays[0]?.taken().length
    set.world.feed({ type: 'check' })
    set.clock.advance(100)
    expect(sent()).toBe(1)
    set.clock.advance(10_000)
    set.world.feed({ type: 'check' })
    set.world.feed({ type: 'check' })
    set.clock.advance(100)
    expect(sent()).toBe(2)
  })
})

describe('in random stories', () => {
  it('a check always ends, and a good relay is never called bad', () => {
    const faults = fc.record({
      latency: fc.integer({ min: 1, max: 1_500 }),
      duplicate: fc.double({ min: 0, max: 1, noNaN: true }),
      swallows: fc.boolean(),
      needsAuth: fc.boolean(),
      refuse: fc.constantFrom(null, 'blocked: no', 'auth-required: no', 'invalid: created_at too early'),
    })
    fc.assert(
      fc.property(fc.array(faults, { minLength: 1, maxLength: 4 }), fc.nat({ max: 9_000 }), (relays, die) => {
        const set = stage({ faults: relays })
        set.clock.advance(die)
        set.world.die(500)
        set.clock.advance(30_000)
        const line: Line = set.world.line()
        relays.forEach(({ swallows, refuse }, n) => {
          const health = line.health?.[`wss://relay${n}.example`]
          expect(health?.writes).not.toBeNull()
          expect(health?.reads).toBe(!swallows && refuse === null)
        })
        if (relays.some(({ refuse }) => refuse === null)) expect(line.pairing?.stage).toBe('waiting')
      }),
      { numRuns: 100, seed: 20_261_122 },
    )
  })
})

describe('a relay that passes an event on before it has looked at our REQ', () => {
  it('is sent another a moment after its OK, and is no bad relay', () => {
    const set = shown([{ swallows: true }], 60)
    const [relay = ''] = set.world.line().relays
    const first = set.world.line().checks?.[relay]?.eventId ?? ''
    set.world.feed({ type: 'ok', relay, eventId: first, accepted: true, reason: '' })
    Object.assign(set.relays[0]?.faults ?? {}, { swallows: false })
    set.clock.advance(200)
    expect(set.world.line().checks?.[relay]?.eventId).not.toBe(first)
    expect(healthOf(set)).toMatchObject({ ...GOOD, roundTrip: 40 })
    expect(set.world.line().pairing?.stage).toBe('waiting')
  })
})
