import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { RelayUrl } from '../protocol/relay'
import { type FakeClock, fakeClock, seeded } from '../testing/clock'
import { type Faults, fakeRelay } from '../testing/relay'
import { CLIENT_KEYS, SECRET } from '../testing/stage'
import { world } from '../testing/world'
import { nextDue } from './deadline'
import { qrLine } from './lines'
import { wanted } from './relays'

vi.mock('../protocol/envelope', () => import('../testing/cheap-envelope'))

const url = (name: string): RelayUrl => `wss://${name}.example`

/** What is wrong with a relay of this name. */
const BAD: Record<string, Partial<Faults>> = {
  dead: {},
  hole: { neverOpens: true },
  deaf: { swallows: true },
  mute: { isMute: true },
  auth: { needsAuth: true },
  shut: { refuse: 'restricted: members only' },
  rate: { refuse: 'rate-limited: slow down' },
  clock: { refuse: 'invalid: created_at too late' },
  slow: { latency: 700 },
}

interface Props {
  names: string[]
  spares?: string[]
  keeps?: string[]
}

const kindOf = (name: string): string => name.replace(/\d+$/, '')

/** A code on relays that are as their names say; `good` and what is not in the table are well. */
function code({ names, spares = [], keeps = [] }: Props) {
  const clock: FakeClock = fakeClock()
  const relays = [...names, ...spares].map((name) => {
    const relay = fakeRelay(url(name), clock, seeded(1), BAD[kindOf(name)])
    if (kindOf(name) === 'dead') relay.stop()
    return relay
  })
  const start = { id: 'line', clientSecretKey: CLIENT_KEYS.secret, secret: SECRET, relays: names.map(url) }
  const line = qrLine({ ...start, spares: spares.map(url), keeps: keeps.map(url) }, clock.now())
  const startedAt = clock.now()
  const held = world(clock, relays, line)
  const isShown = () => held.line().pairing?.stage === 'waiting'
  /** ms until the code could be scanned; null: not within `ms` */
  const shownAfter = (ms = 20_000) => (clock.until(isShown, ms) ? clock.now() - startedAt : null)
  const names_ = () => held.line().relays.map((relay) => new URL(relay).hostname.replace('.example', ''))
  return { clock, held, relays, shownAfter, names: names_, pairing: () => held.line().pairing }
}

describe('the relays of a code', () => {
  it('are settled one round trip after they open, where all are good', () => {
    // 20 ms each way: one to open, two for the check
    expect(code({ names: ['good1', 'good2', 'good3', 'good4'], spares: ['good5'] }).shownAfter()).toBe(60)
    expect(code({ names: ['good'] }).shownAfter()).toBe(60)
  })

  it('are settled with two proven, and no spare is looked at for a slow third', () => {
    const set = code({ names: ['good1', 'slow', 'good2'], spares: ['good3'] })
    expect(set.shownAfter()).toBe(60)
    expect(set.names()).toEqual(['good1', 'slow', 'good2'])
    expect(set.relays[3]?.sockets()).toBe(0)
  })

  it.each<[string, Props, string[], string[], number]>([
    ['dead', { names: ['dead', 'good1', 'good2'], spares: ['good3'] }, ['good3', 'good1', 'good2'], ['dead'], 200],
    ['refusing', { names: ['good1', 'shut'], spares: ['good2'] }, ['good1', 'good2'], ['shut'], 200],
    ['unread', { names: ['good1', 'deaf'], spares: ['good2'] }, ['good1', 'good2'], ['deaf'], 2_600],
    ['never open', { names: ['good1', 'hole'], spares: ['good2'] }, ['good1', 'good2'], ['hole'], 2_600],
    [
      'dead with a dead spare',
      { names: ['dead', 'good1'], spares: ['dead2', 'good2'] },
      ['good2', 'good1'],
      ['dead'],
      200,
    ],
    [
      'all dead',
      { names: ['dead1', 'dead2'], spares: ['good1', 'good2'] },
      ['good1', 'good2'],
      ['dead1', 'dead2'],
      200,
    ],
    ['dead, with no spare', { names: ['dead', 'good1'] }, ['dead', 'good1'], [], 2_600],
    ['dead, with bad spares', { names: ['dead', 'good1'], spares: ['shut'] }, ['dead', 'good1'], [], 2_600],
    ['the only one, and deaf', { names: ['deaf'] }, ['deaf'], [], 2_600],
    ['busy', { names: ['rate'] }, ['rate'], [], 2_600],
    ['wanting AUTH', { names: ['auth', 'good1'], spares: ['good2'] }, ['auth', 'good1'], [], 1_300],
    ['without a word of OK', { names: ['mute'] }, ['mute'], [], 60],
  ])('one that is %s', (_, props, names, replaced, within) => {
    const set = code(props)
    expect(set.shownAfter()).toBeLessThanOrEqual(within)
    expect(set.names()).toEqual(names)
    expect((set.pairing()?.replaced ?? []).toSorted()).toEqual(replaced.map(url))
  })

  it('stay what they are, with their token, once it can be scanned', () => {
    const set = code({ names: ['good1', 'good2'], spares: ['good3'] })
    set.shownAfter()
    const token = set.pairing()?.token
    set.relays[0]?.stop()
    set.clock.advance(60_000)
    expect(set.names()).toEqual(['good1', 'good2'])
    set.relays[1]?.stop()
    set.clock.advance(1_000)
    expect(set.pairing()).toMatchObject({ stage: 'connecting', token })
    set.relays[1]?.start()
    set.clock.advance(60_000)
    expect(set.pairing()).toMatchObject({ stage: 'waiting', token })
  })

  it('keep key and secret in the new token', () => {
    const set = code({ names: ['dead', 'good1'], spares: ['good2'] })
    const first = new URL(set.pairing()?.token ?? '')
    set.shownAfter()
    const last = new URL(set.pairing()?.token ?? '')
    expect(last.host).toBe(first.host)
    expect(last.searchParams.get('secret')).toBe(SECRET)
    expect(last.searchParams.getAll('relay')).toEqual([url('good2'), url('good1')])
  })

  it('let go of the spares that were looked at in vain', () => {
    const set = code({ names: ['hole', 'good1'], spares: ['slow1', 'slow2'] })
    set.shownAfter()
    set.clock.advance(1_000)
    expect(wanted(set.held.line(), set.clock.now())?.relays).toEqual(set.held.line().relays)
  })
})

describe('relays that a person chose', () => {
  it('stay as long as one of them works', () => {
    const set = code({ names: ['dead', 'deaf', 'good1'], keeps: ['dead', 'deaf', 'good1'], spares: ['good2'] })
    expect(set.shownAfter()).toBeLessThanOrEqual(2_600)
    expect(set.names()).toEqual(['dead', 'deaf', 'good1'])
    expect(set.relays[3]?.sockets()).toBe(0)
  })

  it('are replaced where none works, until one does', () => {
    const set = code({ names: ['dead1', 'dead2'], keeps: ['dead1', 'dead2'], spares: ['good1', 'good2'] })
    expect(set.shownAfter()).not.toBeNull()
    expect(set.names()).toEqual(['good1', 'dead2'])
  })

  it('are held to be of no use after 2.5 s of no connection', () => {
    const set = code({ names: ['hole'], keeps: ['hole'], spares: ['good1'] })
    expect(set.shownAfter()).toBeGreaterThan(2_500)
    expect(set.names()).toEqual(['good1'])
  })
})

describe('where nothing works', () => {
  it('the code stays dim, nothing ticks on, and the first relay that comes up makes it good', () => {
    const set = code({ names: ['dead1', 'dead2'], spares: ['dead3'] })
    expect(set.shownAfter(30_000)).toBeNull()
    expect(set.pairing()).toMatchObject({ stage: 'connecting', error: null })
    expect(set.pairing()?.replaced).toBeUndefined()
    set.relays[1]?.start()
    expect(set.shownAfter(90_000)).not.toBeNull()
  })

  it('says why, where every relay refuses us, the clock first', () => {
    const set = code({ names: ['shut', 'clock'] })
    expect(set.shownAfter(10_000)).toBeNull()
    expect(set.pairing()?.error).toEqual({ code: 'clock-off', detail: 'invalid: created_at too late' })
  })
})

describe('in random stories', () => {
  const names = fc.constantFrom('good', ...Object.keys(BAD))
  const list = (most: number) =>
    fc.array(names, { minLength: 1, maxLength: most }).map((kinds) => kinds.map((kind, n) => `${kind}${n}`))

  it('a code is shown within 2.5 s of the first relay that opens, never changes then, and names none twice', () => {
    fc.assert(
      fc.property(list(4), list(4), fc.boolean(), (given, spares, isOwn) => {
        const extra = spares.map((name) => name.replace(/\d+$/, (n) => `${Number(n) + 10}`))
        const set = code({ names: given, spares: extra, keeps: isOwn ? given : [] })
        const works = (name: string) => !['dead', 'hole', 'shut', 'clock'].includes(kindOf(name))
        const after = set.shownAfter(12_000)
        if (given.some(works)) expect(after).toBeLessThanOrEqual(2_500 + 1_500)
        if (!given.some(works) && !extra.some(works)) expect(after).toBeNull()
        const { relays, pairing } = set.held.line()
        expect(new Set(relays).size).toBe(given.length)
        set.clock.advance(20_000)
        if (after !== null) {
          expect(set.held.line().relays).toEqual(relays)
          expect(set.pairing()?.token).toBe(pairing?.token)
          expect(set.pairing()?.choice).toBeUndefined()
        }
        // the end of the code itself is all that is left to wait for
        expect(nextDue(set.held.line())).toBe((pairing?.startedAt ?? 0) + 15 * 60_000)
      }),
      { numRuns: 200, seed: 20_261_122 },
    )
  })
})
