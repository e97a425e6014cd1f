import fc from 'fast-check'
import { verifyEvent } from 'nostr-tools/pure'
import { describe, expect, it, vi } from 'vitest'
import type { SignedEvent } from '../protocol/event'
import type { RequestMethod } from '../protocol/nip46'
import { fakeClock, seeded } from '../testing/clock'
import { keys } from '../testing/keys'
import type { Manner } from '../testing/manner'
import { type Faults, fakeRelay } from '../testing/relay'
import { fakeSigner } from '../testing/signer'
import { CLIENT_KEYS, SECRET } from '../testing/stage'
import { STORIES } from '../testing/stories'
import { world } from '../testing/world'
import { nextDue } from './deadline'
import type { Line, Ms } from './line'
import { bunkerLine, qrLine, sessionLine } from './lines'
import { recordOf } from './record'
import { wanted } from './relays'

vi.mock('../protocol/envelope', () => import('../testing/cheap-envelope'))

/** Random stories: relays and a signer with faults, and things that happen at random moments. */
const TEMPLATE = { kind: 1, created_at: 1_763_800_000, tags: [], content: 'hello' }
const PARAMS: Partial<Record<RequestMethod, string[]>> = {
  sign_event: [JSON.stringify(TEMPLATE)],
  nip44_decrypt: ['peer', 'cipher'],
  get_public_key: [],
  ping: [],
  switch_relays: [],
}
const METHODS = Object.keys(PARAMS) as RequestMethod[]

const chance = (max: number) => fc.double({ min: 0, max, noNaN: true })
const rarely = <T>(value: fc.Arbitrary<T>, usual: T) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: value })

const REFUSALS = ['blocked: no', 'auth-required: who?', 'rate-limited: slow', 'invalid: created_at too late']
const relayFaults: fc.Arbitrary<Partial<Faults>> = fc.record({
  latency: fc.integer({ min: 1, max: 2_000 }),
  jitter: fc.integer({ min: 0, max: 5_000 }),
  loss: rarely(chance(0.9), 0),
  duplicate: chance(0.8),
  garbage: chance(0.8),
  refuse: rarely<string | null>(fc.constantFrom(...REFUSALS), null),
  isMute: rarely(fc.boolean(), false),
  isBlackhole: rarely(fc.boolean(), false),
  storeMs: fc.constantFrom(0, 300_000),
  needsAuth: rarely(fc.boolean(), false),
})

const tampered = (event: SignedEvent): SignedEvent => ({ ...event, content: 'tampered' })
const signerManner = fc.record({
  writes: fc.constantFrom<Manner['writes']>('as-asked', 'nip44', 'nip04'),
  reads: rarely<Manner['reads']>(fc.constantFrom<Manner['reads']>('nip44', 'nip04'), 'both'),
  greets: fc.constantFrom<Manner['greets']>('secret', 'array', 'ack', 'wrong-secret', 'error', 'connect-request'),
  success: fc.constantFrom<Manner['success']>('plain', 'empty-error', 'null-error'),
  refuses: fc.constantFrom<Manner['refuses']>('plain', 'result-error', 'null-result'),
  errorId: fc.constantFrom<Manner['errorId']>('request', 'event'),
  authUrl: rarely<string | null>(fc.constantFrom('https://a.example/', 'javascript:1'), null),
  authFor: fc.constant(['connect', 'sign_event', 'get_public_key', 'ping']),
  isAuthByAdmin: fc.boolean(),
  dedupes: fc.constantFrom<Manner['dedupes']>('request', 'event', 'never'),
  delay: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 500_000 })),
  tampers: rarely<Manner['tampers']>(fc.constant(tampered), null),
  follows: rarely<Manner['follows']>(
    fc.constantFrom({ after: 0, reply: { result: 7 } }, { after: 20_000, reply: { error: 'request timed out' } }),
    null,
  ),
  isWrongKey: rarely(fc.boolean(), false),
  isWrongId: rarely(fc.boolean(), false),
})

type Happening =
  | { what: 'ask'; method: RequestMethod }
  | { what: 'cancel' | 'again'; which: number }
  | { what: 'die'; ms: Ms }
  | { what: 'stop' | 'start' | 'freeze'; which: number }
  | { what: 'offline' | 'online' }
  | { what: 'jump'; ms: Ms }

const which = fc.nat({ max: 5 })
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('ask'), method: fc.constantFrom(...METHODS) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('cancel', 'again'), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('die'), ms: fc.integer({ min: 0, max: 400_000 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('stop', 'start', 'freeze'), which }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('offline', 'online') }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('jump'), ms: fc.integer({ min: 0, max: 4_000_000 }) }) },
)

const story = fc.record({
  seed: fc.integer(),
  relays: fc.array(relayFaults, { minLength: 1, maxLength: 3 }),
  manner: signerManner,
  refusing: chance(0.5),
  silent: chance(0.5),
  happenings: fc.array(fc.record({ after: fc.integer({ min: 0, max: 90_000 }), happening }), { maxLength: 12 }),
})

type Story = typeof story extends fc.Arbitrary<infer T> ? T : never
type Start = 'session' | 'qr' | 'bunker'

function play({ seed, relays: faults, manner, refusing, silent, happenings }: Story, start: Start) {
  const clock = fakeClock()
  const random = seeded(seed)
  const relays = faults.map((fault, n) => fakeRelay(`wss://relay${n}.example`, clock, random, fault))
  const decides = (): 'silent' | 'reject' | 'approve' => {
    const drawn = random()
    return drawn < silent ? 'silent' : drawn < silent + refusing * (1 - silent) ? 'reject' : 'approve'
  }
  const signer = fakeSigner(clock, relays, { ...manner, decides })
  const urls = relays.map(({ url }) => url)
  const id = { id: 'line', clientSecretKey: CLIENT_KEYS.secret }
  const starts: Record<Start, () => Line> = {
    qr: () => qrLine({ ...id, relays: urls, secret: SECRET }, clock.now()),
    bunker: () => bunkerLine({ ...id, token: signer.token(SECRET) }, clock.now()),
    session: () =>
      sessionLine(
        {
          ...{ clientSecretKey: CLIENT_KEYS.secret, remoteSigner: signer.pubkey, user: keys(2).pubkey, relays: urls },
          ...{ former: null, cipher: 'nip44', pairedAt: 0, answeredAt: 0, switchedAt: 0, learned: {}, signer: null },
        },
        clock.now(),
      ),
  }
  const set = { clock, relays, signer, world: world(clock, relays, starts[start]()), asked: [] as string[] }
  clock.after(1_000, () => start === 'qr' && signer.scan(set.world.line().pairing?.token ?? ''))
  for (const { after, happening } of happenings) {
    clock.advance(after)
    happen(set, happening)
  }
  // everything that could still happen: dead workers wake, deadlines and second askings pass
  clock.advance(1_800_000)
  return set
}

type Played = ReturnType<typeof play>

function happen({ clock, relays, signer, world, asked }: Played, happening: Happening): void {
  switch (happening.what) {
    case 'ask': {
      const id = `ask-${asked.length}`
      const before = world.effects.length
      world.feed({ type: 'ask', id, method: happening.method, params: PARAMS[happening.method] ?? [] })
      const { requests } = world.line()
      // a dead worker hears nothing: whoever asked asks again when it is back
      if (requests[id] || world.effects.length > before) asked.push(id)
      return
    }
    case 'cancel':
      return world.feed({ type: 'cancel', id: `ask-${happening.which}` })
    case 'again':
      return world.feed({ type: 'again', id: `ask-${happening.which}`, newId: `again-${clock.now()}` })
    case 'die':
      expect(JSON.parse(JSON.stringify(world.line()))).toEqual(world.line())
      return world.die(happening.ms)
    case 'jump':
      return clock.jump(happening.ms)
    case 'offline':
    case 'online':
      return signer[happening.what]()
    default:
      relays[happening.which % relays.length]?.[happening.what]()
  }
}

/** What an outcome may hold if it is a success: what was asked of this signer and nothing else. */
function isChecked(value: unknown): boolean {
  if (value === keys(2).pubkey || value === 'plain:cipher' || value === 'pong' || value === null) return true
  const event = value as SignedEvent
  const { id, pubkey, sig, ...template } = event
  expect({ pubkey, template }).toEqual({ pubkey: keys(2).pubkey, template: TEMPLATE })
  return verifyEvent({ id, pubkey, sig, ...template })
}

function nothingLeft({ world, clock }: Played): void {
  expect(world.line().requests).toEqual({})
  expect(wanted(world.line(), clock.now())).toBeNull()
  expect(nextDue(world.line())).toBeNull()
  expect(world.sockets()).toEqual([])
  expect(world.hasTimer()).toBe(false)
}

/** Seeded: a failure prints the seed and the smallest story that breaks the law. */
const run = (numRuns: number, law: (story: Story) => void): void =>
  fc.assert(fc.property(story, law), { numRuns, seed: 20_261_122 })

describe('in thousands of random stories', () => {
  it('every request settles once, with a checked answer or an error, and nothing is left behind', () => {
    let answered = 0
    let failed = 0
    run(STORIES.session, (told) => {
      const played = play(told, 'session')
      for (const id of played.asked) {
        const outcomes = played.world.outcomes(id)
        expect(outcomes).toHaveLength(1)
        const [outcome] = outcomes
        if (!outcome?.ok) failed += 1
        else {
          answered += 1
          expect(isChecked(outcome.value)).toBe(true)
          expect(told.manner.isWrongKey || told.manner.isWrongId).toBe(false)
        }
      }
      nothingLeft(played)
    })
    // the stories are worth telling only if both ends are common
    expect(Math.min(answered, failed)).toBeGreaterThan(500)
  })

  it('a pasted token always ends paired with the user, or failed with a reason', () => {
    const ends = new Set<string>()
    run(STORIES.bunker, (told) => {
      const played = play(told, 'bunker')
      const { pairing, user } = played.world.line()
      ends.add(pairing?.error?.code ?? pairing?.stage ?? '')
      expect(pairing?.stage === 'paired' ? user : pairing?.error?.code).toBeTruthy()
      if (pairing?.stage === 'paired') expect(recordOf(played.world.line())?.user).toBe(keys(2).pubkey)
      else expect(pairing?.stage).toBe('failed')
      expect(played.world.effects.filter(({ type }) => type === 'paired').length).toBe(user === null ? 0 : 1)
      nothingLeft(played)
    })
    expect([...ends]).toEqual(expect.arrayContaining(['paired', 'no-relay', 'pairing-silent', 'pairing-refused']))
  })

  it('a QR code pairs with nobody who does not know its secret, and ends paired or failed', () => {
    const ends = new Set<string>()
    run(STORIES.qr, (told) => {
      const played = play(told, 'qr')
      const { pairing, peer } = played.world.line()
      ends.add(pairing?.stage ?? '')
      const knows = told.manner.greets === 'secret' || told.manner.greets === 'array'
      if (!knows) expect(peer).toBeNull()
      nothingLeft(played)
    })
    expect([...ends].sort()).toEqual(['failed', 'paired'])
  })
})
