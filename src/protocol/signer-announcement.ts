import { verifyEvent } from 'nostr-tools/pure'
import { parseEvent } from './event'
import type { Hex } from './hex'
import { cleanName } from './name'
import { isPublicHost } from './relay'
import { parseSignerAddress } from './signer-address'

/** A signer that announces itself (NIP-89, kind 31990 with `k` 24133). Believed only once its domain vouches for it. */
export interface Announcement {
  pubkey: Hex
  createdAt: number
  /** Whom to ask: by NIP-46, its `nostr.json` names this very key as `_`. */
  domain: string
  name: string | null
}

/** NIP-89: an application that handles a kind. */
export const HANDLER_KIND = 31_990
/** NIP-46's own kind. */
export const SIGNER_KIND = '24133'

const MAX_CONTENT = 20_000
/** A date from farther in the future is no date (s). */
const AHEAD = 86_400

/**
 * What a relay handed over, if it announces a signer: shape, kind, id and signature are right. @param now seconds
 */
export function readAnnouncement(raw: unknown, now: number): Announcement | null {
  const event = parseEvent(raw)
  if (event?.kind !== HANDLER_KIND || event.created_at > now + AHEAD || event.content.length > MAX_CONTENT) return null
  if (!event.tags.some(([name, value]) => name === 'k' && value === SIGNER_KIND)) return null
  const profile = fieldsOf(event.content)
  const domain = domainOf(profile, event.tags)
  if (domain === null || !verifyEvent(event)) return null
  const { pubkey, created_at: createdAt } = event
  return { pubkey, createdAt, domain, name: nameOf(profile) }
}

/** Its `nip05` (`_@domain`, as nsecbunkerd has it), the page that it is connected by, or its website. */
function domainOf({ nip05, website }: Record<string, unknown>, tags: readonly string[][]): string | null {
  const page = tags.find(([name]) => name === 'nostrconnect_url')?.[1]
  const root = typeof nip05 === 'string' ? nip05.replace(/^_@/, '') : null
  for (const text of [root?.includes('@') ? null : root, hostOf(page), hostOf(website)]) {
    const address = text ? parseSignerAddress(text) : null
    // what strangers publish leads to no address on this device, or in the network that it is in
    if (address?.ok && isPublicHost(new URL(`https://${address.value.domain}`).hostname)) return address.value.domain
  }
  return null
}

function hostOf(link: unknown): string | null {
  if (typeof link !== 'string' || !link.startsWith('https://') || !URL.canParse(link)) return null
  return new URL(link).host
}

function nameOf({ display_name, name }: Record<string, unknown>): string | null {
  const names = [display_name, name].map((text) => (typeof text === 'string' ? cleanName(text) : null))
  return names.find((text) => text !== null) ?? null
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return {}
  }
}
