import { decode, npubEncode } from 'nostr-tools/nip19'
import type { Hex } from './hex'

/** What a NIP-19 code names. Relay hints are left out: nobody here follows them. */
export type Entity =
  | { type: 'profile'; npub: string }
  | { type: 'event'; id: Hex }
  | { type: 'address'; kind: number; author: string; name: string }
  | { type: 'secret' }

/** A public key as people write it. @param user checked before: 64 hex characters */
export const npubOf = (user: Hex): string => npubEncode(user)

/**
 * Read a NIP-19 code, with or without the `nostr:` of NIP-21.
 * @returns null for anything that is none, or whose checksum is wrong
 */
export function readEntity(text: string): Entity | null {
  const code = text.replace(/^(nostr:|@)/i, '')
  try {
    return entityOf(decode(code.toLowerCase()))
  } catch {
    return null
  }
}

function entityOf(decoded: ReturnType<typeof decode>): Entity | null {
  switch (decoded.type) {
    case 'npub':
      return { type: 'profile', npub: npubOf(decoded.data) }
    case 'nprofile':
      return { type: 'profile', npub: npubOf(decoded.data.pubkey) }
    case 'note':
      return { type: 'event', id: decoded.data }
    case 'nevent':
      return { type: 'event', id: decoded.data.id }
    case 'naddr':
      return {
        type: 'address',
        kind: decoded.data.kind,
        author: npubOf(decoded.data.pubkey),
        name: decoded.data.identifier,
      }
    case 'nsec':
      return { type: 'secret' }
    default:
      return null
  }
}
