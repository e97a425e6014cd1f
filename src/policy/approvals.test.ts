import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Waiting } from './approval'
import {
  closeWindow,
  type Decided,
  decide,
  join,
  lapse,
  MAX_APPROVALS,
  MAX_APPROVALS_PER_SITE,
  MAX_CALLS,
  type Queue,
  settle,
  show,
} from './approvals'
import { sameQuestion } from './question'
import { hush, isQuiet, QUIET_MS } from './quiet'

const NOW = 1_800_000_000_000
const EMPTY: Queue = { approvals: [], quiet: [] }

const call = (callId: string, change: Partial<Waiting> = {}): Waiting => ({
  callId,
  account: 'a'.repeat(64),
  origin: 'https://site.example',
  permission: 'sign_event:1',
  isCautious: false,
  ...change,
})

/** Every call joined in turn; an approval that opens is named after the call that opened it. */
function joined(calls: Waiting[], queue = EMPTY): Queue {
  return calls.reduce((before, waiting) => {
    const after = join(before, waiting, `of ${waiting.callId}`, NOW)
    if (!after.ok) throw new Error(after.error.code)
    return after.value
  }, queue)
}

const shown = (queue: Queue, id: string): Queue => ({ ...queue, approvals: show(queue.approvals, id, NOW) })
const names = (queue: Queue) => queue.approvals.map(({ id, callIds }) => [id, callIds])

describe('a call that begins to wait', () => {
  it('opens an approval', () => {
    expect(joined([call('1')]).approvals).toEqual([
      {
        id: 'of 1',
        account: 'a'.repeat(64),
        origin: 'https://site.example',
        permission: 'sign_event:1',
        isCautious: false,
        callIds: ['1'],
        askedAt: NOW,
        shownAt: null,
      },
    ])
  })

  it('stands alone where it calls for caution: what is said of it is said of nothing else', () => {
    const queue = joined([call('1'), call('2', { isCautious: true }), call('3'), call('4', { isCautious: true })])
    expect(names(queue)).toEqual([
      ['of 1', ['1', '3']],
      ['of 2', ['2', '4']],
    ])
  })

  it.each(['sign_psbt', 'sign_schnorr'])('never joins another where it is looked at by itself: %s', (permission) => {
    const calls = ['1', '2', '3'].map((id) => call(id, { permission, isCautious: id !== '3' }))
    const queue = joined(calls)
    expect(names(queue)).toEqual(calls.map(({ callId }) => [`of ${callId}`, [callId]]))
    const { allowed, approvals } = decide(shown(queue, 'of 1'), 'of 1', true, [], NOW)
    expect([allowed, approvals.length]).toEqual([['1'], 2])
  })

  it('joins the approval of its question', () => {
    expect(names(joined([call('1'), call('2'), call('3')]))).toEqual([['of 1', ['1', '2', '3']]])
  })

  it.each<[string, Partial<Waiting>]>([
    ['account', { account: 'b'.repeat(64) }],
    ['origin', { origin: 'https://site.example:8443' }],
    ['permission', { permission: 'sign_event:0' }],
  ])('of another %s opens its own', (_, change) => {
    expect(names(joined([call('1'), call('2', change)]))).toEqual([
      ['of 1', ['1']],
      ['of 2', ['2']],
    ])
  })

  it('does not join what the person already looks at, but the next one', () => {
    const queue = shown(joined([call('1')]), 'of 1')
    expect(names(joined([call('2'), call('3')], queue))).toEqual([
      ['of 1', ['1']],
      ['of 2', ['2', '3']],
    ])
  })

  it('changes nothing when it is sent again, shown or not', () => {
    const queue = joined([call('1'), call('2')])
    expect(joined([call('1')], queue)).toEqual(queue)
    expect(joined([call('2')], shown(queue, 'of 1'))).toEqual(shown(queue, 'of 1'))
  })

  it('is denied unasked while its question is quiet, and asked again after', () => {
    const queue = { approvals: [], quiet: hush([], [call('1')], NOW) }
    expect(join(queue, call('2'), 'x', NOW + QUIET_MS - 1)).toEqual({ ok: false, error: { code: 'denied' } })
    expect(join(queue, call('2'), 'x', NOW + QUIET_MS).ok).toBe(true)
    expect(join(queue, call('2', { permission: 'sign_event:0' }), 'x', NOW).ok).toBe(true)
  })
})

describe('a storm of calls', () => {
  const many = (count: number, change: (i: number) => Partial<Waiting> = () => ({})) =>
    Array.from({ length: count }, (_, i) => call(String(i), change(i)))

  it('a hundred at once are one approval, the next one opens another', () => {
    expect(joined(many(MAX_CALLS)).approvals).toHaveLength(1)
    expect(joined(many(MAX_CALLS + 1)).approvals.map(({ callIds }) => callIds.length)).toEqual([MAX_CALLS, 1])
  })

  it('one site may ask only so many questions', () => {
    const queue = joined(many(MAX_APPROVALS_PER_SITE, (i) => ({ permission: `sign_event:${i}` })))
    expect(join(queue, call('x', { permission: 'nip44_decrypt' }), 'x', NOW)).toEqual({
      ok: false,
      error: { code: 'too-many' },
    })
    expect(join(queue, call('x', { origin: 'https://other.example' }), 'x', NOW).ok).toBe(true)
    expect(join(queue, call('x', { permission: 'sign_event:0' }), 'x', NOW).ok).toBe(true)
  })

  it('one tab may ask only so many questions, of whatever sites its frames are', () => {
    const asked = call('x', { origin: 'https://frame.example' })
    expect(join(EMPTY, asked, 'x', NOW, MAX_APPROVALS_PER_SITE - 1).ok).toBe(true)
    expect(join(EMPTY, asked, 'x', NOW, MAX_APPROVALS_PER_SITE)).toMatchObject({ error: { code: 'too-many' } })
  })

  it('all sites together may ask only so many', () => {
    const queue = joined(many(MAX_APPROVALS, (i) => ({ origin: `https://${i}.example` })))
    expect(join(queue, call('x', { origin: 'https://new.example' }), 'x', NOW)).toMatchObject({
      error: { code: 'too-many' },
    })
  })
})

describe('a decision', () => {
  const queue = shown(joined([call('1'), call('2'), call('3'), call('4', { permission: 'nip44_decrypt' })]), 'of 1')
  const rest = joined([call('4', { permission: 'nip44_decrypt' })])

  it.each<[string, boolean, string[], Partial<Decided>]>([
    ['allows all', true, [], { allowed: ['1', '2', '3'], denied: [] }],
    ['allows all but one', true, ['2'], { allowed: ['1', '3'], denied: ['2'] }],
    ['allows none where all are skipped', true, ['1', '2', '3'], { allowed: [], denied: ['1', '2', '3'] }],
    ['pays no heed to skipping calls of another approval', true, ['4', 'x'], { allowed: ['1', '2', '3'], denied: [] }],
    ['denies all', false, [], { allowed: [], denied: ['1', '2', '3'] }],
    ['denies all, skipped or not', false, ['2'], { allowed: [], denied: ['1', '2', '3'] }],
  ])('%s', (_, allow, skip, expected) => {
    const decided = decide(queue, 'of 1', allow, skip, NOW)
    expect(decided).toMatchObject(expected)
    expect(decided.approvals).toEqual(rest.approvals)
  })

  it('is quiet about what was denied, not about what was skipped', () => {
    expect(decide(queue, 'of 1', true, ['1', '2', '3'], NOW).quiet).toEqual([])
    const { account, origin, permission } = call('1')
    expect(decide(queue, 'of 1', false, [], NOW).quiet).toEqual([
      { account, origin, permission, until: NOW + QUIET_MS },
    ])
  })

  it.each([['of 4'], ['nobody'], ['__proto__'], ['']])(
    'about %j, which is not on the screen, changes nothing',
    (id) => {
      expect(decide(queue, id, true, [], NOW)).toEqual({ ...queue, allowed: [], denied: [] })
    },
  )

  it('is made once: the second one finds nothing', () => {
    const first = decide(queue, 'of 1', true, [], NOW)
    expect(decide(first, 'of 1', true, [], NOW)).toMatchObject({ allowed: [], denied: [] })
  })
})

describe('a closed window', () => {
  it('denies what it showed, and only that', () => {
    const queue = shown(joined([call('1'), call('2', { permission: 'nip44_decrypt' })]), 'of 1')
    const closed = closeWindow(queue, NOW)
    expect(closed).toMatchObject({ allowed: [], denied: ['1'] })
    expect(names(closed)).toEqual([['of 2', ['2']]])
    const asks = (permission: string) => isQuiet(closed.quiet, { ...call('3'), permission }, NOW)
    expect([asks('sign_event:1'), asks('sign_event:2'), asks('nip44_decrypt')]).toEqual([true, true, true])
    expect(isQuiet(closed.quiet, { ...call('3'), origin: 'https://other.example' }, NOW)).toBe(false)
  })
})

describe('a rule that comes into being while calls wait', () => {
  const queue = joined([call('2')], shown(joined([call('1')]), 'of 1'))

  it('answers what it is about, shown or not', () => {
    expect(settle(queue, () => 'allow', NOW)).toEqual({ ...EMPTY, allowed: ['1', '2'], denied: [] })
    expect(settle(queue, () => 'deny', NOW)).toEqual({ ...EMPTY, allowed: [], denied: ['1', '2'] })
    expect(settle(queue, () => 'ask', NOW)).toEqual({ ...queue, allowed: [], denied: [] })
  })

  it('is asked about questions', () => {
    const decrypts = joined([call('3', { permission: 'nip44_decrypt' })], queue)
    const decided = settle(decrypts, ({ permission }) => (permission === 'nip44_decrypt' ? 'allow' : 'ask'), NOW)
    expect(decided).toMatchObject({ allowed: ['3'], denied: [], approvals: queue.approvals })
  })

  it('stands above a quiet time, and a quiet time denies what no rule answers', () => {
    const denied = decide(queue, 'of 1', false, [], NOW)
    expect(settle(denied, () => 'allow', NOW)).toMatchObject({ allowed: ['2'], denied: [] })
    expect(settle(denied, () => 'ask', NOW)).toMatchObject({ allowed: [], denied: ['2'], approvals: [] })
    expect(settle(denied, () => 'ask', NOW + QUIET_MS)).toMatchObject({ denied: [] })
  })
})

describe('a call that lapses', () => {
  it('leaves its approval, which disappears with the last one', () => {
    const queue = shown(joined([call('1'), call('2')]), 'of 1')
    const one = lapse(queue.approvals, '1')
    expect(one).toMatchObject([{ id: 'of 1', callIds: ['2'], shownAt: NOW }])
    expect(lapse(one, '2')).toEqual([])
    expect(lapse(one, 'x')).toEqual(one)
  })
})

describe('any row of events', () => {
  type Happening =
    | { do: 'join'; origin: number; permission: number; again: number | null }
    | { do: 'show'; which: number }
    | { do: 'lapse'; which: number }
    | { do: 'decide'; which: number; allow: boolean; skip: number }
    | { do: 'close' }
    | { do: 'settle'; permission: number; answer: 'allow' | 'deny' }
    | { do: 'wait'; ms: number }

  const index = fc.nat(1000)
  const happenings: fc.Arbitrary<Happening> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constant('join' as const),
        origin: fc.nat(8),
        permission: fc.nat(12),
        again: fc.option(index, { freq: 5 }),
      }),
    },
    fc.record({ do: fc.constant('show' as const), which: index }),
    fc.record({ do: fc.constant('lapse' as const), which: index }),
    fc.record({ do: fc.constant('decide' as const), which: index, allow: fc.boolean(), skip: fc.nat(3) }),
    fc.record({ do: fc.constant('close' as const) }),
    fc.record({
      do: fc.constant('settle' as const),
      permission: fc.nat(12),
      answer: fc.constantFrom('allow' as const, 'deny' as const),
    }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(2 * QUIET_MS) }),
  )

  /** The queue beside a ledger of every call: where it went. */
  interface World {
    queue: Queue
    now: number
    made: number
    ended: Map<string, 'allowed' | 'denied' | 'lapsed' | 'refused'>
  }

  const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(list.length, 1)]
  const waitingIds = ({ queue }: World) => queue.approvals.flatMap(({ callIds }) => callIds)

  function end(world: World, id: string, how: 'allowed' | 'denied' | 'lapsed' | 'refused'): void {
    if (world.ended.has(id)) throw new Error(`${id} ended twice`)
    world.ended.set(id, how)
  }

  function take(world: World, { approvals, quiet, allowed, denied }: Decided): void {
    world.queue = { approvals, quiet }
    for (const id of allowed) end(world, id, 'allowed')
    for (const id of denied) end(world, id, 'denied')
  }

  function begin(world: World, { origin, permission, again }: Extract<Happening, { do: 'join' }>): void {
    const resent = again === null ? undefined : pick(waitingIds(world), again)
    const id = resent ?? `call ${world.made++}`
    const waiting = call(id, { origin: `https://${origin}.example`, permission: `sign_event:${permission}` })
    const after = join(world.queue, waiting, `approval of ${id}`, world.now)
    if (after.ok) world.queue = after.value
    else end(world, id, 'refused')
  }

  function happen(world: World, event: Happening): void {
    const { queue, now } = world
    const which = 'which' in event ? event.which : 0
    const id = pick(waitingIds(world), which) ?? ''
    const approval = pick(queue.approvals, which)
    switch (event.do) {
      case 'join':
        return begin(world, event)
      case 'show':
        world.queue = { ...queue, approvals: show(queue.approvals, approval?.id ?? '', now) }
        return
      case 'lapse':
        world.queue = { ...queue, approvals: lapse(queue.approvals, id) }
        return id === '' ? undefined : end(world, id, 'lapsed')
      case 'decide':
        return take(
          world,
          decide(queue, approval?.id ?? '', event.allow, approval?.callIds.slice(0, event.skip) ?? [], now),
        )
      case 'close':
        return take(world, closeWindow(queue, now))
      case 'settle': {
        const about = `sign_event:${event.permission}`
        return take(
          world,
          settle(queue, ({ permission }) => (permission === about ? event.answer : 'ask'), now),
        )
      }
      case 'wait':
        world.now += event.ms
    }
  }

  /** The laws that a step broke. Plain comparisons: `expect` is too slow for tens of thousands of them. */
  function broken(before: Queue, world: World): string[] {
    const { approvals, quiet } = world.queue
    const waiting = waitingIds(world)
    const ofSite = (origin: string) => approvals.filter((one) => one.origin === origin).length
    const thawed = before.approvals.filter((frozen) => {
      const after = frozen.shownAt === null ? undefined : approvals.find(({ id }) => id === frozen.id)
      return after && (after.shownAt !== frozen.shownAt || after.callIds.some((id) => !frozen.callIds.includes(id)))
    })
    const laws: [string, boolean][] = [
      ['a call waits twice', new Set(waiting).size !== waiting.length],
      ['a call waits that has ended', waiting.some((id) => world.ended.has(id))],
      ['a call is lost', waiting.length + world.ended.size !== world.made],
      [
        'an approval is empty or too long',
        approvals.some(({ callIds: { length } }) => length < 1 || length > MAX_CALLS),
      ],
      ['too many of a site', approvals.some(({ origin }) => ofSite(origin) > MAX_APPROVALS_PER_SITE)],
      ['too many in all', approvals.length > MAX_APPROVALS],
      ['something frozen grew or thawed', thawed.length > 0],
      ['quiet twice', quiet.some((one) => quiet.filter((other) => sameQuestion(one, other)).length > 1)],
    ]
    return laws.filter(([, isBroken]) => isBroken).map(([law]) => law)
  }

  it('loses no call, grows nothing that was shown, and keeps to the caps', () => {
    fc.assert(
      fc.property(fc.array(happenings, { maxLength: 150, size: 'max' }), (events) => {
        const world: World = { queue: EMPTY, now: NOW, made: 0, ended: new Map() }
        const laws = events.flatMap((event) => {
          const before = world.queue
          happen(world, event)
          return broken(before, world)
        })
        expect(laws).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('lets through only what was shown and allowed, or what a rule allows', () => {
    fc.assert(
      fc.property(fc.array(happenings, { maxLength: 100, size: 'max' }), (events) => {
        const world: World = { queue: EMPTY, now: NOW, made: 0, ended: new Map() }
        for (const event of events) {
          const seen = world.queue.approvals.filter(({ shownAt }) => shownAt !== null).flatMap(({ callIds }) => callIds)
          const passed = new Set([...world.ended].filter(([, how]) => how === 'allowed').map(([id]) => id))
          happen(world, event)
          const fresh = [...world.ended].filter(([id, how]) => how === 'allowed' && !passed.has(id)).map(([id]) => id)
          if (event.do === 'settle') continue
          expect(event.do === 'decide' || fresh.length === 0).toBe(true)
          for (const id of fresh) expect(seen).toContain(id)
        }
      }),
      { numRuns: 100 },
    )
  })
})
