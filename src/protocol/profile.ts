import { verifyEvent } from 'nostr-tools/pure'
import { parseEvent, type SignedEvent } from './event'
import type { Hex } from './hex'
import { cleanName } from './name'
import { isPublicHost } from './relay'

/** What a person says of themselves (NIP-01, kind 0), as far as it is shown. */
export interface Profile {
  name: string | null
  /** Where the picture lies; `https:` only. */
  picture: string | null
}

/** No honest profile is longer (characters). */
const MAX_CONTENT = 65_536
const MAX_ADDRESS = 2_000
/** An event from farther in the future than this would never be replaced (s). */
const AHEAD = 86_400

/** A picture may be fetched from the web, never from this device or the network that it is in. */
function pictureAddress(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > MAX_ADDRESS || !URL.canParse(text.trim())) return null
  const url = new URL(text.trim())
  if (url.protocol !== 'https:' || url.username || url.password || !isPublicHost(url.hostname)) return null
  url.hash = ''
  return url.href
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Read the content of a kind 0: `display_name` (NIP-24) before `name`. What does not fit is left out. */
export function readProfile(content: string): Profile {
  const fields = content.length > MAX_CONTENT ? null : parsed(content)
  if (typeof fields !== 'object' || fields === null) return { name: null, picture: null }
  const { display_name, name, picture } = fields as Record<string, unknown>
  const names = [display_name, name].map((text) => (typeof text === 'string' ? cleanName(text) : null))
  return { name: names.find((text) => text !== null) ?? null, picture: pictureAddress(picture) }
}

/**
 * What a relay handed over, if it is this user's profile: shape, author, id and signature are right. @param now seconds
 */
export function profileEvent(raw: unknown, user: Hex, now: number): SignedEvent | null {
  const event = parseEvent(raw)
  if (event?.kind !== 0 || event.pubkey !== user || event.created_at > now + AHEAD) return null
  return verifyEvent(event) ? event : null
}

/** Which of two versions holds (NIP-01: the later; of the same second, the lower id). */
export function newer(a: SignedEvent | null, b: SignedEvent | null): SignedEvent | null {
  if (!a || !b) return a ?? b
  if (a.created_at !== b.created_at) return a.created_at > b.created_at ? a : b
  return a.id < b.id ? a : b
}
