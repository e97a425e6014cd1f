import { getEventHash, verifyEvent } from 'nostr-tools/pure'
import { fail, type Outcome, succeed } from './error'
import { type Hex, isHex64, isHex128 } from './hex'

/** What is to be signed. `created_at` in seconds (NIP-01). */
export interface EventTemplate {
  kind: number
  created_at: number
  tags: string[][]
  content: string
}

/** NIP-01 event. */
export interface SignedEvent extends EventTemplate {
  id: Hex
  pubkey: Hex
  sig: string
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isKind = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535

const isTime = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 40

const isTags = (value: unknown): value is string[][] =>
  Array.isArray(value) && value.every((tag) => Array.isArray(tag) && tag.every((item) => typeof item === 'string'))

/**
 * A template as pages hand it over, rebuilt from its known fields. As local-key extensions do, a missing `created_at`,
 * `tags` or `content` is filled in; `id`, `sig` and unknown fields are dropped (sites pass stale ones).
 * @param now seconds, for a missing `created_at`
 * @returns the template and the `pubkey` the page wants to sign, or `invalid-call` with the field's name
 */
export function parseTemplate(raw: unknown, now: number): Outcome<{ template: EventTemplate; pubkey: Hex | null }> {
  if (!isObject(raw)) return fail('invalid-call', 'event')
  const { kind, created_at = now, tags = [], content = '', pubkey = null } = raw
  if (!isKind(kind)) return fail('invalid-call', 'kind')
  if (!isTime(created_at)) return fail('invalid-call', 'created_at')
  if (!isTags(tags)) return fail('invalid-call', 'tags')
  if (typeof content !== 'string') return fail('invalid-call', 'content')
  if (pubkey !== null && pubkey !== '' && !isHex64(pubkey)) return fail('invalid-call', 'pubkey')
  return succeed({ template: { kind, created_at, tags, content }, pubkey: isHex64(pubkey) ? pubkey : null })
}

/**
 * An event from outside, rebuilt field by field: shape only, no signature check.
 * @returns null where a field is missing or of the wrong type
 */
export function parseEvent(raw: unknown): SignedEvent | null {
  if (!isObject(raw)) return null
  const { id, pubkey, kind, created_at, tags, content, sig } = raw
  if (!isHex64(id) || !isHex64(pubkey) || !isHex128(sig)) return null
  if (!isKind(kind) || !isTime(created_at) || !isTags(tags) || typeof content !== 'string') return null
  return { id, pubkey, kind, created_at, tags, content, sig }
}

/** The event that a bare signature is said to be of; nothing is checked. */
export function withSignature(
  { kind, created_at, tags, content }: EventTemplate,
  pubkey: Hex,
  sig: string,
): SignedEvent {
  const id = getEventHash({ pubkey, kind, created_at, tags, content })
  return { id, pubkey, kind, created_at, tags, content, sig }
}

const sameTags = (a: string[][], b: string[][]): boolean =>
  a.length === b.length &&
  a.every((tag, i) => tag.length === b[i]?.length && tag.every((item, j) => item === b[i]?.[j]))

/**
 * Are id and signature right? Checked on an object built anew: nostr-tools marks its own with a symbol when it has
 * signed or verified them, believes the mark, and `{...event}` copies it.
 */
const isSigned = ({ id, pubkey, kind, created_at, tags, content, sig }: SignedEvent): boolean =>
  verifyEvent({ id, pubkey, kind, created_at, tags, content, sig })

/**
 * Is `event` what was asked, signed by the user? Signers replace a foreign pubkey in silence and may clean up fields
 * (SIGNERS rule 5), and NDK takes only `sig` from the result, so every field must come back as it was given.
 * @returns the event, or `bad-answer` with the name of the first field that differs
 */
export function checkSigned(template: EventTemplate, event: SignedEvent, userPubkey: Hex): Outcome<SignedEvent> {
  const differs =
    (event.pubkey !== userPubkey && 'pubkey') ||
    (event.kind !== template.kind && 'kind') ||
    (event.content !== template.content && 'content') ||
    (event.created_at !== template.created_at && 'created_at') ||
    (!sameTags(event.tags, template.tags) && 'tags') ||
    (!isSigned(event) && 'id or sig')
  return differs ? fail('bad-answer', differs) : succeed(event)
}
