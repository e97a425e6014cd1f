import { describe, expect, it } from 'vitest'
import { inRow, joinRow, leaveRow, longRows, soundRows } from './rows'
import { emptyState, type OpenCall, type State } from './state'

const USER = 'a'.repeat(64)
const SITE = 'https://site.example'

const decrypt = (id: string): OpenCall => ({
  ...{
    id,
    call: { method: 'nip44.decrypt', peer: USER, ciphertext: id },
    account: USER,
    origin: SITE,
    topOrigin: null,
  },
  ...{ tabId: 1, size: 1, askedAt: Number(id), stage: { at: 'signer', request: id } },
})
const decrypts = (count: number) => Array.from({ length: count }, (_, i) => decrypt(String(i)))
const atSigner = (calls: OpenCall[]): State =>
  calls.reduce(joinRow, { ...emptyState(), calls: Object.fromEntries(calls.map((call) => [call.id, call])) })
const progress = (state: Pick<State, 'rows'>) => Object.values(state.rows).map(({ done, of }) => [done, of])

describe('a row', () => {
  it('grows with each equal call, and is done when none waits', () => {
    const calls = decrypts(3)
    let state = atSigner(calls)
    expect(progress(state)).toEqual([[0, 3]])
    for (const call of calls.slice(1)) state = leaveRow(state, call)
    expect(progress(state)).toEqual([[2, 3]])
    expect(progress(leaveRow(state, decrypt('0')))).toEqual([])
  })

  it('is long from five on, and its calls are found oldest first', () => {
    expect([longRows(atSigner(decrypts(4))).length, longRows(atSigner(decrypts(5))).length]).toEqual([0, 1])
    expect(inRow(atSigner(decrypts(5).reverse()), USER, SITE, 'nip44_decrypt').map(({ id }) => id)).toEqual([
      ...'01234',
    ])
  })

  it('of another permission is another', () => {
    const other: OpenCall = { ...decrypt('9'), call: { method: 'nip04.decrypt', peer: USER, ciphertext: '' } }
    expect(progress(atSigner([...decrypts(2), other]))).toEqual([
      [0, 2],
      [0, 1],
    ])
  })

  it('does not wait for calls that were lost with a worker, and is gone with the last', () => {
    const state = leaveRow(atSigner(decrypts(6)), decrypt('0'))
    const { '0': _, '1': __, '2': ___, ...left } = state.calls
    expect(progress({ rows: soundRows({ rows: state.rows, calls: left }) })).toEqual([[1, 4]])
    expect(soundRows({ rows: state.rows, calls: {} })).toEqual({})
  })
})
