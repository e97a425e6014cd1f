import fc from 'fast-check'
import { generateSecretKey, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { type Cipher, canSealTo, cipherOf, type Ends, forgetKeys, seal, unseal } from './envelope'
import { NIP46_KIND } from './nip46'

const keyPair = () => {
  const secretKey = generateSecretKey()
  return { secret: bytesToHex(secretKey), pubkey: getPublicKey(secretKey) }
}
const [client, phone, stranger] = [keyPair(), keyPair(), keyPair()]
const ours: Ends = { clientSecretKey: client.secret, peer: phone.pubkey }
const theirs: Ends = { clientSecretKey: phone.secret, peer: client.pubkey }
const CIPHERS: Cipher[] = ['nip44', 'nip04']

describe.each(CIPHERS)('an envelope sealed with %s', (cipher) => {
  it.each<[string, Ends]>([
    ['is', ours],
    ['of who knows his public key is', { ...ours, clientPubkey: client.pubkey }],
  ])('%s a signed kind 24133 event to the peer and says nothing more', (_, ends) => {
    const event = seal(ends, cipher, 'secret', 1_800_000_000)
    expect(event).toMatchObject({
      kind: NIP46_KIND,
      pubkey: client.pubkey,
      tags: [['p', phone.pubkey]],
      created_at: 1_800_000_000,
    })
    expect(Reflect.ownKeys(event).length).toBe(7)
    expect(verifyEvent(event)).toBe(true)
    expect(event.content).not.toContain('secret')
    expect(cipherOf(event.content)).toBe(cipher)
  })

  it('takes the word of who knows its public key: nothing is derived', () => {
    expect(seal({ ...ours, clientPubkey: stranger.pubkey }, cipher, 'x', 1).pubkey).toBe(stranger.pubkey)
  })

  it('is read by the other end, and by our own', () => {
    const { content } = seal(ours, cipher, 'hällo 😀', 1)
    expect(unseal(theirs, content)).toBe('hällo 😀')
    expect(unseal(ours, content)).toBe('hällo 😀')
  })

  it('carries any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 500 }), (text) => {
        expect(unseal(theirs, seal(ours, cipher, text, 1).content)).toBe(text)
      }),
      { numRuns: 25 },
    )
  })

  it('is not read by wrong ends', () => {
    const { content } = seal(ours, cipher, '{"id":"1"}', 1)
    for (const ends of [
      { clientSecretKey: stranger.secret, peer: client.pubkey },
      { clientSecretKey: phone.secret, peer: stranger.pubkey },
      { clientSecretKey: phone.secret, peer: 'f'.repeat(64) },
      { clientSecretKey: 'not hex', peer: client.pubkey },
    ]) {
      // NIP-04 has no seal of its own: one wrong key in 256 gives garbage instead of an error
      const read = unseal(ends, content)
      if (cipher === 'nip44') expect(read).toBeNull()
      else expect(read).not.toBe('{"id":"1"}')
    }
  })
})

it('no two envelopes are alike', () => {
  expect(seal(ours, 'nip44', 'x', 1).content).not.toBe(seal(ours, 'nip44', 'x', 1).content)
})

it('a changed NIP-44 content is not read', () => {
  const { content } = seal(ours, 'nip44', 'hello', 1)
  for (const at of [1, 40, 60, content.length - 5]) {
    const other = content[at] === 'x' ? 'y' : 'x'
    expect(unseal(theirs, content.slice(0, at) + other + content.slice(at + 1))).toBeNull()
  }
})

it.each(['', 'x', '?iv=', 'abc?iv=def', '????', 'A'.repeat(200), '#v3', 'null'])(
  '%j is not read and does not throw',
  (content) => {
    expect(unseal(ours, content)).toBeNull()
  },
)

it('reading never throws, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String({ minLength: 132 }),
        fc.base64String().map((s) => `${s}?iv=${s}`),
      ),
      (content) => {
        const text = unseal(ours, content)
        expect(text === null || typeof text === 'string').toBe(true)
      },
    ),
    { numRuns: 200 },
  )
})

it('derived keys can be forgotten and are derived anew, for more ends than are remembered', () => {
  const { content } = seal(ours, 'nip44', 'hello', 1)
  for (let i = 0; i < 70; i++) {
    const peer = keyPair()
    const event = seal({ clientSecretKey: client.secret, peer: peer.pubkey }, 'nip44', 'x', 1)
    expect(unseal({ clientSecretKey: peer.secret, peer: client.pubkey }, event.content)).toBe('x')
  }
  expect(unseal(theirs, content)).toBe('hello')
  forgetKeys()
  expect(unseal(theirs, content)).toBe('hello')
})

describe('canSealTo', () => {
  it.each(['f'.repeat(64), '0'.repeat(64), '', 'npub1', client.pubkey.slice(2)])('refuses %s', (pubkey) => {
    expect(canSealTo(pubkey)).toBe(false)
  })

  it('agrees with sealing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const peer = bytesToHex(bytes)
        const trySeal = () => seal({ clientSecretKey: client.secret, peer }, 'nip44', 'x', 1)
        if (canSealTo(peer)) expect(trySeal).not.toThrow()
        else expect(trySeal).toThrow()
      }),
      { numRuns: 30 },
    )
    expect(canSealTo(getPublicKey(hexToBytes(client.secret)))).toBe(true)
  })
})
