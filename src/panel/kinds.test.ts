import { describe, expect, it, vi } from 'vitest'
import english from '../../public/_locales/en/messages.json'
import { KINDS, kindName } from './kinds'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/languages')
  return { default: { i18n: { getMessage } } }
})

/** The column "kind" of the table "Event Kinds": README.md of nostr-protocol/nips, commit db5fe3d of 2026-07-22. */
const TABLE = `
  0 1 3 4 5 6 7 8 9 11 13 14 15 16 17 20 21 22 24 30 31 32 33 40 41 42 43 44 54 62 64 78 443 444 445 818 1018 1021 1022
  1234 1040 1059 1063 1068 1111 1222 1244 1311 1337 1617 1618 1619 1621 1622 1630-1633 1971 1984 1985 1987 2003 2004 2022
  4550 7374 7375 7376 7516 7517 8000 8001 9000-9030 9041 9321 9734 9735 9802 10000 10001 10002 10003 10004 10005 10006
  10007 10008 10009 10011 10012 10013 10015 10019 10020 10030 10050 10051 10054 10063 10064 10096 10154 10166 10312 13194
  13534 5128 15128 17375 22242 23194 23195 24133 24242 27235 28934 28935 28936 30000 30002 30003 30004 30005 30006 30007
  30008 30009 30015 30017 30018 30019 30020 30023 30024 30030 30040 30041 30063 30078 30166 30267 30311 30312 30313 30315
  30382 30383 30384 30402 30403 30617 30618 30818 30819 31234 31922 31923 31924 31925 31989 31990 32267 34235 34236 34550
  34128 35128 38172 38173 37516 37517 38383 39000-39009 39089 39092 39701`
/** What the texts of the NIPs at that commit name and the table does not: NIP-34, 43, 47, 51, 54, 59, 85, 87, 90, F4. */
const TEXTS =
  '5000-5999 6000-6999 7000 9021 9022 10010 10017 10018 10040 10101 10102 10164 10317 21059 23196 23197 33534 38000'

const listed = `${TABLE} ${TEXTS}`.trim().split(/\s+/)
const ends = (range: string): number[] => {
  const [from = 0, to = from] = range.split('-').map(Number)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
const kinds = listed.flatMap(ends)
const unnamed = (kind: number) => kindName(kind).startsWith(`kind ${kind}`)

describe('kindName', () => {
  it('has a name for every kind that the NIPs list', () => {
    expect(listed).toHaveLength(174 + TEXTS.split(' ').length)
    expect(kinds.filter(unnamed)).toEqual([])
  })

  it.each([
    [1, 'short note'],
    [5_001, 'job for a data service'],
    [5_128, 'website'],
    [6_999, 'result of a job'],
    [9_000, 'new member'],
    [9_030, 'group administration'],
    [39_009, 'group details'],
  ])('calls %i %s', (kind, name) => {
    expect(kindName(kind)).toBe(name)
  })

  it.each([
    [-1, 'kind -1'],
    [999, 'kind 999'],
    [4_999, 'kind 4999'],
    [9_031, 'kind 9031'],
    [10_014, 'kind 10014, replaceable'],
    [19_999, 'kind 19999, replaceable'],
    [20_000, 'kind 20000, not stored'],
    [30_999, 'kind 30999, replaceable by name'],
    [39_010, 'kind 39010, replaceable by name'],
    [40_000, 'kind 40000'],
    [65_535, 'kind 65535'],
  ])('says of %i, which nobody named, what NIP-01 says of its range: %s', (kind, name) => {
    expect(kindName(kind)).toBe(name)
  })

  it('says the names in the middle of a sentence: short, lower case, no full stop', () => {
    const names = new Set([...kinds, ...Object.keys(KINDS).map(Number)].map(kindName))
    expect([...names].filter((name) => !/^[a-z][^.]{1,35}$/.test(name))).toEqual([])
  })

  it('has no name twice: kinds that are called the same share one message', () => {
    const names = Object.entries(english).filter(([key]) => key.startsWith('kind_'))
    expect(new Set(names.map(([, { message }]) => message)).size).toBe(names.length)
  })
})
