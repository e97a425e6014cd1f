import { type EventTemplate, finalizeEvent, getEventHash, getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { type Cipher, decrypt, encrypt } from './cipher'

/** What the person reads before deciding. */
export interface Detail {
  /** sign_event */
  eventId?: string
  kind?: number
  /** What will be signed, encrypted, or was decrypted. */
  content?: string
  /** Of a log-in: where (NIP-98's method and URL, NIP-42's relay). */
  login?: string
  /** The other end of an encryption; `self` where it is the user. */
  peer?: string
  /** connect */
  perms?: string[]
  url?: string
}

/** Methods that a person is asked about. The others are answered by the machine once a client is connected. */
export const ASKS_PERSON: readonly string[] = [
  'connect',
  'sign_event',
  'nip04_encrypt',
  'nip04_decrypt',
  'nip44_encrypt',
  'nip44_decrypt',
]

const isTemplate = (raw: unknown): raw is EventTemplate => {
  const { kind, content, tags, created_at } = (raw ?? {}) as Partial<EventTemplate>
  return Number.isInteger(kind) && typeof content === 'string' && Array.isArray(tags) && Number.isInteger(created_at)
}

/** @throws a sentence for the client */
function readTemplate(param: unknown): EventTemplate {
  const raw: unknown = typeof param === 'string' ? JSON.parse(param) : param
  if (!isTemplate(raw)) throw new Error('invalid event')
  return { kind: raw.kind, content: raw.content, tags: raw.tags, created_at: raw.created_at }
}

const cipherIn = (method: string): Cipher => (method.startsWith('nip04') ? 'nip04' : 'nip44')

/** Where an event logs its user in; null where it is none. */
function loginOf({ kind, tags }: EventTemplate): string | null {
  const tagValue = (name: string) => tags.find(([tag]) => tag === name)?.[1] ?? '?'
  if (kind === 27_235) return `${tagValue('method')} ${tagValue('u')}`
  return kind === 22_242 ? tagValue('relay') : null
}

/**
 * What a request is about, in the terms of the user's key.
 * @throws where the parameters make no sense: the client gets the message as its error
 */
export function explain(method: string, params: readonly unknown[], userKey: string): Detail {
  const user = getPublicKey(hexToBytes(userKey))
  if (method === 'sign_event') {
    const template = readTemplate(params[0])
    const eventId = getEventHash({ ...template, pubkey: user })
    const login = loginOf(template)
    return { eventId, kind: template.kind, content: template.content, ...(login && { login }) }
  }
  if (!/_(en|de)crypt$/.test(method)) return {}
  const [peer, text] = params.map(String)
  if (!peer || text === undefined) throw new Error('invalid params')
  const content = method.endsWith('_encrypt') ? text : decrypt(cipherIn(method), userKey, peer, text)
  return { peer: peer === user ? 'self' : peer, content }
}

/**
 * The result of an approved request.
 * @returns null only for `switch_relays`: stay where you are
 * @throws with the error for the client
 */
export function perform(method: string, params: readonly unknown[], userKey: string): string | null {
  const [peer, text] = params.map(String)
  switch (method) {
    case 'connect':
    case 'logout':
      return 'ack'
    case 'ping':
      return 'pong'
    case 'get_public_key':
      return getPublicKey(hexToBytes(userKey))
    case 'switch_relays':
      return null
    case 'sign_event':
      return JSON.stringify(finalizeEvent(readTemplate(params[0]), hexToBytes(userKey)))
    case 'nip04_encrypt':
    case 'nip44_encrypt':
      return encrypt(cipherIn(method), userKey, peer ?? '', text ?? '')
    case 'nip04_decrypt':
    case 'nip44_decrypt':
      return decrypt(cipherIn(method), userKey, peer ?? '', text ?? '')
    default:
      throw new Error(`unknown method: ${method}`)
  }
}
