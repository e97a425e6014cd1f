import fc from 'fast-check'
import { npubEncode } from 'nostr-tools/nip19'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Faults } from '../testing/relay'
import { CLIENT_KEYS, type Props, pairedStage, SECRET, type Stage, scan, stage } from '../testing/stage'
import type { TraceEntry } from '../wire/panel'
import { emptyState } from './state'
import { store } from './store'
import { addTo, type Trace, traceOf } from './trace'

/** Whole stories of a line, with everything in them that must never be seen in a trace. */
const WORDS = 'a word that is for nobody but the signer'
const TEMPLATE = JSON.stringify({ kind: 1, created_at: 1_763_800_000, tags: [], content: WORDS })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Follows a stage: what it is fed is traced, as the background's lines do it. */
function traced(set: Stage): Trace {
  const trace = traceOf(store(emptyState()))
  let before = set.world.line()
  set.world.watch((input, after, effects) => {
    trace.saw(before, input, after, effects)
    before = after
  })
  return trace
}

const REFUSALS = [
  null,
  'auth-required: who?',
  `blocked: ${CLIENT_KEYS.pubkey} is not welcome`,
  `invalid: ${npubEncode(CLIENT_KEYS.pubkey)}`,
]

const faults: fc.Arbitrary<Partial<Faults>> = fc.record({
  refuse: fc.constantFrom(...REFUSALS),
  isMute: fc.boolean(),
  garbage: fc.double({ min: 0, max: 1, noNaN: true }),
  duplicate: fc.double({ min: 0, max: 1, noNaN: true }),
})

function played(flow: 'qr' | 'bunker', relays: Props['faults'], ms: number): { set: Stage; trace: Trace } {
  const set = stage({ flow, faults: relays ?? [] })
  const trace = traced(set)
  set.clock.advance(3_000)
  if (flow === 'qr') scan(set)
  set.clock.advance(ms)
  set.world.feed({ type: 'ask', id: 'request-with-a-long-id-of-its-own', method: 'sign_event', params: [TEMPLATE] })
  set.world.feed({ type: 'check' })
  set.clock.advance(1_000)
  set.relays[0]?.stop()
  set.world.die(500)
  set.clock.advance(60_000)
  return { set, trace }
}

/** Everything that stands in no entry: keys, the secret, texts, and what went over the wire. */
function hiddenIn({ relays, signer, world }: Stage): string[] {
  const events = relays.flatMap((relay) => relay.taken())
  return [
    ...[CLIENT_KEYS.secret, CLIENT_KEYS.pubkey, npubEncode(CLIENT_KEYS.pubkey), SECRET, WORDS, TEMPLATE],
    ...[signer.pubkey, signer.user.pubkey, signer.user.secret, npubEncode(signer.user.pubkey)],
    ...[world.line().pairing?.token ?? SECRET],
    ...events.flatMap(({ id, sig, content }) => [id, sig, content, content.slice(0, 24)]),
  ]
}

describe('a trace', () => {
  it('holds no key, secret, text, ciphertext or id, whatever relays say and whenever the worker dies', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('qr' as const, 'bunker' as const),
        fc.array(faults, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 500, max: 20_000 }),
        (flow, relays, ms) => {
          const { set, trace } = played(flow, relays, ms)
          const text = JSON.stringify(trace.read())
          expect(trace.read().length).toBeGreaterThan(3)
          for (const hidden of hiddenIn(set)) expect(text).not.toContain(hidden)
        },
      ),
      { numRuns: 40, seed: 20_261_122 },
    )
  })

  it('tells a pairing and a request as somebody who helps wants to read them', () => {
    const { trace } = played('qr', [{}], 3_000)
    const told = trace.read().map(({ what, detail }) => `${what} ${detail}`.trim())
    for (const words of [
      /^started$/,
      /^open$/,
      /^EVENT check, \d+ bytes$/,
      /^OK check$/,
      /^check came \d+ ms$/,
      /^pairing waiting$/,
      /^answer to our code, \d+ bytes$/,
      /^EVENT get_public_key, \d+ bytes$/,
      /^pairing paired$/,
      /^EVENT sign_event request-…, \d+ bytes$/,
      /^answer sign_event request-…, \d+ bytes$/,
      /^ended sign_event request-…, answered$/,
      /^woke$/,
    ])
      expect(
        told.some((line) => words.test(line)),
        `${words} in\n${told.join('\n')}`,
      ).toBe(true)
  })

  it('says why a frame was ignored, and why a relay refused', () => {
    const set = pairedStage({ faults: [{}] })
    const trace = traced(set)
    set.world.warm(set.clock.now() + 60_000)
    set.clock.advance(1_000)
    const stray = set.relays[0]?.taken().find(({ pubkey }) => pubkey === set.signer.pubkey)
    if (stray) set.world.feed({ type: 'event', relay: 'wss://relay0.example', event: stray })
    Object.assign(set.relays[0]?.faults ?? {}, { refuse: 'blocked: go away' })
    set.world.feed({ type: 'ask', id: 'a', method: 'ping', params: [] })
    set.clock.advance(1_000)
    const told = trace.read().map(({ what, detail }) => `${what} ${detail}`)
    expect(told).toContainEqual(expect.stringMatching(/^ignored nothing was asked, \d+ bytes$/))
    expect(told).toContain('refused ping a, blocked: go away')
  })

  it('keeps the newest three hundred, and the relay by its host', () => {
    const trace = traceOf(store(emptyState()))
    for (let n = 0; n < 2_000; n += 1) trace.say('open', 'wss://paid.example/a-key-of-mine', `n${n}`)
    expect(trace.read()).toHaveLength(300)
    expect(trace.read().at(-1)).toMatchObject({ relay: 'paid.example/…', detail: 'n1999' })
    expect(trace.read()[0]?.detail).toBe('n1700')
  })
})

it('grows no longer than somebody reads, twice, and keeps the newest', () => {
  const entries: TraceEntry[] = []
  for (let at = 0; at < 5_000; at++) {
    addTo(entries, { at, relay: null, what: 'event', detail: '' })
    expect(entries.length).toBeLessThanOrEqual(600)
  }
  expect(entries.at(-1)?.at).toBe(4_999)
  expect(entries.length).toBeGreaterThanOrEqual(300)
})
