import { schnorr, secp256k1 } from '@noble/curves/secp256k1.js'
import * as nip04 from 'nostr-tools/nip04'
import * as nip44 from 'nostr-tools/nip44'
import { getEventHash, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import type { SignedEvent } from './event'
import type { Hex } from './hex'
import { NIP46_KIND } from './nip46'

/**
 * Only how much is worked out beforehand, with the first use of a key: a waking signs once. 30 ms of it for 5 bits, 69
 * for noble's 8 (measured); once compiled, 4 bits sign as fast as 5.
 */
secp256k1.Point.BASE.precompute(4)

/** NIP-44 is spoken; NIP-04 only with signers that showed it (SIGNERS rule 7). */
export type Cipher = 'nip44' | 'nip04'

/** The two ends of an encrypted line. */
export interface Ends {
  clientSecretKey: Hex
  /** Its public half, where it is at hand; default: it is derived. */
  clientPubkey?: Hex
  peer: Hex
}

/** The public key of a secret key. */
export const publicKeyOf = (secretKey: Hex): Hex => getPublicKey(hexToBytes(secretKey))

const keys = new Map<string, Uint8Array>()

/** Derived once per pair of ends and kept: saves 0.6 ms a use (measured). At most 64 are remembered. */
function conversationKey({ clientSecretKey, peer }: Ends): Uint8Array {
  const name = clientSecretKey + peer
  let key = keys.get(name)
  if (!key) {
    key = nip44.v2.utils.getConversationKey(hexToBytes(clientSecretKey), peer)
    remember(name, key)
  }
  return key
}

function remember(name: string, key: Uint8Array): void {
  if (keys.size >= 64) keys.clear()
  keys.set(name, key)
}

/** NIP-44's key between these ends, where it was derived already. */
export function derivedKey({ clientSecretKey, peer }: Ends): Hex | null {
  const key = keys.get(clientSecretKey + peer)
  return key ? bytesToHex(key) : null
}

/** As if it had been derived: a former life did. */
export function recallKey({ clientSecretKey, peer }: Ends, key: Hex): void {
  remember(clientSecretKey + peer, hexToBytes(key))
}

const ANY_KEY = hexToBytes('1'.padStart(64, '0'))

/** Is it a public key at all? Half of all 32-byte strings are none: sealing to one throws. */
export function canSealTo(pubkey: Hex): boolean {
  try {
    return nip44.v2.utils.getConversationKey(ANY_KEY, pubkey).length > 0
  } catch {
    return false
  }
}

/** Forget derived keys: at log-out and lock. */
export const forgetKeys = (): void => keys.clear()

/** How a content is enciphered, told by its look: only NIP-04 has `?iv=`. */
export const cipherOf = (content: string): Cipher => (content.includes('?iv=') ? 'nip04' : 'nip44')

/**
 * A signed kind 24133 event that carries `plaintext` to the peer.
 * @param createdAt seconds
 */
export function seal(ends: Ends, cipher: Cipher, plaintext: string, createdAt: number): SignedEvent {
  const secret = hexToBytes(ends.clientSecretKey)
  const content =
    cipher === 'nip04'
      ? nip04.encrypt(secret, ends.peer, plaintext)
      : nip44.v2.encrypt(plaintext, conversationKey(ends))
  // nostr-tools' own `finalizeEvent` derives the public key anew each time: an eighth of a signature (measured)
  const pubkey = ends.clientPubkey ?? publicKeyOf(ends.clientSecretKey)
  const event = { pubkey, kind: NIP46_KIND, tags: [['p', ends.peer]], created_at: createdAt, content }
  const id = getEventHash(event)
  return { id, ...event, sig: bytesToHex(schnorr.sign(hexToBytes(id), secret)) }
}

/** Derive beforehand the key of this line: a third of a first `seal` (11 of 30 ms in a fresh worker, measured). */
export const readyKey = (ends: Ends): void => void conversationKey(ends)

/** Work out beforehand what the first `seal` to this peer needs: keys, tables, and code that the browser has compiled. */
export function readySeal(ends: Ends): void {
  unseal(ends, seal(ends, 'nip44', '{}', 0).content)
}

/** The plaintext of a content from the peer, or null where it does not decrypt. Reads both ciphers. */
export function unseal(ends: Ends, content: string): string | null {
  try {
    return cipherOf(content) === 'nip04'
      ? nip04.decrypt(hexToBytes(ends.clientSecretKey), ends.peer, content)
      : nip44.v2.decrypt(content, conversationKey(ends))
  } catch {
    return null
  }
}
