import { t, type Word } from '../edges/words'
import { npubOf } from '../protocol/entity'
import { isHex64 } from '../protocol/hex'
import { moment, shortKey } from './format'
import { kindName } from './kinds'
import { addressName } from './phrases'

/** A tag as a person reads it. */
export interface TagReading {
  /** What it means; null: nobody here knows, and its own name stands there. */
  meaning: string | null
  name: string
  value: string
  /** The value as it is in the event, where `value` is shorter or says it otherwise. */
  whole: string | null
  as: 'key' | 'link' | 'text'
  /** What else the tag holds, without what is empty. */
  rest: string[]
}

type Value = Pick<TagReading, 'value' | 'whole' | 'as'>
interface Meaning {
  word: Word | ((tag: readonly string[], kind: number) => Word)
  /** null: the value is not what it should be. */
  read: (value: string) => Value | null
}

const text = (value: string): Value => ({ value, whole: null, as: 'text' })
const link = (value: string): Value => ({ value, whole: null, as: 'link' })
const code = (value: string): Value => ({ value: shortKey(value), whole: value, as: 'key' })

const person = (value: string): Value | null => (isHex64(value) ? code(npubOf(value)) : null)
const event = (value: string): Value | null => (isHex64(value) ? code(value) : address(value))

/** `kind:pubkey:d` (NIP-01): "article “on-knots” · npub1…". */
function address(whole: string): Value | null {
  const [, kind = '', author = '', name = ''] = /^(\d+):([0-9a-f]{64}):?(.*)$/s.exec(whole) ?? []
  if (author === '') return null
  const value = addressName(Number(kind), name, npubOf(author))
  return { value, whole, as: 'text' }
}

function date(value: string): Value | null {
  const seconds = /^\d{1,11}$/.test(value) ? Number(value) : null
  return seconds === null ? null : { value: moment(seconds * 1_000), whole: value, as: 'text' }
}

const kind = (value: string): Value | null =>
  /^\d{1,5}$/.test(value) ? { value: kindName(Number(value)), whole: value, as: 'text' } : null

const hashtag = (value: string): Value => text(`#${value}`)

const DELETION = 5
const RELAY_LIST = 10_002

const MARKED: Readonly<Record<string, Word>> = { root: 'tag_root', reply: 'tag_reply', mention: 'tag_mention' }

function eventWord(tag: readonly string[], kind: number): Word {
  if (kind === DELETION) return 'tag_deletes'
  return MARKED[tag[3] ?? ''] ?? 'tag_event'
}

const USES: Readonly<Record<string, Word>> = { read: 'tag_relay_read', write: 'tag_relay_write' }

const addressWord = (_: readonly string[], kind: number): Word => (kind === DELETION ? 'tag_deletes' : 'tag_address')

const MEANINGS: Readonly<Record<string, Meaning>> = {
  e: { word: eventWord, read: event },
  E: { word: 'tag_root', read: event },
  a: { word: addressWord, read: address },
  A: { word: 'tag_root', read: address },
  q: { word: 'tag_quote', read: event },
  p: { word: 'tag_person', read: person },
  P: { word: 'tag_root_person', read: person },
  t: { word: 'tag_hashtag', read: hashtag },
  d: { word: 'tag_name', read: text },
  k: { word: 'tag_kind', read: kind },
  K: { word: 'tag_root_kind', read: kind },
  r: { word: (tag, kind) => (kind === RELAY_LIST ? (USES[tag[2] ?? ''] ?? 'tag_relay') : 'tag_link'), read: link },
  u: { word: 'tag_link', read: link },
  url: { word: 'tag_link', read: link },
  image: { word: 'tag_picture', read: link },
  thumb: { word: 'tag_picture', read: link },
  relay: { word: 'tag_relay', read: link },
  method: { word: 'tag_method', read: text },
  payload: { word: 'tag_payload', read: (value) => (isHex64(value) ? code(value) : null) },
  challenge: { word: 'tag_challenge', read: text },
  expiration: { word: 'tag_expires', read: date },
  published_at: { word: 'tag_published', read: date },
  title: { word: 'tag_title', read: text },
  subject: { word: 'tag_subject', read: text },
  summary: { word: 'tag_summary', read: text },
  alt: { word: 'tag_alt', read: text },
  client: { word: 'tag_client', read: text },
  'content-warning': { word: 'tag_warning', read: text },
}

const PROFILE = 0

/** In words that are there for another question, too. */
const answer = (value: string): Value | null => {
  if (value !== 'true' && value !== 'false') return null
  return { value: t(value === 'true' ? 'learned_answers' : 'learned_unsupported'), whole: value, as: 'text' }
}

/** Of a profile, whose fields are read as tags. */
const FIELDS: Readonly<Record<string, Meaning>> = {
  name: { word: 'field_name', read: text },
  display_name: { word: 'field_display_name', read: text },
  about: { word: 'field_about', read: text },
  picture: { word: 'tag_picture', read: link },
  banner: { word: 'field_banner', read: link },
  website: { word: 'field_website', read: link },
  nip05: { word: 'field_nip05', read: text },
  lud16: { word: 'field_lightning', read: text },
  bot: { word: 'field_bot', read: answer },
}

/** Items that the meaning has already said. */
const isSaid = (item: string): boolean => Object.hasOwn(MARKED, item) || Object.hasOwn(USES, item)

/**
 * A tag in words where its name is a common one and its value is as it should be; else as it is.
 * @param kind of the event that it stands in
 */
export function readTag(tag: readonly string[], kind: number): TagReading {
  const [name = '', value = '', ...more] = tag
  const rest = more.filter((item) => item !== '')
  const known = kind === PROFILE && Object.hasOwn(FIELDS, name) ? FIELDS : MEANINGS
  const meaning = Object.hasOwn(known, name) ? known[name] : undefined
  const read = meaning?.read(value)
  if (!meaning || !read) return { meaning: null, name, ...text(value), rest }
  if (typeof meaning.word === 'string') return { meaning: t(meaning.word), name, ...read, rest }
  return { meaning: t(meaning.word(tag, kind)), name, ...read, rest: rest.filter((item) => !isSaid(item)) }
}
