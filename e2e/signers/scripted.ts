import { type Event, type EventTemplate, finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex } from 'nostr-tools/utils'
import { WebSocket } from 'ws'
import { openLine } from '../../demo/shared/line'
import { seal, unseal } from '../../src/protocol/envelope'
import { NIP46_KIND, type Request } from '../../src/protocol/nip46'
import { type OutsideSigner, person } from './outside'

/** A request to sign, in the hands of a script. */
export interface Asked {
  id: string
  /** What was asked, signed by the user, as JSON; `change` is done before it is signed. */
  signed(change?: Partial<EventTemplate>): string
  /** Send a frame back, as the signer or as somebody whom nobody knows. Under the request's id if no other is given. */
  say(frame: { id?: string; result: unknown; error?: string }, as?: 'signer' | 'stranger'): void
}

/** What is done about a request to sign. */
export type Script = (asked: Asked) => void | Promise<void>

/** What is answered to a method, by a user of that secret key. */
export type Reply = (params: string[], secretKey: string) => { result?: unknown; error?: string }

/** Not one that we did not write: it does what no decent signer does, as a script says. */
export interface ScriptedSigner extends OutsideSigner {
  /** From now on. */
  follow(script: Script): void
  /** From now on it knows this method too. */
  learn(method: string, reply: Reply): void
}

const approve: Script = ({ say, signed }) => say({ result: signed() })
const seconds = () => Math.floor(Date.now() / 1000)

/** A signer on a real socket that does as it is told; all but `sign_event` it does as it should. QR only. */
export async function scriptedSigner(relay: string): Promise<ScriptedSigner> {
  const [self, user, stranger] = [generateSecretKey(), generateSecretKey(), generateSecretKey()]
  const { decide, ...phone } = person()
  const line = openLine(relay, { open: (url) => new WebSocket(url) as unknown as globalThis.WebSocket })
  const read = new Set<string>()
  const usual: Record<string, Reply> = {
    get_public_key: () => ({ result: getPublicKey(user) }),
    ping: () => ({ result: 'pong' }),
  }
  let script = approve

  function send(client: string, frame: object, key = self): void {
    const ends = { clientSecretKey: bytesToHex(key), peer: client }
    void line.publish(seal(ends, 'nip44', JSON.stringify(frame), seconds()))
  }

  async function hear({ id: eventId, pubkey: client, content }: Event): Promise<void> {
    const plaintext = unseal({ clientSecretKey: bytesToHex(self), peer: client }, content)
    if (plaintext === null || read.has(eventId)) return
    read.add(eventId)
    const { id, method, params } = JSON.parse(plaintext) as Request
    await decide(method)
    const reply = usual[method]?.(params, bytesToHex(user)) ?? { error: 'unknown method' }
    if (method !== 'sign_event') return send(client, { id, ...reply })
    const template = JSON.parse(params[0] ?? '') as EventTemplate
    await script({
      id,
      signed: (change = {}) => JSON.stringify(finalizeEvent({ ...template, ...change }, user)),
      say: (frame, as = 'signer') => send(client, { id, ...frame }, as === 'signer' ? self : stranger),
    })
  }

  line.subscribe({ kinds: [NIP46_KIND], '#p': [getPublicKey(self)] }, (event) => void hear(event))
  return {
    ...phone,
    name: 'scripted',
    user: getPublicKey(user),
    async scan(token) {
      const { host, pathname, searchParams } = new URL(token)
      send(host || pathname.slice(2), { id: 'scanned', result: searchParams.get('secret') })
    },
    bunkerToken: () => Promise.reject(new Error('it has no bunker flow')),
    restart: () => Promise.reject(new Error('it does not restart')),
    stop: async () => line.close(),
    follow(next) {
      script = next
    },
    learn(method, reply) {
      usual[method] = reply
    },
  }
}
