import type { Ask } from './ask'
import type { Listening } from './listening'

/** `nip04` and `nip44` of NIP-07. */
const cipher = (ask: Ask, name: 'nip04' | 'nip44') => ({
  encrypt: (pubkey: string, plaintext: string) => ask(`${name}.encrypt`, pubkey, plaintext),
  decrypt: (pubkey: string, ciphertext: string) => ask(`${name}.decrypt`, pubkey, ciphertext),
})

/**
 * The object of NIP-07, with the `on` and `off` that some providers have beside it (nostr-protocol/nips#701). No method
 * uses `this`, so each works detached. It is a plain object: sites patch single methods, and whoever may change it here
 * could as well replace it.
 */
export const nostrObject = (ask: Ask, { on, off }: Pick<Listening, 'on' | 'off'>) => ({
  getPublicKey: () => ask('getPublicKey'),
  signEvent: (event: unknown) => ask('signEvent', event),
  getRelays: () => ask('getRelays'),
  nip04: cipher(ask, 'nip04'),
  nip44: cipher(ask, 'nip44'),
  on,
  off,
})
