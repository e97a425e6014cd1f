import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { Call } from '../protocol/nip07'
import { keys, signAs } from '../testing/keys'
import type { LogEntry, LogQuery } from '../wire/panel'
import { entryOf, find, likenessOf, surplus } from './log-entries'
import type { OpenCall } from './state'

const USER = keys(2)
const ACCOUNT = USER.pubkey
const SECRET = 'only for whom it was meant'

const open = (call: Call, part: Partial<OpenCall> = {}): OpenCall => ({
  ...{ id: 'call', call, account: ACCOUNT, origin: 'https://site.example', topOrigin: null, tabId: 1 },
  ...{ size: 1, askedAt: 0, stage: { at: 'consent' } },
  ...part,
})

const template = (kind: number, tags: string[][] = []) => ({ kind, created_at: 1_795_000_000, tags, content: SECRET })
const sign = (kind: number, tags?: string[][]): Call => ({
  ...{ method: 'signEvent', template: template(kind, tags), pubkey: null },
})
const signed = (kind: number) => signAs(USER.secret, template(kind))

describe('entryOf', () => {
  const login = [
    ['u', 'https://api.example/upload?token=1'],
    ['method', 'POST'],
  ]
  it.each<[string, Call, Outcome, Partial<LogEntry>]>([
    ['a signed note', sign(1), succeed(signed(1)), { permission: 'sign_event:1', eventId: signed(1).id }],
    ['a refused note', sign(1), fail('signer-refused', SECRET), { outcome: 'signer-refused' }],
    ['a log-in', sign(27_235, login), fail('denied'), { target: 'POST https://api.example/upload', outcome: 'denied' }],
    ['a public key', { method: 'getPublicKey' }, succeed(ACCOUNT), { permission: 'get_public_key' }],
    [
      'a decrypt',
      { method: 'nip44.decrypt', peer: keys(5).pubkey, ciphertext: SECRET },
      succeed(SECRET),
      { permission: 'nip44_decrypt', outcome: 'answered' },
    ],
    [
      'a draft',
      { method: 'nip44.decrypt', peer: ACCOUNT, ciphertext: SECRET },
      succeed(SECRET),
      { permission: 'nip44_decrypt', target: 'self' },
    ],
    [
      'an encrypt',
      { method: 'nip04.encrypt', peer: keys(5).pubkey, plaintext: SECRET },
      succeed(SECRET),
      { permission: 'nip04_encrypt' },
    ],
  ])('of %s says what was asked and never a word of it', (_, call, outcome, said) => {
    const entry = entryOf(open(call, { by: 'rule' }), outcome, 'id', 7)
    const always = { id: 'id', at: 7, account: ACCOUNT, origin: 'https://site.example', topOrigin: null, by: 'rule' }
    expect(entry).toEqual({
      outcome: 'answered',
      permission: 'sign_event:1',
      ...always,
      ...permissionOf(entry),
      ...said,
    })
    expect(JSON.stringify(entry)).not.toContain(SECRET)
  })

  it('of getRelays says nothing', () => {
    expect(entryOf(open({ method: 'getRelays' }), succeed({}), 'id', 7)).toBeNull()
  })

  it('does not say who decided where nobody was asked', () => {
    expect(entryOf(open(sign(1)), fail('lapsed'), 'id', 7)).not.toHaveProperty('by')
  })
})

const permissionOf = (entry: LogEntry | null) => (entry ? { permission: entry.permission } : {})

let made = 0
const entry = (part: Partial<LogEntry> = {}): LogEntry => ({
  ...{ id: `e${++made}`, at: made, account: ACCOUNT, origin: 'https://site.example', topOrigin: null },
  ...{ permission: 'nip44_decrypt', outcome: 'answered' },
  ...part,
})

describe('likenessOf', () => {
  it.each<[string, Partial<LogEntry>, boolean]>([
    ['a later one', { at: 99, count: 4 }, true],
    ['another site', { origin: 'https://other.example' }, false],
    ['another frame', { topOrigin: 'https://other.example' }, false],
    ['another account', { account: keys(3).pubkey }, false],
    ['another permission', { permission: 'nip04_decrypt' }, false],
    ['another target', { target: 'self' }, false],
    ['another outcome', { outcome: 'denied' }, false],
    ['another who decided', { by: 'person' }, false],
  ])('%s is alike: %#', (_, part, isAlike) => {
    expect(likenessOf(entry(part)) === likenessOf(entry())).toBe(isAlike)
  })

  it('is nobody’s where an event was signed', () => {
    expect(likenessOf(entry({ eventId: signed(1).id }))).toBeNull()
  })
})

describe('find', () => {
  const note = entry({ permission: 'sign_event:1', eventId: 'ab'.repeat(32), at: 1 })
  const login = entry({ permission: 'sign_event:27235', target: 'GET https://API.example/me', at: 3 })
  const frame = entry({ origin: 'https://frame.example', topOrigin: 'https://portal.example', at: 2 })
  const other = entry({ account: keys(3).pubkey, at: 4 })
  const all = [note, login, frame, other]
  it.each<[string, LogQuery, LogEntry[]]>([
    ['everything, newest first', {}, [other, login, frame, note]],
    ['at most', { limit: 2 }, [other, login]],
    ['by origin', { text: 'frame.' }, [frame]],
    ['by the page around it', { text: 'portal' }, [frame]],
    ['by permission', { text: 'sign_event:1' }, [note]],
    ['by target, whatever its case', { text: 'api.example' }, [login]],
    ['by event id', { text: 'abab' }, [note]],
    ['by the name of a permission', { text: 'short note', permissions: ['sign_event:1'] }, [note]],
    ['of one site', { origin: 'https://frame.example' }, [frame]],
    ['of one account', { account: keys(3).pubkey }, [other]],
    ['of one site, by text', { origin: 'https://site.example', text: 'sign' }, [login, note]],
    ['nothing', { text: 'nowhere' }, []],
  ])('finds %s', (_, query, found) => {
    expect(find(all, query)).toEqual(found)
  })
})

describe('surplus', () => {
  const site = (name: string, count: number, part: Partial<LogEntry> = {}) =>
    Array.from({ length: count }, () => entry({ origin: `https://${name}.example`, ...part }))
  const left = (entries: LogEntry[], most: number) => {
    const gone = new Set(surplus(entries, most))
    return entries.filter(({ id }) => !gone.has(id))
  }

  it('is nothing where there is room', () => {
    expect(surplus(site('a', 10), 10)).toEqual([])
  })

  it('of one site is its oldest', () => {
    const entries = site('a', 12)
    expect(left(entries, 10)).toEqual(entries.slice(2))
  })

  it('of a site that floods takes nothing of one that is quiet', () => {
    const [quiet, loud] = [site('quiet', 4), site('loud', 100)]
    expect(left([...quiet, ...loud], 10)).toEqual([...quiet, ...loud.slice(-6)])
  })

  it('counts frames of many names as the page that they are in', () => {
    const quiet = site('quiet', 4)
    const frames = Array.from({ length: 100 }, (_, i) => site(`f${i}`, 1, { topOrigin: 'https://loud.example' })).flat()
    expect(left([...quiet, ...frames], 10)).toEqual([...quiet, ...frames.slice(-6)])
  })

  it('leaves as many as may stay, each site its newest, and nobody’s share to one who has more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 60 }), fc.nat(40), (owners, most) => {
        const entries = owners.map((owner) => entry({ origin: `https://${owner}.example` }))
        const kept = left(entries, most)
        expect(kept).toHaveLength(Math.min(most, entries.length))
        const counts = [0, 1, 2, 3].map((owner) => {
          const own = entries.filter(({ origin }) => origin === `https://${owner}.example`)
          const ownKept = kept.filter(({ origin }) => origin === `https://${owner}.example`)
          expect(ownKept).toEqual(own.slice(own.length - ownKept.length))
          return { kept: ownKept.length, lost: own.length - ownKept.length }
        })
        const largest = Math.max(...counts.map((count) => count.kept))
        for (const count of counts) if (count.lost > 0) expect(count.kept).toBeGreaterThanOrEqual(largest - 1)
      }),
    )
  })
})
