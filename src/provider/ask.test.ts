import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PageCalls } from '../wire/page'
import { listening } from './listening'
import { nostrObject } from './nostr'

const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic

/** A provider on a line that is written down; `state.alive` is the bridge. The module takes its timers when it loads. */
async function provider() {
  const { asker } = await import('./ask')
  const posted: PageCalls[] = []
  const state = { alive: true, most: Number.POSITIVE_INFINITY }
  const { ask, settle } = asker({
    post: (calls) => {
      if (Object.keys(calls).length > state.most) throw new DOMException('Data cannot be cloned, out of memory.')
      posted.push(calls)
    },
    alive: () => state.alive,
  })
  return { nostr: nostrObject(ask, listening()), ask, settle, posted, state }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
})
afterEach(() => vi.useRealTimers())

describe('a call', () => {
  it.each([
    ['getPublicKey', [], '[null,null]'],
    ['getRelays', [], '[null,null]'],
    ['signEvent', [{ kind: 1, content: 'é' }], '[{"kind":1,"content":"é"},null]'],
    ['signPsbt', ['70736274ff'], '["70736274ff",null]'],
    ['signSchnorr', ['aa'], '["aa",null]'],
    ['nip04.encrypt', ['aa', ''], '["aa",""]'],
    ['nip04.decrypt', ['aa', 'x?iv=y'], '["aa","x?iv=y"]'],
    ['nip44.encrypt', ['aa', 'text'], '["aa","text"]'],
    ['nip44.decrypt', ['aa', undefined], '["aa",null]'],
  ])('%s crosses as a name and JSON text', async (method, args, params) => {
    const { nostr, posted } = await provider()
    const found = method.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], nostr)
    const detached = found as (...args: unknown[]) => Promise<unknown>
    void detached(...args)
    await Promise.resolve()
    expect(posted).toEqual([{ 1: { method, params } }])
  })

  it('that takes no argument takes any: sites hand it to buttons, which call it with an event', async () => {
    const { nostr, posted } = await provider()
    const { getPublicKey, getRelays }: Record<string, unknown> = nostr
    for (const pressed of [getPublicKey, getRelays] as ((event: unknown) => unknown)[]) void pressed(cyclic)
    await Promise.resolve()
    expect(posted.flatMap((calls) => Object.values(calls).map(({ params }) => params))).toEqual([
      '[null,null]',
      '[null,null]',
    ])
  })

  it('crosses with all that are made in the same moment, and with none of the next', async () => {
    const { ask, posted } = await provider()
    const methods = Array.from({ length: 300 }, (_, n) => `method${n + 1}`)
    for (const method of methods) void ask(method)
    expect(posted).toEqual([])
    await Promise.resolve()
    void ask('later')
    await Promise.resolve()
    expect(posted.map((calls) => Object.values(calls).map(({ method }) => method))).toEqual([methods, ['later']])
  })

  it('crosses whatever the page has made of all objects', async () => {
    const { ask, posted } = await provider()
    const taken = vi.fn()
    Object.defineProperty(Object.prototype, '1', { configurable: true, set: taken })
    void ask('getPublicKey')
    await Promise.resolve()
    Reflect.deleteProperty(Object.prototype, '1')
    expect([taken.mock.calls, posted.length, Object.keys(posted[0] ?? {})]).toEqual([[], 1, ['1']])
  })

  it('is settled by its number, in any order, and only once', async () => {
    const { ask, settle } = await provider()
    const first = ask('getPublicKey')
    const second = ask('getRelays')
    settle({ n: '2', outcome: { ok: true, value: '' } })
    settle({ n: '2', outcome: { ok: true, value: 'late' } })
    settle({ n: '1', outcome: { ok: false, error: { code: 'denied', message: 'No.' } } })
    settle({ n: '99', outcome: { ok: true, value: 'nobody asked' } })
    expect(await second).toBe('')
    await expect(first).rejects.toMatchObject({ code: 'denied', message: 'No.' })
    await expect(first).rejects.toBeInstanceOf(Error)
  })

  it('has no deadline while its bridge lives, and leaves no timer behind', async () => {
    const { ask, settle } = await provider()
    const call = ask('signEvent', {})
    vi.advanceTimersByTime(60 * 60_000)
    settle({ n: '1', outcome: { ok: true, value: 'signed' } })
    expect(await call).toBe('signed')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('what cannot be sent is refused, nothing is posted, and nothing is thrown', () => {
  const thrower = {
    get kind() {
      throw new Error('mine')
    },
  }
  it.each([
    ['a cycle', cyclic],
    ['a getter that throws', thrower],
    ['a BigInt', { kind: 1n }],
    [
      'a toJSON that throws',
      {
        toJSON() {
          throw null
        },
      },
    ],
  ])('%s', async (_, event) => {
    const { nostr, posted } = await provider()
    await expect(nostr.signEvent(event)).rejects.toMatchObject({ code: 'invalid-call' })
    expect(posted).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('more than a browser takes in one message, and what is asked after it crosses', async () => {
    const { ask, posted, state } = await provider()
    state.most = 0
    const calls = [ask('signEvent', {}), ask('getPublicKey')]
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'invalid-call' })
    state.most = 9
    void ask('getRelays')
    await Promise.resolve()
    expect(posted.map((batch) => Object.keys(batch))).toEqual([['3']])
    expect(vi.getTimerCount()).toBe(1)
  })

  it('any value at all', async () => {
    const { ask, posted } = await provider()
    await fc.assert(
      fc.asyncProperty(
        fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
        async (value) => {
          posted.length = 0
          ask('signEvent', value).catch(() => {})
          await Promise.resolve()
          const calls = posted.flatMap((batch) => Object.values(batch))
          return calls.every(({ params }) => (JSON.parse(params) as unknown[]).length === 2)
        },
      ),
    )
  })
})

describe('a bridge that is gone', () => {
  it('refuses new calls at once', async () => {
    const { ask, state, posted } = await provider()
    state.alive = false
    await expect(ask('getPublicKey')).rejects.toMatchObject({ code: 'reload-page' })
    expect(posted).toEqual([])
  })

  it('ends open calls within five seconds', async () => {
    const { ask, state } = await provider()
    const calls = [ask('getPublicKey'), ask('signEvent', {})]
    const ends = Promise.allSettled(calls)
    state.alive = false
    vi.advanceTimersByTime(5_000)
    expect((await ends).map((end) => end.status === 'rejected' && end.reason.code)).toEqual([
      'reload-page',
      'reload-page',
    ])
    expect(vi.getTimerCount()).toBe(0)
  })
})
