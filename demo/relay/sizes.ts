import { getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { cipherOf, decrypt } from '../phone/cipher'
import type { Handed } from './facts'

/** One request and its answer: what was said, and what the relay could weigh of it. Bytes. */
export interface Weighed {
  /** With the kind, of a signature. */
  method: string
  /** The JSON inside. */
  said: number
  /** The event around it. */
  seen: number
  answered?: { said: number; seen: number }
}

interface Said {
  id?: string
  method?: string
  params?: string[]
}

const bytes = (text: string): number => Buffer.byteLength(text)

function kindIn({ method = '', params = [] }: Said): string {
  return method === 'sign_event' ? `sign_event:${JSON.parse(params[0] ?? '{}').kind}` : method
}

/** Opened with the signer's key, which no relay has: every request to it, in order. */
export function weigh(handed: readonly Handed[], transportKey: string): Weighed[] {
  const transport = getPublicKey(hexToBytes(transportKey))
  const asked = new Map<string, Weighed>()
  for (const { event } of handed) {
    const to = event.tags.find(([tag]) => tag === 'p')?.[1] ?? ''
    const client = event.pubkey === transport ? to : event.pubkey
    if (event.kind !== 24_133 || ![to, event.pubkey].includes(transport)) continue
    const text = decrypt(cipherOf(event.content), transportKey, client, event.content)
    const said: Said = JSON.parse(text)
    const weight = { said: bytes(text), seen: bytes(JSON.stringify(event)) }
    const request = asked.get(client + said.id)
    if (said.method) asked.set(client + said.id, { method: kindIn(said), ...weight })
    else if (request) request.answered ??= weight
  }
  return [...asked.values()]
}
