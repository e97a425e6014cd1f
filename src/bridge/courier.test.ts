import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CALL_CHARS, MAX_OPEN_CALLS } from '../protocol/limits'
import { type DownAnswer, parseUp, type Up, type UpCall } from '../wire/background'
import { TOUCH } from '../wire/handoff'
import type { PageAnswer } from '../wire/page'
import { courier, pause, type UpPort } from './courier'
import { randomId } from './random-id'

/** One opened line: what went up, and levers for what comes. */
interface FakePort extends UpPort {
  sent: Up[]
  answer(...given: [id: string, value: unknown][]): void
  break(): void
  hungUp: boolean
  /** As Chromium: posting throws before onDisconnect comes. */
  dead: boolean
}

function fakePort(): FakePort {
  let listen: (answers: DownAnswer[]) => void = () => {}
  const closed: (() => void)[] = []
  return {
    sent: [],
    dead: false,
    hungUp: false,
    postMessage(up) {
      if (this.dead) throw new Error('disconnected port')
      this.sent.push(up)
    },
    onMessage: {
      addListener(listener) {
        listen = listener
      },
    },
    onDisconnect: { addListener: (listener) => void closed.push(listener) },
    answer: (...given) => listen(given.map(([id, value]) => ({ id, outcome: { ok: true, value } }))),
    disconnect() {
      this.hungUp = true
    },
    break() {
      for (const listener of closed) listener()
    },
  }
}

function frame() {
  const ports: FakePort[] = []
  const answers: PageAnswer[] = []
  const tasks: { task: () => void; ms: number }[] = []
  const world = { updated: false, tries: 0 }
  let ids = 0
  const bridge = courier({
    connect() {
      world.tries += 1
      if (world.updated) throw new Error('Extension context invalidated.')
      ports.push(fakePort())
      return ports.at(-1)!
    },
    answer: (answer) => answers.push(answer),
    uuid: () => `id${++ids}`,
    later: (task, ms) => tasks.push({ task, ms }),
  })
  const ask = (...numbers: number[]) =>
    bridge.take(Object.fromEntries(numbers.map((n) => [n, { method: 'getPublicKey', params: '[]' }])))
  const passTime = () => {
    for (const { task } of tasks.splice(0)) task()
  }
  return { ...bridge, ask, ports, answers, tasks, passTime, world, port: () => ports.at(-1)! }
}

const idsOf = (port: FakePort) => port.sent.flatMap((up) => (typeof up === 'string' ? up : up.map(({ id }) => id)))

const refused = (n: string, code: string) => ({ n, outcome: { ok: false, error: expect.objectContaining({ code }) } })

describe('carrying', () => {
  it('opens no line before the first call, and one for all', () => {
    const { ask, ports, port } = frame()
    expect(ports).toHaveLength(0)
    ask(1)
    ask(2)
    expect(ports).toHaveLength(1)
    expect(port().sent).toEqual([
      [{ id: 'id1', method: 'getPublicKey', params: '[]' }],
      [{ id: 'id2', method: 'getPublicKey', params: '[]' }],
    ])
  })

  it('takes what is asked at once up together, no more in one message than a browser takes', () => {
    const { ask, port, dial, answers } = frame()
    ask(...Array.from({ length: 100 }, (_, n) => n))
    const inEach = () => port().sent.map((up) => up.length)
    expect([inEach(), new Set(idsOf(port())).size]).toEqual([[40, 40, 20], 100])
    port().answer(['id1', 'a'], ['id100', 'b'])
    expect(answers.map(({ n }) => n)).toEqual(['0', '99'])
    port().break()
    dial()
    expect(inEach()).toEqual([40, 40, 18])
  })

  it('hands each answer to its own call, once, an empty string included', () => {
    const { ask, port, answers } = frame()
    ask(7)
    ask(8)
    port().answer(['id2', ''])
    port().answer(['id2', 'again'], ['unknown', 'x'])
    port().answer(['id1', 'a'])
    expect(answers).toEqual([
      { n: '8', outcome: { ok: true, value: '' } },
      { n: '7', outcome: { ok: true, value: 'a' } },
    ])
  })

  it('passes on the two known texts and nothing else of a message', () => {
    const { take, port } = frame()
    take({ 1: { method: 'signEvent', params: '[{}]', id: 'forged', origin: 'https://bank.example' } })
    expect(port().sent).toEqual([[{ id: 'id1', method: 'signEvent', params: '[{}]' }]])
  })
})

describe('a line that breaks', () => {
  it('is opened again at once, and what is unanswered goes up under the same id', () => {
    const { ask, ports, port, tasks, passTime, answers } = frame()
    ask(1)
    ask(2)
    port().answer(['id1', 'a'])
    port().break()
    expect(tasks.map(({ ms }) => ms)).toEqual([0])
    passTime()
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id2'])
    port().answer(['id2', 'b'])
    expect(answers).toHaveLength(2)
  })

  it('is left closed while nothing is open, and opened by the next call', () => {
    const { ask, ports, port, tasks } = frame()
    ask(1)
    port().answer(['id1', 'a'])
    port().break()
    expect(tasks).toEqual([])
    ask(2)
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id2'])
  })

  it('is noticed when posting throws, before the browser says so', () => {
    const { ask, ports, port, passTime } = frame()
    ask(1)
    port().dead = true
    ask(2)
    ports[0]?.break() // the browser's word comes late and changes nothing
    passTime()
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id1', 'id2'])
  })

  it('that breaks again and again is opened ever more slowly, until an answer comes', () => {
    const { ask, port, tasks, passTime } = frame()
    const waits: number[] = []
    ask(1)
    ask(2)
    for (let i = 0; i < 9; i++) {
      port().break()
      waits.push(...tasks.map(({ ms }) => ms))
      passTime()
    }
    expect(waits).toEqual([0, 100, 400, 900, 1600, 2500, 3600, 4900, 5000])
    port().answer(['id1', 'a'])
    port().break()
    expect(tasks.map(({ ms }) => ms)).toEqual([0])
  })

  it('takes calls that come during the pause up with the rest', () => {
    const { ask, ports, port, passTime } = frame()
    ask(1)
    port().break()
    ask(2)
    expect(ports).toHaveLength(1)
    passTime()
    expect(idsOf(port())).toEqual(['id1', 'id2'])
  })

  it('is closed when the page goes into the back/forward cache, and opened again when it comes back', () => {
    const { ask, ports, port, hangUp, dial } = frame()
    ask(1)
    hangUp()
    expect(port().hungUp).toBe(true)
    dial()
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id1'])
    dial()
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id1'])
    port().answer(['id1', 'a'])
    hangUp()
    dial()
    expect(ports).toHaveLength(2)
  })
})

describe('the first look at nostr', () => {
  it('opens the line, and the call that follows goes up the same', () => {
    const { touch, ask, ports, port } = frame()
    touch()
    ask(1)
    expect(ports).toHaveLength(1)
    expect(port().sent).toEqual([TOUCH, [{ id: 'id1', method: 'getPublicKey', params: '[]' }]])
  })

  it('is nothing to be said again: a line that breaks after it stays closed', () => {
    const { touch, ask, ports, port, tasks } = frame()
    touch()
    port().break()
    expect(tasks).toEqual([])
    ask(1)
    expect(ports).toHaveLength(2)
    expect(idsOf(port())).toEqual(['id1'])
  })

  it('comes to nothing where the extension was updated', () => {
    const { touch, ports, tasks, answers, world } = frame()
    world.updated = true
    touch()
    expect([ports, tasks, answers]).toEqual([[], [], []])
  })
})

it('carries nothing any more, and tries no more, when the extension was updated: the page hears of it by ALIVE', () => {
  const { ask, dial, port, passTime, world, answers, tasks } = frame()
  ask(1)
  ask(2)
  world.updated = true
  port().break()
  passTime()
  expect(world.tries).toBe(2)
  dial()
  expect([world.tries, tasks, answers]).toEqual([2, [], []])
})

describe('the door', () => {
  const LONG = 'x'.repeat(MAX_CALL_CHARS + 1)
  it.each([
    ['an endless method', { method: LONG, params: '[]' }],
    ['endless params', { method: 'signEvent', params: LONG }],
  ])('refuses %s', (_, raw) => {
    const { take, answers, ports } = frame()
    take({ 1: raw })
    expect(answers).toEqual([refused('1', 'too-large')])
    expect(ports).toHaveLength(0)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'getPublicKey'],
    ['a bare call', { method: 'getPublicKey', params: '[]' }],
    ['nothing as a call', { 1: undefined }],
    ['no method', { 1: { params: '[]' } }],
    ['a method that is no text', { 1: { method: {}, params: '[]' } }],
    ['params that are no text', { 1: { method: 'signEvent', params: [] } }],
  ])('passes over %s, which no provider of ours says', (_, raw) => {
    const { take, answers, ports } = frame()
    take(raw)
    expect([answers, ports]).toEqual([[], []])
  })

  it('refuses more open calls than a page may have, and takes more when some are answered', () => {
    const { ask, answers, port } = frame()
    ask(...Array.from({ length: MAX_OPEN_CALLS + 1 }, (_, n) => n))
    expect(answers).toEqual([refused(`${MAX_OPEN_CALLS}`, 'too-many')])
    port().answer(['id1', 'a'])
    ask(9_999)
    expect(idsOf(port())).toHaveLength(MAX_OPEN_CALLS + 1)
  })

  it('lets nothing through but calls, and never throws', () => {
    const text = fc.oneof(fc.string(), fc.anything())
    const near = fc.oneof(fc.record({ method: text, params: text }), fc.anything())
    const { take, ports } = frame()
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.string(), near)), (raw) => {
        take(raw)
        const calls = ports.flatMap(({ sent }) => sent.flat() as (UpCall | string)[])
        return calls.every((up) => {
          const { id, method, params } = Object(up) as Record<string, unknown>
          return [id, method, params].every((text) => typeof text === 'string')
        })
      }),
    )
  })
})

it('waits at most five seconds', () => {
  fc.assert(fc.property(fc.nat(10_000), (breaks) => pause(breaks) <= 5_000))
})

it('makes ids that the background takes', () => {
  const ids = Array.from({ length: 100 }, randomId)
  const calls = ids.map((id) => ({ id, method: 'm', params: '' }))
  expect(parseUp(calls)).toEqual(calls)
  expect(new Set(ids).size).toBe(100)
})
