import type { EventTemplate, SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import type { Ms } from '../signer/line'
import { type Keys, signAs } from './keys'

/** What a signer's answer holds beside its id. */
export interface Reply {
  result?: unknown
  error?: unknown
}

/** A request as the signer reads it. */
export interface Heard {
  id: string
  method: string
  params: string[]
  event: SignedEvent
}

/**
 * How a signer behaves: the quirks of the known ones (`manners.ts`) and faults that none of them should have. All
 * defaults together make a well-mannered one that approves everything at once.
 */
export interface Manner {
  /** The transport key is the user's own. */
  isOneKey: boolean
  reads: 'both' | 'nip44' | 'nip04'
  writes: 'as-asked' | 'nip44' | 'nip04'
  /** What answers the QR: the secret, a JSON array string that begins with it, a bare `ack`, or another secret. */
  greets: 'secret' | 'array' | 'ack' | 'wrong-secret' | 'error' | 'connect-request'
  greetId: 'random' | 'secret'
  /** What answers `connect`. */
  connects: 'ack' | 'secret'
  /** `error` in a success: left out, empty or null. */
  success: 'plain' | 'empty-error' | 'null-error'
  /** A failure: `{error}`, `{result: "error", error}`, or with a null result. */
  refuses: 'plain' | 'result-error' | 'null-result'
  /** Of an error: the request's id, or the id of its event. */
  errorId: 'request' | 'event'
  /** Replies by method, instead of the usual; null: silence. */
  replies: Partial<Record<string, (heard: Heard) => Reply | null>>
  decides: (heard: Heard) => 'approve' | 'reject' | 'silent'
  /** Before any answer to a method in `authFor`, a page to open. */
  authUrl: string | null
  authFor: readonly string[]
  /** Signs `auth_url` with another key than the answers. */
  isAuthByAdmin: boolean
  dedupes: 'request' | 'event' | 'never'
  delay: Ms
  /** Instead of `delay`, by method. */
  delays: Partial<Record<string, Ms>>
  /** Changes a signed event before it is sent. */
  tampers: ((event: SignedEvent) => SignedEvent) | null
  /** Each answer is followed by another one, after so long. */
  follows: { after: Ms; reply: Reply } | null
  /** Answers go out on these relays only. */
  answersOn: readonly RelayUrl[] | null
  isWrongKey: boolean
  isWrongId: boolean
  /** What it could not send waits for a socket; else it is lost. */
  persists: boolean
  /** A stranger answers first, under the right id. */
  forged: Reply | null
}

export const GOOD: Manner = {
  ...{ isOneKey: false, reads: 'both', writes: 'as-asked', greets: 'secret', greetId: 'random', connects: 'ack' },
  ...{ success: 'plain', refuses: 'plain', errorId: 'request', replies: {}, decides: () => 'approve' },
  ...{
    authUrl: null,
    authFor: ['connect', 'sign_event'],
    isAuthByAdmin: false,
    dedupes: 'event',
    delay: 100,
    delays: {},
  },
  ...{
    tampers: null,
    follows: null,
    answersOn: null,
    isWrongKey: false,
    isWrongId: false,
    persists: false,
    forged: null,
  },
}

/** The frame that answers a QR code with this secret. */
export function greeting({ greets, greetId, success }: Manner, self: Hex, secret: string, n: number): object {
  const id = greetId === 'secret' ? secret : `hello-${n}`
  const all: Record<Manner['greets'], object> = {
    secret: { id, result: secret },
    array: { id, result: JSON.stringify([secret, 'session']) },
    ack: { id, result: 'ack' },
    'wrong-secret': { id, result: 'someone-elses' },
    error: { id, error: 'no thank you' },
    'connect-request': { id, method: 'connect', params: [self] },
  }
  return { ...all[greets], ...SUCCESS[success] }
}

const SUCCESS: Record<Manner['success'], object> = {
  plain: {},
  'empty-error': { error: '' },
  'null-error': { error: null },
}
const FAILURE: Record<Manner['refuses'], object> = {
  plain: {},
  'result-error': { result: 'error' },
  'null-result': { result: null },
}

/** The frame that answers a request; null: silence. */
export function replyTo(heard: Heard, manner: Manner, user: Keys): object | null {
  const { success, refuses, errorId, isWrongId } = manner
  const reply = decide(heard, manner, user)
  if (reply === null) return null
  const id = isWrongId ? `${heard.id}-other` : heard.id
  if (!reply.error) return { id, ...SUCCESS[success], ...reply }
  return { id: errorId === 'event' ? heard.event.id : id, ...FAILURE[refuses], error: reply.error }
}

function decide(heard: Heard, manner: Manner, user: Keys): Reply | null {
  const decision = manner.decides(heard)
  if (decision === 'silent') return null
  if (decision === 'reject') return { error: 'rejected by user' }
  const scripted = manner.replies[heard.method] ?? USUAL[heard.method]
  return scripted ? scripted(heard, manner, user) : { error: 'unknown method' }
}

const USUAL: Record<string, (heard: Heard, manner: Manner, user: Keys) => Reply> = {
  connect: ({ params }, { connects }) => ({ result: connects === 'ack' ? 'ack' : params[1] }),
  get_public_key: (_heard, _manner, user) => ({ result: user.pubkey }),
  sign_event({ params }, { tampers }, user) {
    // what was asked as text is answered as text (2023: an object)
    const asked: unknown = params[0]
    const isText = typeof asked === 'string'
    const event = signAs(user.secret, (isText ? JSON.parse(asked) : asked) as EventTemplate)
    const signed = tampers ? tampers(event) : event
    return { result: isText ? JSON.stringify(signed) : signed }
  },
  ping: () => ({ result: 'pong' }),
  switch_relays: () => ({ result: null }),
  logout: () => ({ result: 'ack' }),
  disconnect: () => ({ result: null }),
  nip04_encrypt: () => ({ result: 'Y2lwaGVy?iv=Y2lwaGVy' }),
  nip44_encrypt: () => ({ result: `A${'b'.repeat(131)}` }),
  nip04_decrypt: ({ params }) => ({ result: `plain:${params[1]}` }),
  nip44_decrypt: ({ params }) => ({ result: `plain:${params[1]}` }),
}
