import type { RelayUrl } from '../protocol/relay'
import { type Announcement, HANDLER_KIND, readAnnouncement, SIGNER_KIND } from '../protocol/signer-announcement'
import { askRelay } from './ask-relay'
import { now } from './clock'

/** ms that a relay has. */
const PATIENCE = 5_000
/** Of each relay, and of all together. */
const MOST = 20

/** Signers that announce themselves on these relays, the latest of each domain and key. Nobody has vouched for them. */
export async function findAnnouncements(relays: readonly RelayUrl[]): Promise<Announcement[]> {
  const found = new Map<string, Announcement>()
  const take = (raw: unknown) => {
    const one = readAnnouncement(raw, now() / 1_000)
    if (!one) return
    // by key, too: anybody may name a domain, and must not hide who is at home there
    const key = `${one.domain} ${one.pubkey}`
    const known = found.get(key)
    if (!known || known.createdAt < one.createdAt) found.set(key, one)
  }
  const filter = { kinds: [HANDLER_KIND], '#k': [SIGNER_KIND], limit: MOST }
  await Promise.all(relays.map((relay) => askRelay(relay, { filter, most: MOST, patience: PATIENCE, take })))
  return [...found.values()].slice(0, MOST)
}
