import type { Ask } from './ask'
import type { Listening } from './listening'

/** A method that takes one argument, or two. */
type Method = (first?: unknown, second?: unknown) => Promise<unknown>

/**
 * The object of NIP-07, with what some providers have beside it: `on` and `off` (nostr-protocol/nips#701),
 * `signPsbt` (draft NIP-BC), `signSchnorr` (Alby). No method uses `this`, so each works detached. It is a plain object:
 * sites patch single methods, and whoever may change it here could as well replace it.
 */
export function nostrObject(ask: Ask, { on, off }: Pick<Listening, 'on' | 'off'>) {
  const method =
    (name: string): Method =>
    (first, second) =>
      ask(name, first, second)
  const cipher = (name: string) => ({ encrypt: method(`${name}.encrypt`), decrypt: method(`${name}.decrypt`) })
  return {
    // sites hand these to buttons, which call them with an event that is no JSON
    getPublicKey: () => ask('getPublicKey'),
    getRelays: () => ask('getRelays'),
    signEvent: method('signEvent'),
    signPsbt: method('signPsbt'),
    signSchnorr: method('signSchnorr'),
    nip04: cipher('nip04'),
    nip44: cipher('nip44'),
    on,
    off,
  }
}
