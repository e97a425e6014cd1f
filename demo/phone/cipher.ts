import * as nip04 from 'nostr-tools/nip04'
import * as nip44 from 'nostr-tools/nip44'
import { hexToBytes } from 'nostr-tools/utils'

/** Which of the two a client speaks: answered in kind. */
export type Cipher = 'nip44' | 'nip04'

export const cipherOf = (content: string): Cipher => (content.includes('?iv=') ? 'nip04' : 'nip44')

export function encrypt(cipher: Cipher, secretKey: string, peer: string, plaintext: string): string {
  const key = hexToBytes(secretKey)
  return cipher === 'nip04'
    ? nip04.encrypt(key, peer, plaintext)
    : nip44.v2.encrypt(plaintext, nip44.v2.utils.getConversationKey(key, peer))
}

/** @throws where it does not decrypt */
export function decrypt(cipher: Cipher, secretKey: string, peer: string, ciphertext: string): string {
  const key = hexToBytes(secretKey)
  return cipher === 'nip04'
    ? nip04.decrypt(key, peer, ciphertext)
    : nip44.v2.decrypt(ciphertext, nip44.v2.utils.getConversationKey(key, peer))
}
