import type { Hex } from './hex'
import type { Call } from './nip07'
import { relayKey } from './relay'

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
    case 'signPsbt':
      return 'sign_psbt'
    case 'signSchnorr':
      return 'sign_schnorr'
    default:
      return call.method.replace('.', '_')
  }
}

/**
 * Money, and bare hashes that may be anything: the person looks at each by itself. No rule or preset lets one pass, and
 * none joins another in one approval.
 */
export const isOneByOne = (permission: Permission): boolean =>
  permission === 'sign_psbt' || permission === 'sign_schnorr'

/** A decrypt of what was enciphered to oneself: drafts and private lists, nobody else's words. */
export const SELF = 'self'

/** All of that name: servers differ in which of two they read. */
const valuesOf = (tags: string[][], name: string): string[] =>
  tags.filter((tag) => tag[0] === name).map((tag) => tag[1] ?? '')

/**
 * What a call is about beyond its permission, so that an "always" holds for this one only: the method and URL of a
 * NIP-98 log-in (without query), the relay of a NIP-42 one, SELF for a decrypt whose peer is the user.
 * @returns undefined where there is no such thing; at most 300 characters
 */
export function targetOf(call: Call, account: Hex): string | undefined {
  if (call.method === 'nip04.decrypt' || call.method === 'nip44.decrypt')
    return call.peer === account ? SELF : undefined
  if (call.method !== 'signEvent') return undefined
  const { kind, tags } = call.template
  if (kind === RELAY_LOGIN) return cut(valuesOf(tags, 'relay').map(relayKey))
  if (kind !== HTTP_LOGIN) return undefined
  return cut([...valuesOf(tags, 'method'), ...valuesOf(tags, 'u').map(withoutQuery)])
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return url
  const { origin, pathname } = new URL(url)
  return origin + pathname
}

const RELAY_LOGIN = 22_242
const HTTP_LOGIN = 27_235

const cut = (texts: string[]): string => texts.join(' ').slice(0, 300)

/** The kind a `sign_event:K` permission is about, else null. */
export function kindOf(permission: Permission): number | null {
  const match = /^sign_event:(\d+)$/.exec(permission)
  return match ? Number(match[1]) : null
}

/**
 * What a pairing asks for. Both `sign_event` and `sign_event:K`: Amber drops the bare form, Igloo needs it
 * (SIGNERS rule 9). Kept short: each character makes the QR denser. Nothing of what is asked one by one: a signer that
 * was allowed it at pairing might ask its person no more.
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
