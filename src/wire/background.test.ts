import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CALL_PORT, parseUp } from './background'
import { OTHER, TOUCH } from './handoff'
import { PANEL_PORT } from './panel'

const call = { id: 'f81d4fae-7dec-41d0-a765-00a0c91e6bf6', method: 'signEvent', params: '[{"kind":1}]' }

describe('parseUp', () => {
  it('rebuilds a call from its three fields', () => {
    const more = { ...call, origin: 'https://forged.example', tab: 1, command: 'logOut' }
    expect(parseUp([more, call])).toEqual([call, call])
  })

  it.each([TOUCH, OTHER])('knows the word %s', (word) => {
    expect(parseUp(word)).toBe(word)
  })

  it.each(['Touch', 'touch ', '', 'warm', 'off', 'firm', 'alive', 'lanyard', 'call', 'panel'])(
    'knows no word %j',
    (word) => {
      expect(parseUp(word)).toBeNull()
    },
  )

  it('does not check what the call says: that is the next parser', () => {
    expect(parseUp([{ ...call, method: '', params: '' }])).toEqual([{ ...call, method: '', params: '' }])
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', JSON.stringify(call)],
    ['an array', [call]],
    ['an empty object', {}],
    ['no id', { ...call, id: undefined }],
    ['a numeric id', { ...call, id: 1 }],
    ['an id of other letters', { ...call, id: 'call-1-2' }],
    ['a short id', { ...call, id: '1-2-3' }],
    ['an endless id', { ...call, id: '1'.repeat(65) }],
    ['an upper-case id', { ...call, id: call.id.toUpperCase() }],
    ['an id with more behind it', { ...call, id: `${call.id}\n` }],
    ['an id of a prototype', { ...call, id: '__proto__' }],
    ['a method that is no text', { ...call, method: ['signEvent'] }],
    ['params that are no text', { ...call, params: [{ kind: 1 }] }],
    ['fields on a prototype that it wrote', JSON.parse(`{"__proto__":${JSON.stringify(call)}}`)],
    ['a panel command', { n: 1, command: 'logOut', args: [] }],
  ])('is null for %s, and for all that come with it', (_, raw) => {
    expect(parseUp([raw])).toBeNull()
    expect(parseUp([call, raw, call])).toBeNull()
  })

  it('is null for a call by itself', () => {
    expect(parseUp(call)).toBeNull()
  })

  it('never throws and passes nothing unknown, whatever comes', () => {
    const near = fc.record(
      {
        id: fc.oneof(fc.uuid(), fc.anything()),
        method: fc.oneof(fc.string(), fc.anything()),
        params: fc.oneof(fc.json(), fc.anything()),
        more: fc.anything(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.array(near, { maxLength: 3 }), fc.anything(), fc.jsonValue()), (raw) => {
        const parsed = parseUp(raw)
        if (parsed === null || parsed === TOUCH || parsed === OTHER) return
        for (const one of parsed) {
          expect(Object.keys(one).sort()).toEqual(['id', 'method', 'params'])
          expect(Object.values(one).every((value) => typeof value === 'string')).toBe(true)
        }
      }),
      { numRuns: 400 },
    )
  })
})

it('pages and panel speak through ports of different names', () => {
  expect(CALL_PORT).not.toBe(PANEL_PORT)
})
