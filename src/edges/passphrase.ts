import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import type { Hex } from '../protocol/hex'
import type { Kdf } from '../wire/lock'

/** 128 MB and about a second on a laptop of 2020 (OWASP's first choice for scrypt): what a thief pays for each guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 }

/** How the next passphrase becomes a key: with a salt of its own. */
export const newKdf = (): Kdf => ({
  name: 'scrypt',
  salt: bytesToHex(crypto.getRandomValues(new Uint8Array(16))),
  ...COST,
})

/** Letters that look the same are the same, on whichever keyboard they were typed (RFC 8265 has it so, too). */
const bytesOf = (passphrase: string): Uint8Array => new TextEncoder().encode(passphrase.normalize('NFKC'))

/**
 * The key of 32 bytes that a passphrase stands for (scrypt, RFC 7914). The page stays alive meanwhile: it is worked out
 * in steps of 10 ms. The code for it is loaded with the first use, for few pages need it.
 * @param progress told how much is done, 0 to 1
 */
export async function keyOf(passphrase: string, kdf: Kdf, progress?: (done: number) => void): Promise<Hex> {
  const { scryptAsync } = await import('@noble/hashes/scrypt.js')
  const { salt, n, r, p } = kdf
  const key = await scryptAsync(bytesOf(passphrase), hexToBytes(salt), {
    ...{ N: n, r, p, dkLen: 32 },
    ...(progress && { onProgress: progress }),
  })
  return bytesToHex(key)
}
