import fc from 'fast-check'
import { neventEncode, nprofileEncode, npubEncode, nsecEncode } from 'nostr-tools/nip19'
import { generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { describe, expect, it } from 'vitest'
import { MAX_RELAYS } from './limits'
import { ASKED_PERMISSIONS } from './permission'
import { DEFAULT_RELAYS } from './relay'
import { CLIENT, nostrconnectToken, parseBunkerToken } from './token'

const secretKey = generateSecretKey()
const key = getPublicKey(secretKey)
const relay = 'wss://relay.example'
/** The same with another last letter, whatever that was. */
const mistyped = (word: string) => word.slice(0, -1) + (word.endsWith('q') ? 'p' : 'q')
const token = { remoteSignerPubkey: key, relays: [relay], secret: '' }

describe('parseBunkerToken', () => {
  it.each([
    ['hex', `bunker://${key}?relay=${relay}`, token],
    ['upper-case hex', `bunker://${key.toUpperCase()}?relay=${relay}`, token],
    ['npub', `bunker://${npubEncode(key)}?relay=${relay}`, token],
    ['nprofile', `bunker://${nprofileEncode({ pubkey: key, relays: [] })}?relay=${relay}`, token],
    ['a secret', `bunker://${key}?relay=${relay}&secret=S3cret`, { ...token, secret: 'S3cret' }],
    ['the secret first', `bunker://${key}?secret=a%26b&relay=${relay}`, { ...token, secret: 'a&b' }],
    ['an encoded relay', `bunker://${key}?relay=${encodeURIComponent(relay)}`, token],
    ['an upper-case scheme', `BUNKER://${key}?relay=${relay}`, token],
    ['no slashes', `bunker:${key}?relay=${relay}`, token],
    ['a slash before the query', `bunker://${key}/?relay=${relay}`, token],
    ['space around', `\n  bunker://${key}?relay=${relay} \t`, token],
    ['unknown fields', `bunker://${key}?x=1&relay=${relay}&perms=all`, token],
    ['several relays, one of no use', `bunker://${key}?relay=x&relay=${relay}&relay=${relay}/`, token],
    [
      'a relay of this device (Aegis)',
      `bunker://${key}?relay=ws://127.0.0.1:8081`,
      { ...token, relays: ['ws://127.0.0.1:8081'] },
    ],
  ])('takes %s', (_, text, expected) => {
    expect(parseBunkerToken(text)).toEqual({ ok: true, value: expected })
  })

  it.each([
    ['token-empty', ''],
    ['token-empty', ' \n '],
    ['token-nostrconnect', `nostrconnect://${key}?relay=${relay}&secret=x`],
    ['token-nostrconnect', `NostrConnect://${key}`],
    ['token-secret-key', nsecEncode(secretKey)],
    ['token-secret-key', `bunker://${nsecEncode(secretKey)}?relay=${relay}`],
    [
      'token-secret-key',
      'ncryptsec1qgg9947rlpvqu76pj5ecreduf9jxhselq2nae2kghhvd5g7dgjtcxfqtd67p9m0w57lspw8gsq6yphnm8623nsl8xn9j4jdzz84zm3frztj3z7s35vpzmqf6ksu8r89qk5z2zxfmu5gv8th8wclt0h4p',
    ],
    ['token-unknown', key],
    ['token-unknown', npubEncode(key)],
    ['token-unknown', 'me@nsec.app'],
    ['token-unknown', 'https://example.com'],
    ['token-unknown', `bunkers://${key}`],
    ['token-unknown', `bunker://${key}/path?relay=${relay}`],
    ['token-pubkey', `bunker://?relay=${relay}`],
    ['token-pubkey', `bunker://me@nsec.app?relay=${relay}`],
    ['token-pubkey', `bunker://${key.slice(1)}?relay=${relay}`],
    ['token-pubkey', `bunker://${mistyped(npubEncode(key))}?relay=${relay}`],
    ['token-pubkey', `bunker://${neventEncode({ id: key })}?relay=${relay}`],
    // 64 hex digits that are no point of the curve, as a mistyped key is half of the time
    ['token-pubkey', `bunker://${'f'.repeat(64)}?relay=${relay}`],
    ['token-pubkey', `bunker://${'0'.repeat(64)}?relay=${relay}`],
    ['token-relay', `bunker://${key}`],
    ['token-relay', `bunker://${key}?secret=x`],
    ['token-relay', `bunker://${key}?relay=`],
    ['token-relay', `bunker://${key}?relay=https://relay.example`],
    ['token-relay', `bunker://${key}?relay=ws://relay.example`],
  ])('says %s of %s', (code, text) => {
    expect(parseBunkerToken(text)).toMatchObject({ ok: false, error: { code } })
  })

  it('shows the relay that will not do', () => {
    expect(parseBunkerToken(`bunker://${key}?relay=ws://relay.example`)).toMatchObject({
      error: { detail: 'ws://relay.example' },
    })
  })

  it('never repeats a pasted secret key', () => {
    expect(parseBunkerToken(nsecEncode(secretKey))).toEqual({ ok: false, error: { code: 'token-secret-key' } })
  })

  it('keeps a few relays of a token that names many', () => {
    const many = Array.from({ length: 50 }, (_, i) => `relay=wss://r${i}.example`).join('&')
    const parsed = parseBunkerToken(`bunker://${key}?${many}`)
    expect(parsed.ok && parsed.value.relays).toHaveLength(MAX_RELAYS)
  })

  it('never throws, and gives exactly the known fields', () => {
    const head = fc.constantFrom('bunker://', 'bunker:', 'nostrconnect://', '')
    const who = fc.oneof(fc.constantFrom(key, npubEncode(key), '__proto__'), fc.string())
    const query = fc.oneof(fc.webQueryParameters(), fc.constant(`relay=${relay}`), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(head, who, query, (scheme, pubkey, rest) => {
        const parsed = parseBunkerToken(`${scheme}${pubkey}?${rest}`)
        if (parsed.ok) expect(Object.keys(parsed.value).sort()).toEqual(['relays', 'remoteSignerPubkey', 'secret'])
        else expect(parsed.error.code).toMatch(/^token-/)
      }),
      { numRuns: 200 },
    )
  })
})

describe('nostrconnectToken', () => {
  const text = nostrconnectToken(key, DEFAULT_RELAYS, 'abc123')
  const url = new URL(text)

  it('reads back as what went in', () => {
    expect(url.protocol).toBe('nostrconnect:')
    expect(url.host).toBe(key)
    expect(url.searchParams.getAll('relay')).toEqual(DEFAULT_RELAYS)
    expect(url.searchParams.get('secret')).toBe('abc123')
    expect(url.searchParams.get('perms')?.split(',')).toEqual(ASKED_PERMISSIONS)
    expect(url.searchParams.get('name')).toBe(CLIENT.name)
    expect(JSON.parse(url.searchParams.get('metadata') ?? '')).toEqual(CLIENT)
    expect(url.searchParams.get('image')).toBe(null)
  })

  it('reads the same for a signer that decodes everything before it splits (Amber)', () => {
    const query = decodeURIComponent(text.slice(text.indexOf('?') + 1))
    const fields = query.split('&').map((field) => field.split('='))
    expect(fields.every((field) => field.length === 2)).toBe(true)
    expect(fields.map(([name]) => name)).toEqual([
      ...DEFAULT_RELAYS.map(() => 'relay'),
      'secret',
      'perms',
      'name',
      'metadata',
    ])
    expect(JSON.parse(fields.at(-1)?.[1] ?? '')).toEqual(CLIENT)
  })

  it('holds no character that a QR reader or a shell of an app could take apart', () => {
    expect(text).toMatch(/^nostrconnect:\/\/[0-9a-f]{64}\?[A-Za-z0-9%=&.,:/_-]+$/)
    for (const value of Object.values(CLIENT)) expect(value).not.toMatch(/[&=,?#\s]/)
  })

  it('carries any relay address through', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (web) => {
        const address = web.replace(/^http/, 'ws')
        expect(new URL(nostrconnectToken(key, [address], 'x')).searchParams.getAll('relay')).toEqual([address])
      }),
    )
  })
})
