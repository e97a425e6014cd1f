import { describe, expect, it } from 'vitest'
import { ERROR_CODES, fail, succeed } from './error'

describe('an outcome', () => {
  it.each([[''], [0], [null], [undefined], [false]])('keeps %j as a value', (value) => {
    expect(succeed(value)).toEqual({ ok: true, value })
  })

  it.each([[undefined], ['']])('has no detail where there is none (%j)', (detail) => {
    expect(Object.keys(fail('internal', detail).error)).toEqual(['code'])
  })

  it("cuts the other side's words to 300 characters", () => {
    expect(fail('signer-refused', 'x'.repeat(1000)).error.detail).toHaveLength(300)
  })

  it('has each code once, in a form that names a sentence of the locale', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
    for (const code of ERROR_CODES) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})
