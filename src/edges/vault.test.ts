import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openText, sealText } from './vault'

const KEY = '11'.repeat(32)
const OTHER = '12'.repeat(32)
const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''))

describe('a sealed text', () => {
  it('opens with its key beside the words it belongs to, whatever it says', () =>
    fc.assert(
      fc.asyncProperty(hex, fc.string({ unit: 'grapheme' }), fc.string(), async (key, text, about) => {
        expect(await openText(key, await sealText(key, text, about), about)).toBe(text)
      }),
      { numRuns: 50 },
    ))

  it('is another each time, and has nothing of the text in it', async () => {
    const [one, two] = await Promise.all([sealText(KEY, 'a secret', 'x'), sealText(KEY, 'a secret', 'x')])
    expect(one).not.toBe(two)
    expect(one).toMatch(/^[A-Za-z0-9+/]+={0,2}$/)
    expect(atob(one)).not.toContain('secret')
  })

  it('opens a vector of NIST (GCM, 256 bits, with 16 bytes of ciphertext)', async () => {
    // test case 14 of the GCM specification has no additional data
    const sealed = btoa(
      `${'00'.repeat(12)}cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919`.replace(/../g, (byte) =>
        String.fromCharCode(Number.parseInt(byte, 16)),
      ),
    )
    expect(await openText('00'.repeat(32), sealed, '')).toBe('\0'.repeat(16))
  })

  it.each<[string, (sealed: string) => [string, string, string]]>([
    ['with another key', (sealed) => [OTHER, sealed, 'whose']],
    ['beside other words', (sealed) => [KEY, sealed, 'another']],
    ['when cut short', (sealed) => [KEY, sealed.slice(0, -4), 'whose']],
    ['when it is empty', () => [KEY, '', 'whose']],
    ['when it is no base64', () => [KEY, '%%%', 'whose']],
  ])('does not open %s', async (_, change) => {
    const sealed = await sealText(KEY, 'a secret', 'whose')
    expect(await openText(...change(sealed))).toBeNull()
  })

  it('does not open when any of its bytes is changed', async () => {
    const sealed = atob(await sealText(KEY, 'a secret', 'whose'))
    for (let at = 0; at < sealed.length; at++) {
      const changed = sealed.slice(0, at) + String.fromCharCode(sealed.charCodeAt(at) ^ 1) + sealed.slice(at + 1)
      expect(await openText(KEY, btoa(changed), 'whose')).toBeNull()
    }
  })
})
