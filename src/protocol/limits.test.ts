import { generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { type Cipher, seal } from './envelope'
import { byteLength, MAX_PLAINTEXT_BYTES, MAX_REQUEST_BYTES } from './limits'

/** strfry's limit for an event, in bytes of its JSON. */
const STRFRY = 65_536

const ends = { clientSecretKey: bytesToHex(generateSecretKey()), peer: getPublicKey(generateSecretKey()) }
const eventBytes = (cipher: Cipher, length: number): number =>
  byteLength(JSON.stringify(['EVENT', seal(ends, cipher, 'x'.repeat(length), 1_800_000_000)]))
const ciphertextBytes = (cipher: Cipher, length: number): number =>
  seal(ends, cipher, 'x'.repeat(length), 1).content.length
const answerBytes = (result: number): number =>
  byteLength(JSON.stringify({ id: crypto.randomUUID(), result: 'x'.repeat(result), error: '' }))

describe('MAX_REQUEST_BYTES', () => {
  it.each<Cipher>(['nip44', 'nip04'])('sealed with %s makes an event that strfry takes', (cipher) => {
    expect(eventBytes(cipher, MAX_REQUEST_BYTES)).toBeLessThan(STRFRY)
  })

  it('is the last padding step that does: one byte more is padded to too much', () => {
    expect(eventBytes('nip44', MAX_REQUEST_BYTES + 1)).toBeGreaterThan(STRFRY)
  })
})

describe('MAX_PLAINTEXT_BYTES', () => {
  it.each<Cipher>(['nip44', 'nip04'])('enciphered with %s fits an answer', (cipher) => {
    expect(answerBytes(ciphertextBytes(cipher, MAX_PLAINTEXT_BYTES))).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
  })

  it('is the last padding step that does', () => {
    expect(answerBytes(ciphertextBytes('nip44', MAX_PLAINTEXT_BYTES + 1))).toBeGreaterThan(MAX_REQUEST_BYTES)
  })
})

it.each([
  ['', 0],
  ['abc', 3],
  ['é', 2],
  ['😀', 4],
])('%j is %i bytes long', (text, bytes) => {
  expect(byteLength(text)).toBe(bytes)
})
