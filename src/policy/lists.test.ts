import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventTemplate } from '../protocol/event'
import { type Lists, listKey, lossOf, rememberList, withoutListsOf } from './lists'

const USER = 'a'.repeat(64)
const OTHER = 'b'.repeat(64)
const people = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => ['p', (from + i).toString(16).padStart(64, '0')])

const list = (tags: string[][], change: Partial<EventTemplate> = {}): EventTemplate => ({
  ...{ kind: 3, created_at: 1_000, content: '', tags },
  ...change,
})

const signed = (...templates: EventTemplate[]): Lists =>
  templates.reduce((lists, template) => rememberList(lists, USER, template), {} as Lists)

describe('the list guard', () => {
  it.each<[string, EventTemplate, EventTemplate, ReturnType<typeof lossOf>]>([
    ['counts what goes', list(people(0, 418)), list(people(412, 418)), { why: 'list-loss', removed: 412, of: 418 }],
    ['stops an empty list', list(people(0, 9)), list([]), { why: 'list-loss', removed: 9, of: 9 }],
    ['stops a list of others', list(people(0, 9)), list(people(20, 90)), { why: 'list-loss', removed: 9, of: 9 }],
    ['lets half go', list(people(0, 10)), list(people(5, 10)), null],
    ['lets one more come', list(people(0, 10)), list(people(0, 11)), null],
    ['lets order and repeats change', list(people(0, 10)), list([...people(5, 10), ...people(0, 8)]), null],
    [
      'counts nothing twice',
      list([...people(0, 4), ...people(0, 4)]),
      list([]),
      { why: 'list-loss', removed: 4, of: 4 },
    ],
    ['is not about two entries', list(people(0, 2)), list([]), null],
    [
      'does not take a title for an entry',
      list([
        ['title', 'x'],
        ['d', ''],
        ['alt', 'y'],
      ]),
      list([]),
      null,
    ],
    ['is not about notes', list(people(0, 9), { kind: 1 }), list([], { kind: 1 }), null],
    ['knows each kind for itself', list(people(0, 9), { kind: 10_000 }), list([]), null],
    [
      'knows each set for itself',
      list([['d', 'work'], ...people(0, 9)], { kind: 30_000 }),
      list([['d', 'home']], { kind: 30_000 }),
      null,
    ],
    [
      'stops a mute list whose private part goes',
      list(people(0, 9), { kind: 10_000, content: 'enciphered' }),
      list(people(0, 9), { kind: 10_000 }),
      { why: 'private-loss' },
    ],
    ['does not mind the relays of old in kind 3', list(people(0, 9), { content: '{}' }), list(people(0, 9)), null],
  ])('%s', (_, before, next, loss) => {
    expect(lossOf(signed(before), USER, next)).toEqual(loss)
  })

  it('says nothing of a list that never passed through here, nor to another account', () => {
    expect(lossOf({}, USER, list([]))).toBeNull()
    expect(lossOf(signed(list(people(0, 9))), OTHER, list([]))).toBeNull()
  })

  it('compares with the newest version seen, not with the last signed', () => {
    const lists = signed(list(people(0, 9), { created_at: 2_000 }), list([], { created_at: 1_000 }))
    expect(lossOf(lists, USER, list([], { created_at: 3_000 }))).toMatchObject({ removed: 9 })
  })

  it('compares with a loss that was allowed, once it is signed', () => {
    expect(lossOf(signed(list(people(0, 9)), list([], { created_at: 2_000 })), USER, list([]))).toBeNull()
  })

  it('keeps 5,000 follows in less than 50 kB, and none of them readable', () => {
    const text = JSON.stringify(signed(list(people(0, 5_000))))
    expect(text.length).toBeLessThan(50_000)
    expect(text).not.toContain('000000')
  })

  it('keeps the newest 200 sets of an account, whatever else it keeps', () => {
    const set = (i: number) => list([['d', `set ${i}`], ...people(0, 9)], { kind: 30_000, created_at: 1_000 + i })
    const lists = signed(list(people(0, 9)), ...Array.from({ length: 220 }, (_, i) => set(i)))
    expect(Object.keys(lists)).toHaveLength(201)
    expect(lossOf(lists, USER, list([]))).not.toBeNull()
    expect(lossOf(lists, USER, { ...set(219), tags: [['d', 'set 219']] })).not.toBeNull()
    expect(lossOf(lists, USER, { ...set(0), tags: [['d', 'set 0']] })).toBeNull()
  })

  it('forgets the lists of one account', () => {
    const lists = rememberList(signed(list(people(0, 9))), OTHER, list(people(0, 9)))
    expect(Object.keys(withoutListsOf(lists, USER))).toEqual([listKey(OTHER, list([]))])
  })

  it('never stops the version that it has just seen, whatever its tags', () => {
    const template = fc.record({
      kind: fc.constantFrom(3, 10_000, 10_002, 10_003, 30_000),
      created_at: fc.nat(),
      content: fc.string(),
      tags: fc.array(fc.array(fc.string())),
    })
    fc.assert(
      fc.property(template, (one) => {
        expect(lossOf(signed(one), USER, one)).toBeNull()
      }),
    )
  })
})
