import { getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import type { Cipher, Ends } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { NIP46_KIND } from '../protocol/nip46'

/**
 * Stands in for `protocol/envelope` where thousands of stories are played: the same shapes without the cryptography
 * (a real envelope costs some 10 ms). Only the two ends of an envelope can open it.
 */
const pubkeys = new Map<Hex, Hex>()

export function publicKeyOf(secret: Hex): Hex {
  const pubkey = pubkeys.get(secret) ?? getPublicKey(hexToBytes(secret))
  pubkeys.set(secret, pubkey)
  return pubkey
}

export const cipherOf = (content: string): Cipher => (content.includes('?iv=') ? 'nip04' : 'nip44')

let sealed = 0

export function seal({ clientSecretKey, peer }: Ends, cipher: Cipher, text: string, createdAt: number): SignedEvent {
  sealed += 1
  const pubkey = publicKeyOf(clientSecretKey)
  const content = JSON.stringify({ ends: [pubkey, peer].sort(), text: btoa(text) }) + (cipher === 'nip04' ? '?iv=' : '')
  const id = sealed.toString(16).padStart(64, '0')
  return { id, pubkey, kind: NIP46_KIND, tags: [['p', peer]], created_at: createdAt, content, sig: 'c'.repeat(128) }
}

export function unseal({ clientSecretKey, peer }: Ends, content: string): string | null {
  try {
    const { ends, text } = JSON.parse(content.replace('?iv=', '')) as { ends: Hex[]; text: string }
    return [publicKeyOf(clientSecretKey), peer].every((end) => ends.includes(end)) ? atob(text) : null
  } catch {
    return null
  }
}
