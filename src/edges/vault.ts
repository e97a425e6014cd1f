import { hexToBytes } from 'nostr-tools/utils'
import type { Hex } from '../protocol/hex'

/**
 * What must lie on disk without being readable there: AES-256-GCM (NIST SP 800-38D) by the browser's own WebCrypto. A key
 * comes from a passphrase (passphrase.ts) and seals few texts, so a random IV of 96 bits for each is far from its limits.
 */

const IV = 12

const newIv = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(IV))
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text))

const toBase64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

const keyFor = (key: Hex, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new Uint8Array(hexToBytes(key)), 'AES-GCM', false, [use])

/**
 * Seal a text.
 * @param key 32 bytes
 * @param about what it belongs to (whose key it is): it opens only beside the same words
 * @returns base64 of IV and ciphertext
 */
export async function sealText(key: Hex, text: string, about: string): Promise<string> {
  const iv = newIv()
  const how = { name: 'AES-GCM', iv, additionalData: bytesOf(about) }
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, await keyFor(key, 'encrypt'), bytesOf(text)))
  const whole = new Uint8Array(IV + sealed.length)
  whole.set(iv)
  whole.set(sealed, IV)
  return toBase64(whole)
}

/** What was sealed; null where another key sealed it, it belongs to something else, or it is damaged. */
export async function openText(key: Hex, sealed: string, about: string): Promise<string | null> {
  try {
    const whole = fromBase64(sealed)
    const how = { name: 'AES-GCM', iv: whole.subarray(0, IV), additionalData: bytesOf(about) }
    const plain = await crypto.subtle.decrypt(how, await keyFor(key, 'decrypt'), whole.subarray(IV))
    return new TextDecoder().decode(plain)
  } catch {
    return null
  }
}
