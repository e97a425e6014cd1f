import { describe, expect, it, vi } from 'vitest'
import messages from '../../public/_locales/en/messages.json'
import type { LogEntry } from '../wire/panel'

const said = messages as Record<string, { message: string }>
vi.mock('webextension-polyfill', () => ({
  default: {
    i18n: {
      getMessage: (key: string, subs: string[]) => said[key]?.message.replace(/\$\w+\$/g, () => subs[0] ?? '') ?? '',
      getUILanguage: () => 'en',
    },
  },
}))

const { byDay, dayTitle, endingOf, exported, permissionsNamed } = await import('./log-words')

const at = (text: string): number => new Date(text).getTime()

const entry = (part: Partial<LogEntry>): LogEntry => ({
  ...{ id: 'e', at: 0, account: 'a'.repeat(64), origin: 'https://site.example', topOrigin: null },
  ...{ permission: 'get_public_key', outcome: 'answered' },
  ...part,
})

describe('byDay', () => {
  it('parts entries at midnight, as this computer has it, in the order they came in', () => {
    const times = ['2026-11-22T09:00', '2026-11-22T00:00', '2026-11-21T23:59', '2026-11-02T12:00']
    const days = byDay(times.map((time) => entry({ at: at(time) })))
    expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
      [at('2026-11-22T00:00'), 2],
      [at('2026-11-21T00:00'), 1],
      [at('2026-11-02T00:00'), 1],
    ])
  })
})

describe('dayTitle', () => {
  it.each([
    ['2026-11-22T00:00', 'today'],
    ['2026-11-21T00:00', 'yesterday'],
    ['2026-11-20T00:00', 'Friday, November 20, 2026'],
  ])('calls %s, seen on the 22nd, %s', (day, title) => {
    expect(dayTitle(at(day), at('2026-11-22T10:00'))).toBe(title)
  })
})

describe('endingOf', () => {
  it.each([
    ['answered', 'log_answered', 'open'],
    ['denied', 'log_denied', 'closed'],
    ['lapsed', 'log_lapsed', 'idle'],
    ['relay-rate', 'log_failed', 'closed'],
  ] as const)('says of %s: %s, %s', (outcome, word, light) => {
    expect(endingOf(outcome)).toEqual({ word, light })
  })
})

describe('permissionsNamed', () => {
  it.each([
    ['follow list', ['sign_event:3']],
    ['public key', ['get_public_key']],
    ['encrypt a', ['nip04_encrypt', 'nip44_encrypt']],
    ['nothing of the kind', []],
    ['', []],
  ])('finds those that are called %j', (text, permissions) => {
    expect(permissionsNamed(text)).toEqual(permissions)
  })
})

describe('exported', () => {
  it('is JSON with times that a person can read', () => {
    const text = exported([entry({ at: at('2026-11-22T10:00Z'), by: 'rule' })])
    const { id: _, ...rest } = entry({ by: 'rule' })
    expect(JSON.parse(text)).toEqual([{ ...rest, at: '2026-11-22T10:00:00.000Z' }])
  })
})
