import { describe, expect, it } from 'vitest'
import type { Kdf } from '../wire/lock'
import { keyOf, newKdf } from './passphrase'
import { isKdf } from './records'

const hexOf = (text: string): string =>
  [...new TextEncoder().encode(text)].map((n) => n.toString(16).padStart(2, '0')).join('')
const kdf = (part: Partial<Kdf> = {}): Kdf => ({ name: 'scrypt', salt: '00'.repeat(16), n: 16, r: 8, p: 1, ...part })

describe('the key of a passphrase', () => {
  it.each<[string, string, Partial<Kdf>, string]>([
    ['password', 'NaCl', { n: 1024, r: 8, p: 16 }, 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162'],
    [
      'pleaseletmein',
      'SodiumChloride',
      { n: 16384, r: 8, p: 1 },
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    ],
  ])('of %s with salt %s is that of RFC 7914', async (passphrase, salt, cost, key) => {
    expect(await keyOf(passphrase, kdf({ salt: hexOf(salt), ...cost }))).toBe(key)
  })

  it('is the same however its letters were put together', async () => {
    expect(await keyOf('caf\u00e9 \ufb01', kdf())).toBe(await keyOf('cafe\u0301 fi', kdf()))
  })

  it('is another with another salt', async () => {
    expect(await keyOf('x', kdf())).not.toBe(await keyOf('x', kdf({ salt: '01'.repeat(16) })))
  })

  it('tells how far it is, to the end', async () => {
    const told: number[] = []
    await keyOf('x', kdf({ n: 1024 }), (done) => told.push(done))
    expect(told.length).toBeGreaterThan(2)
    expect(told).toEqual([...told].sort((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
  })
})

describe('a new way from passphrase to key', () => {
  it('is sound, costs 128 MB, and has a salt of its own', () => {
    const [one, two] = [newKdf(), newKdf()]
    expect(isKdf(one)).toBe(true)
    expect(128 * one.n * one.r).toBe(2 ** 27)
    expect(one.salt).not.toBe(two.salt)
  })

  it.each<[string, object]>([
    ['more memory than a panel has', { n: 2 ** 24 }],
    ['rounds that are no power of 2', { n: 1000 }],
    ['no rounds', { n: 0 }],
    ['rounds without end', { p: 1e9 }],
    ['a short salt', { salt: '00' }],
    ['another name', { name: 'md5' }],
  ])('is refused with %s', (_, part) => {
    expect(isKdf({ ...newKdf(), ...part })).toBe(false)
  })
})
