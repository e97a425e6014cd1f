import { type Cipher, seal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { LineEffect } from '../signer/line'
import { type Keys, keys } from './keys'
import type { Manner } from './manner'
import { CLIENT_KEYS, type Props, type Stage, scan, stage } from './stage'

// A signer of 2023, and others who claim to be it.

export const OLD: Partial<Manner> = {
  ...{ isOneKey: true, reads: 'nip04', writes: 'nip04', greets: 'connect-request', success: 'null-error' },
  replies: { switch_relays: () => ({ error: "Cannot read properties of undefined (reading 'apply')" }) },
}

/** The same keys each time; to make one takes a millisecond. */
const made = new Map<number, Keys>()
export function stranger(n: number): Keys {
  const known = made.get(n) ?? keys(100 + n)
  made.set(n, known)
  return known
}

/** What `who` sends to our client key. */
export const sent = (who: Keys, message: object, cipher: Cipher = 'nip04'): SignedEvent =>
  seal({ clientSecretKey: who.secret, peer: CLIENT_KEYS.pubkey }, cipher, JSON.stringify(message), 1_763_800_000)

export const connect = (who: Keys, part: object = {}, cipher?: Cipher): SignedEvent =>
  sent(who, { id: '12345', method: 'connect', params: [who.pubkey], ...part }, cipher)

export const disconnect = (who: Keys): SignedEvent => sent(who, { id: '67890', method: 'disconnect', params: [] })

/** A code that a signer of 2023 has scanned. */
export function scanned(props: Props = {}): Stage {
  const set = stage({ manner: OLD, ...props })
  set.clock.advance(1_000)
  scan(set)
  set.clock.advance(2_000)
  return set
}

/** And that its person has confirmed. */
export function confirmed(manner: Partial<Manner> = {}): Stage {
  const set = scanned({ manner: { ...OLD, ...manner } })
  set.world.feed({ type: 'confirm', remoteSigner: set.signer.pubkey })
  set.clock.advance(2_000)
  return set
}

/** An event comes over the first relay. */
export const came = ({ world }: Stage, event: SignedEvent): void =>
  world.feed({ type: 'event', relay: 'wss://relay0.example', event })

/** What went out to somebody, without events to ourselves. */
export const published = (effects: readonly LineEffect[]): SignedEvent[] =>
  effects.flatMap((effect) =>
    effect.type === 'publish' && effect.event.tags[0]?.[1] !== CLIENT_KEYS.pubkey ? [effect.event] : [],
  )
