import { finalizeEvent } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { publicKeyOf } from '../protocol/envelope'
import type { EventTemplate, SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'

/** Both halves of a key. */
export interface Keys {
  secret: Hex
  pubkey: Hex
}

const made = new Map<number, Keys>()

/** Key number `n`: always the same, so that stories can be told again. */
export function keys(n: number): Keys {
  const known = made.get(n)
  if (known) return known
  const secret = (n + 1).toString(16).padStart(64, '0')
  const pair = { secret, pubkey: publicKeyOf(secret) }
  made.set(n, pair)
  return pair
}

const signed = new Map<string, SignedEvent>()

/** Sign as a user does. Signatures cost milliseconds, so each template is signed once. */
export function signAs(secret: Hex, { kind, created_at, tags, content }: EventTemplate): SignedEvent {
  const template = { kind, created_at, tags, content }
  const name = secret + JSON.stringify(template)
  const known = signed.get(name)
  const event = known ?? finalizeEvent(structuredClone(template), hexToBytes(secret))
  signed.set(name, event)
  return structuredClone({ ...event })
}
