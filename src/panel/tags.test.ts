import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readTag } from './tags'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/languages')
  return { default: { i18n: { getMessage } } }
})

const USER = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'
const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
const ID = 'd7dd5eb3ab747e16f8d0212d53032ea2a7cadef53837e5a6c66d42849fcb9027'
const RELAY = 'wss://relay.example.com'

describe('readTag', () => {
  it.each<[string[], number, string, string, string[]]>([
    [['e', ID, RELAY, 'root', USER], 1, 'Start of the thread', 'd7dd5eb3a…cb9027', [RELAY, USER]],
    [['e', ID, '', 'reply'], 1, 'Reply to', 'd7dd5eb3a…cb9027', []],
    [['e', ID], 7, 'About', 'd7dd5eb3a…cb9027', []],
    [['e', ID], 5, 'Deletes', 'd7dd5eb3a…cb9027', []],
    [['E', ID], 1_111, 'Start of the thread', 'd7dd5eb3a…cb9027', []],
    [['p', USER, RELAY, 'fiatjaf'], 3, 'Person', 'npub180cv…jh6w6'.replace('jh6w6', 'yjh6w6'), [RELAY, 'fiatjaf']],
    [['q', ID], 1, 'Quotes', 'd7dd5eb3a…cb9027', []],
    [['a', `30023:${USER}:knots`], 1, 'About', 'article “knots” · npub180cv…yjh6w6', []],
    [['a', `10002:${USER}:`], 5, 'Deletes', 'relay list · npub180cv…yjh6w6', []],
    [['t', 'nostr'], 1, 'Hashtag', '#nostr', []],
    [['r', RELAY, 'write'], 10_002, 'Relay to write to', RELAY, []],
    [['r', RELAY], 10_002, 'Relay', RELAY, []],
    [['r', 'https://a.example'], 1, 'Link', 'https://a.example', []],
    [['d', 'knots'], 30_023, 'Name', 'knots', []],
    [['k', '1'], 5, 'Kind', 'short note', []],
    [['payload', ID], 27_235, 'Hash of the data sent', 'd7dd5eb3a…cb9027', []],
    [['name', 'Ada'], 0, 'Name', 'Ada', []],
    [['bot', 'false'], 0, 'Run by a program', 'no', []],
    [['client', 'Ferry Notes'], 0, 'Made with', 'Ferry Notes', []],
    [['u', 'https://a.example/x'], 27_235, 'Link', 'https://a.example/x', []],
    [['expiration', '1800000000'], 1, 'Expires', expect.stringContaining('2027'), []],
  ])('says of %j in kind %i: %s', (tag, kind, meaning, value, rest) => {
    expect(readTag(tag, kind)).toMatchObject({ meaning, value, rest })
  })

  it('keeps the whole of what it shortens', () => {
    expect(readTag(['p', USER], 1)).toMatchObject({ whole: NPUB, as: 'key' })
    expect(readTag(['e', ID], 1)).toMatchObject({ whole: ID, as: 'key' })
  })

  it.each([
    [['p', 'somebody']],
    [['e', ID.toUpperCase()]],
    [['a', 'nonsense']],
    [['expiration', 'soon']],
    [['nonce', '7', '20']],
    [['constructor', 'x']],
    [['__proto__', 'x']],
  ])('leaves %j as it is', (tag) => {
    const [name, value, ...rest] = tag
    expect(readTag(tag, 1)).toEqual({ meaning: null, name, value, whole: null, as: 'text', rest })
  })

  it('never throws', () => {
    const name = fc.constantFrom('e', 'p', 'a', 'q', 't', 'r', 'k', 'expiration', 'published_at', 'x')
    const tag = fc.oneof(fc.array(fc.string()), fc.tuple(name, fc.string()), fc.tuple(name, fc.integer().map(String)))
    fc.assert(fc.property(tag, fc.nat(65_535), (one, kind) => void readTag(one, kind)))
  })
})
