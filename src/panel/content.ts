import { type Entity, readEntity } from '../protocol/entity'
import { oddityOf, readableHost } from './host'

/** A piece of a text. The `text`s of all pieces, put together, are the text again. */
export type Piece =
  | { type: 'text' | 'hashtag'; text: string }
  | { type: 'mention'; text: string; entity: Entity }
  | ({ type: 'link'; text: string } & Link)

export type Media = 'picture' | 'video' | 'sound'

/** Where a link leads, so that the host can stand out. `before + host + after` is the text as written. */
export interface Link {
  before: string
  host: string
  after: string
  /** The host as a browser would read it, where that is not what is written (other letters, other writing). */
  real: string | null
  /** What its name ends in; never loaded. */
  media: Media | null
}

const LINK = '(?:https?|wss?):\\/\\/[^\\s<>"“”„«»\\p{Bidi_Control}]+'
const CODE = '(?<![a-z0-9])(?:nostr:|@)?(?:npub|nprofile|note|nevent|naddr|nsec)1[02-9ac-hj-np-z]{6,}(?![a-z0-9])'
const HASHTAG = '(?<![\\p{L}\\p{N}_&#/])#[\\p{L}\\p{N}\\p{M}_]+'
const PIECE = new RegExp(`(?<link>${LINK})|(?<code>${CODE})|(?<hashtag>${HASHTAG})`, 'giu')

const ENDINGS: readonly [Media, RegExp][] = [
  ['picture', /\.(jpe?g|png|gif|webp|avif|svg|heic)$/i],
  ['video', /\.(mp4|webm|mov|m4v|mkv|m3u8)$/i],
  ['sound', /\.(mp3|m4a|ogg|oga|opus|wav|flac)$/i],
]

/**
 * Cut a text into what a person reads differently: links, mentions (NIP-21, NIP-27), hashtags. What only looks like one
 * (a wrong checksum, no host) stays text.
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(PIECE)) {
    const piece = pieceOf(match)
    if (!piece) continue
    if (match.index > end) pieces.push({ type: 'text', text: text.slice(end, match.index) })
    pieces.push(piece)
    end = match.index + piece.text.length
  }
  if (end < text.length) pieces.push({ type: 'text', text: text.slice(end) })
  return pieces
}

function pieceOf({ 0: found, groups }: RegExpMatchArray): Piece | null {
  if (groups?.hashtag !== undefined) return { type: 'hashtag', text: found }
  if (groups?.code !== undefined) {
    const entity = readEntity(found)
    return entity && { type: 'mention', text: found, entity }
  }
  const text = withoutPunctuation(found)
  const link = readLink(text)
  return link && { type: 'link', text, ...link }
}

/** A sentence's own full stop, bracket or quotation mark behind a link does not belong to it. */
function withoutPunctuation(link: string): string {
  const trimmed = link.replace(/[.,;:!?'’*_…]+$/u, '')
  const last = trimmed.at(-1)
  const opening = last === ')' ? '(' : last === ']' ? '[' : null
  if (opening === null || trimmed.includes(opening)) return trimmed
  return withoutPunctuation(trimmed.slice(0, -1))
}

/** @returns null where it is no URL */
export function readLink(text: string): Link | null {
  const parts = /^([a-z]+:\/\/(?:[^/?#\\]*@)?)([^/?#\\]*)(.*)$/is.exec(text)
  if (!parts || !URL.canParse(text)) return null
  const [, before = '', host = '', after = ''] = parts
  const url = new URL(text)
  const isAsWritten = [url.host, `${url.hostname}:${url.port || defaultPort(url.protocol)}`].includes(
    host.toLowerCase(),
  )
  const media = ENDINGS.find(([, ending]) => ending.test(url.pathname))?.[0] ?? null
  return { before, host, after, real: isAsWritten ? null : url.host, media }
}

const defaultPort = (protocol: string): string => (/^(https|wss):$/.test(protocol) ? '443' : '80')

/** Would a person take it for a link to another place? A name before an `@` is no host, and letters may look like others. */
export function deceives({ before, host, real }: Link): boolean {
  const [written, name] = [host, real ?? host].map((one) => one.toLowerCase().replace(/:\d+$/, ''))
  return (
    before.includes('@') || oddityOf(name ?? '') !== null || (real !== null && readableHost(name ?? '') !== written)
  )
}

/** Where the links lead that deceive, each once. */
export function falseHosts(pieces: readonly Piece[]): string[] {
  const links = pieces.filter((piece) => piece.type === 'link')
  // a text may have thousands, to few places
  const places = new Map(links.map((link) => [link.before + link.host, link]))
  return [...new Set([...places.values()].filter(deceives).map(({ real, host }) => real ?? host))]
}

/** Is there somebody's secret key in it? */
export const hasSecret = (text: string): boolean =>
  /nsec1/i.test(text) && piecesOf(text).some((piece) => piece.type === 'mention' && piece.entity.type === 'secret')

/** The fields of a profile, whose content is a JSON object (NIP-01), as name and value; null where it is none. */
export function fieldsOf(content: string): [string, string][] | null {
  try {
    const fields: unknown = JSON.parse(content)
    if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null
    return Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ])
  } catch {
    return null
  }
}
