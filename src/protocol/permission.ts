import type { Call } from './nip07'

/** `method[:kind]` as NIP-46 writes it: `sign_event:1`, `nip44_decrypt`, `get_public_key`. */
export type Permission = string

/** The permission that a call needs. `getRelays` tells nothing about the user, so it needs none. */
export function permissionOf(call: Call): Permission | null {
  switch (call.method) {
    case 'getRelays':
      return null
    case 'getPublicKey':
      return 'get_public_key'
    case 'signEvent':
      return `sign_event:${call.template.kind}`
    default:
      return call.method.replace('.', '_')
  }
}

/** The kind a `sign_event:K` permission is about, else null. */
export function kindOf(permission: Permission): number | null {
  const match = /^sign_event:(\d+)$/.exec(permission)
  return match ? Number(match[1]) : null
}

/**
 * What a pairing asks for. Both `sign_event` and `sign_event:K`: Amber drops the bare form, Igloo needs it
 * (SIGNERS rule 9). Kept short: each character makes the QR denser.
 */
export const ASKED_PERMISSIONS: readonly Permission[] = [
  'get_public_key',
  'sign_event',
  ...[0, 1, 3, 6, 7, 22_242, 27_235, 30_023, 31_234].map((kind) => `sign_event:${kind}`),
  'nip04_encrypt',
  'nip04_decrypt',
  'nip44_encrypt',
  'nip44_decrypt',
]
