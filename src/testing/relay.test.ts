import { describe, expect, it } from 'vitest'
import { seal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import { NIP46_KIND } from '../protocol/nip46'
import { fakeClock, seeded } from './clock'
import { keys } from './keys'
import { type Faults, fakeRelay } from './relay'

const [ALICE, BOB] = [keys(20), keys(21)]

/** Alice writes `count` events to Bob over a relay; what each of them hears. */
function play(faults: Partial<Faults>, count = 20, seed = 1) {
  const clock = fakeClock()
  const relay = fakeRelay('wss://relay.example', clock, seeded(seed), faults)
  const heard = { events: [] as SignedEvent[], oks: [] as string[], closed: [] as string[], opened: 0 }
  const quiet = { open: () => {}, closed: () => {}, ok: () => {}, event: () => {} }
  const since = Math.floor(clock.now() / 1000) - 10
  const bob = () =>
    relay.connect({
      ...quiet,
      open: () => (heard.opened += 1),
      event: (event) => heard.events.push(event),
      closed: (reason) => heard.closed.push(reason),
    })
  const filter = { kinds: [NIP46_KIND], '#p': [BOB.pubkey], since }
  bob().subscribe(filter)
  const alice = relay.connect({ ...quiet, ok: (_, accepted, reason) => heard.oks.push(`${accepted} ${reason}`.trim()) })
  const ends = { clientSecretKey: ALICE.secret, peer: BOB.pubkey }
  const sent = Array.from({ length: count }, (_, n) => seal(ends, 'nip44', `${n}`, Math.floor(clock.now() / 1000)))
  clock.advance(1_000)
  for (const event of sent) alice.publish(event)
  return { clock, relay, heard, sent, alice, again: () => bob().subscribe(filter) }
}

const ids = (events: readonly SignedEvent[]): string[] => events.map(({ id }) => id)

describe('a fake relay', () => {
  it('without faults passes everything on, in order, and says so', () => {
    const { clock, heard, sent } = play({})
    clock.advance(1_000)
    expect(ids(heard.events)).toEqual(ids(sent))
    expect(heard.oks).toEqual(sent.map(() => 'true'))
  })

  it.each<[string, Partial<Faults>, (sent: string[], got: string[], oks: string[]) => boolean]>([
    ['loses', { loss: 0.5 }, (sent, got) => got.length > 0 && got.length < sent.length],
    ['repeats', { duplicate: 0.5 }, (sent, got) => got.length > sent.length && new Set(got).size === sent.length],
    ['reorders', { jitter: 500 }, (sent, got) => got.join() !== sent.join() && got.length === sent.length],
    ['adds garbage', { garbage: 0.5 }, (sent, got) => got.length > sent.length],
    ['refuses', { refuse: 'blocked: no' }, (_, got, oks) => got.length === 0 && oks[0] === 'false blocked: no'],
    ['is mute', { isMute: true }, (sent, got, oks) => got.length === sent.length && oks.length === 0],
    ['swallows', { isBlackhole: true }, (_, got, oks) => got.length === 0 && oks.length === 0],
    ['wants AUTH', { needsAuth: true }, (_, got, oks) => got.length === 0 && /auth-required/.test(oks[0] ?? '')],
  ])('%s when told to', (_, faults, holds) => {
    const { clock, heard, sent } = play(faults)
    clock.advance(2_000)
    expect(holds(ids(sent), ids(heard.events), heard.oks)).toBe(true)
  })

  it('plays the same story for the same seed, another for another', () => {
    const told = (seed: number): number[] => {
      const { clock, heard, sent } = play({ loss: 0.5, jitter: 500 }, 20, seed)
      clock.advance(2_000)
      return heard.events.map(({ id }) => ids(sent).indexOf(id))
    }
    expect(told(1)).toEqual(told(1))
    expect(told(1)).not.toEqual(told(2))
  })

  it.each([
    [300_000, 20],
    [0, 0],
  ])('that keeps events for %d ms replays %d of them', (storeMs, count) => {
    const { clock, heard, again } = play({ storeMs })
    clock.advance(1_000)
    heard.events.length = 0
    again()
    clock.advance(1_000)
    expect(heard.events).toHaveLength(count)
  })

  it('refuses old events as strfry does', () => {
    const { clock, heard, sent, alice } = play({})
    clock.advance(70_000)
    if (sent[0]) alice.publish(sent[0])
    clock.advance(1_000)
    expect(heard.oks.at(-1)).toBe('false invalid: ephemeral event expired')
  })

  it('closes its sockets when stopped, and says nothing when they go half-open', () => {
    const stopped = play({})
    stopped.relay.stop()
    stopped.clock.advance(1_000)
    expect(stopped.heard.closed).toEqual(['relay stopped'])
    const frozen = play({})
    frozen.relay.freeze()
    frozen.clock.advance(1_000)
    expect(frozen.heard).toMatchObject({ closed: [], events: [] })
  })
})

describe('the fake clock', () => {
  it('runs what falls due in order, and nothing that was called off', () => {
    const clock = fakeClock(0)
    const ran: string[] = []
    clock.after(20, () => ran.push('b'))
    clock.after(10, () => ran.push('a'))
    clock.after(15, () => ran.push('never'))()
    clock.after(30, () => ran.push('c'))
    clock.advance(20)
    expect([ran, clock.now(), clock.pending()]).toEqual([['a', 'b'], 20, 1])
  })

  it('runs late what it jumped over', () => {
    const clock = fakeClock(0)
    let at = -1
    clock.after(10, () => (at = clock.now()))
    clock.jump(1_000)
    expect(at).toBe(-1)
    clock.advance(0)
    expect(at).toBe(1_000)
  })
})
