import { nsecEncode } from 'nostr-tools/nip19'
import { describe, expect, it } from 'vitest'
import { approval, sign } from '../../e2e/panel/snapshots'
import type { AskedView } from '../wire/panel'
import { alarmsOf, isWary } from './alarms'

const SECRET = nsecEncode(new Uint8Array(32).fill(7))
const calls = (...all: AskedView[]) => all.map((asked, i) => ({ callId: `c${i}`, asked }))

describe('alarmsOf', () => {
  it.each<[string, AskedView]>([
    ['its text', sign({ content: `my key: ${SECRET}!` })],
    ['a tag', sign({ tags: [['alt', SECRET.toUpperCase()]] })],
    ['a profile', sign({ kind: 0, content: JSON.stringify({ about: SECRET }) })],
    [
      'what is encrypted for somebody',
      { method: 'nip44_encrypt', peer: 'ab'.repeat(32), plaintext: `nostr:${SECRET}` },
    ],
  ])('tells of a secret key in %s', (_, asked) => {
    expect(alarmsOf(calls(sign(), asked))).toEqual([{ callId: 'c1', at: 2, isSecret: true, hosts: [] }])
  })

  it('takes no other code for a secret key', () => {
    const near = `${SECRET.slice(0, -1)}q nsec1 nsec1qqqqqqq`
    expect(alarmsOf(calls(sign({ content: near }), { method: 'get_public_key' }))).toEqual([])
  })

  it.each([
    ['https://accounts.example.com@evil.example/login', ['evil.example']],
    ['https://аpple.com/ and again https://аpple.com/x', ['xn--pple-43d.com']],
    ['https://xn--80ak6aa92e.com', ['xn--80ak6aa92e.com']],
    ['https://ⓔxample.com', ['example.com']],
    ['https://MÜNCHEN.example:443/ https://münchen.example https://xn--mnchen-3ya.example:8443', []],
    ['https://notes.example.com/@somebody?at=@other', []],
  ])('of %s names as deceiving: %j', (content, hosts) => {
    expect(alarmsOf(calls(sign({ content }))).flatMap((alarm) => alarm.hosts)).toEqual(hosts)
  })
})

describe('isWary', () => {
  const wary = (part: Parameters<typeof approval>[0]) => {
    const one = approval(part)
    return isWary(one, alarmsOf(one.calls))
  }

  it.each<[string, Parameters<typeof approval>[0], boolean]>([
    ['a plain note', {}, false],
    [
      'a link that deceives, which is no danger of an "always"',
      { calls: calls(sign({ content: 'https://a@b.example' })) },
      false,
    ],
    ['a secret key', { calls: calls(sign(), sign({ content: SECRET })) }, true],
    ['a site by an odd name', { origin: 'https://xn--80ak6aa92e.com' }, true],
    ['a frame within one', { topOrigin: 'https://xn--80ak6aa92e.com' }, true],
    ['a name in letters of its own', { origin: 'https://xn--mnchen-3ya.example' }, false],
  ])('of %s', (_, part, expected) => {
    expect(wary(part)).toBe(expected)
  })
})
