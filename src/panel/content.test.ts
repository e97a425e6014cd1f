import fc from 'fast-check'
import { naddrEncode, neventEncode, noteEncode, nprofileEncode, nsecEncode } from 'nostr-tools/nip19'
import { describe, expect, it } from 'vitest'
import { fieldsOf, piecesOf, readLink } from './content'

const USER = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'
const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
const NPROFILE = nprofileEncode({ pubkey: USER, relays: ['wss://relay.example.com'] })
const NSEC = nsecEncode(new Uint8Array(32).fill(7))

/** Pieces as short words: the type, where it is not text, and the text. */
const short = (text: string) =>
  piecesOf(text).map((piece) => (piece.type === 'text' ? piece.text : `${piece.type}<${piece.text}>`))

describe('piecesOf', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['Good morning.\n\nNew line.', ['Good morning.\n\nNew line.']],
    ['see https://a.example/x.', ['see ', 'link<https://a.example/x>', '.']],
    ['(https://a.example/x)', ['(', 'link<https://a.example/x>', ')']],
    ['https://a.example/x_(y)', ['link<https://a.example/x_(y)>']],
    ['[a](https://a.example/x).', ['[a](', 'link<https://a.example/x>', ').']],
    ['“https://a.example”', ['“', 'link<https://a.example>', '”']],
    ['https://a.example/#top', ['link<https://a.example/#top>']],
    ['wss://relay.example', ['link<wss://relay.example>']],
    ['HTTPS://A.EXAMPLE', ['link<HTTPS://A.EXAMPLE>']],
    ['https://', ['https://']],
    ['https://[', ['https://[']],
    ['javascript:alert(1)', ['javascript:alert(1)']],
    ['https://a.example/\u202egpj.exe', ['link<https://a.example/>', '\u202egpj.exe']],
    [`hello nostr:${NPUB}!`, ['hello ', `mention<nostr:${NPUB}>`, '!']],
    [`@${NPUB}, hi`, [`mention<@${NPUB}>`, ', hi']],
    [`こんにちは${NPROFILE}さん`, ['こんにちは', `mention<${NPROFILE}>`, 'さん']],
    [`https://njump.example/${NPUB}`, [`link<https://njump.example/${NPUB}>`]],
    [`${NPUB.slice(0, -1)}q`, [`${NPUB.slice(0, -1)}q`]],
    [`x${NPUB}`, [`x${NPUB}`]],
    ['#nostr #日本 #a_b', ['hashtag<#nostr>', ' ', 'hashtag<#日本>', ' ', 'hashtag<#a_b>']],
    ['a#b &#39; ##c # d', ['a#b &#39; ##c # d']],
  ])('cuts %j', (text, pieces) => {
    expect(short(text)).toEqual(pieces)
  })

  it.each([
    [NPUB, { type: 'profile', npub: NPUB }],
    [NPROFILE, { type: 'profile', npub: NPUB }],
    [noteEncode(USER), { type: 'event', id: USER }],
    [neventEncode({ id: USER }), { type: 'event', id: USER }],
    [
      naddrEncode({ kind: 30_023, pubkey: USER, identifier: 'knots' }),
      { type: 'address', kind: 30_023, author: NPUB, name: 'knots' },
    ],
    [NSEC, { type: 'secret' }],
  ])('knows what %s names', (code, entity) => {
    expect(piecesOf(`a nostr:${code} b`)[1]).toMatchObject({ type: 'mention', entity })
  })

  it('never throws, and loses and adds nothing', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'https://',
        'a.example',
        '/x.jpg',
        '(',
        ')',
        '.',
        '\n',
        '#',
        'tag',
        'nostr:',
        '@',
        ' ',
        NPUB,
        NSEC,
      ),
      fc.constantFrom('\u202e', '\ud800', 'npub1', 'wss://[::1]:7', '%', '\\', 'é', '日本'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const text = parts.join('')
        const pieces = piecesOf(text)
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        expect(pieces.every((piece) => piece.text !== '')).toBe(true)
        for (const piece of pieces)
          if (piece.type === 'link') expect(piece.before + piece.host + piece.after).toBe(piece.text)
      }),
    )
  })

  it('is quick with the longest text there may be', () => {
    const began = process.cpuUsage()
    for (const unit of ['npub1', 'https://a(', 'nostr:', '#a', 'https://.,;:!', 'npub1qqqqqqqqqqb']) {
      const text = unit.repeat(40_960 / unit.length)
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }
    expect(process.cpuUsage(began).user / 1_000, 'ms of work').toBeLessThan(2_000)
  })
})

describe('readLink', () => {
  it.each([
    ['https://a.example/x?y#z', 'https://', 'a.example', '/x?y#z', null, null],
    ['https://A.example:443', 'https://', 'A.example:443', '', null, null],
    ['https://a.example:8443/', 'https://', 'a.example:8443', '/', null, null],
    ['https://google.com@evil.example/x', 'https://google.com@', 'evil.example', '/x', null, null],
    ['https://evil.example\\@google.com', 'https://', 'evil.example', '\\@google.com', null, null],
    ['https://%67oogle.com/', 'https://', '%67oogle.com', '/', 'google.com', null],
    ['https://münchen.example', 'https://', 'münchen.example', '', 'xn--mnchen-3ya.example', null],
    ['https://0x7f.1/', 'https://', '0x7f.1', '/', '127.0.0.1', null],
    ['https://a.example/cat.JPG?w=200', 'https://', 'a.example', '/cat.JPG?w=200', null, 'picture'],
    ['https://a.example/cat.mp4#t=1', 'https://', 'a.example', '/cat.mp4#t=1', null, 'video'],
    ['https://a.example/cat.opus', 'https://', 'a.example', '/cat.opus', null, 'sound'],
    ['https://a.example/?x=cat.jpg', 'https://', 'a.example', '/?x=cat.jpg', null, null],
  ])('reads %s', (text, before, host, after, real, media) => {
    expect(readLink(text)).toEqual({ before, host, after, real, media })
  })

  it.each(['', 'a.example', 'https://', 'https://[', '::'])('is null for %j', (text) => {
    expect(readLink(text)).toBeNull()
  })
})

describe('fieldsOf', () => {
  it.each([
    [
      '{"name":"Ada","bot":false}',
      [
        ['name', 'Ada'],
        ['bot', 'false'],
      ],
    ],
    ['{}', []],
    ['[]', null],
    ['null', null],
    ['Ada', null],
    ['', null],
  ])('of %s are %j', (content, fields) => {
    expect(fieldsOf(content)).toEqual(fields)
  })
})
