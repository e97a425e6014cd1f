import { type Event, verifyEvent } from 'nostr-tools/pure'

const HTTP_AUTH = 27_235

/** s that a proof is good for (NIP-98 suggests as much), into the past and, for clocks that are ahead, the future. */
const GOOD_FOR = 60

/** What a server saw of a request. */
export interface Knock {
  method: string
  /** As the client called it: absolute, query included. */
  url: string
  authorization: string | undefined
}

/** Let in as this user, or the reason why not. */
export type Answer = { user: string } | { reason: string }

function readProof(authorization: string | undefined): Event | null {
  const [scheme, proof] = authorization?.split(' ') ?? []
  if (scheme !== 'Nostr' || !proof) return null
  try {
    return JSON.parse(Buffer.from(proof, 'base64').toString('utf8'))
  } catch {
    return null
  }
}

/**
 * The site's side of a log-in by NIP-98: the four checks that it demands, and the signature.
 * @param now s since the epoch
 */
export function judgeKnock({ method, url, authorization }: Knock, now: number): Answer {
  const proof = readProof(authorization)
  if (!proof || !Array.isArray(proof.tags)) return { reason: 'no proof of log-in' }
  const valuesOf = (name: string) => proof.tags.filter(([tag]) => tag === name).map(([, value]) => value)
  const wrong =
    (proof.kind !== HTTP_AUTH && 'kind') ||
    (!(Math.abs(now - proof.created_at) <= GOOD_FOR) && 'time') ||
    (String(valuesOf('u')) !== url && 'u') ||
    (String(valuesOf('method')) !== method && 'method') ||
    (!verifyEvent(proof) && 'signature')
  return wrong ? { reason: `the proof has the wrong ${wrong}` } : { user: proof.pubkey }
}
