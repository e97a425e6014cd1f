import { randomBytes } from 'node:crypto'
import { v2 } from 'nostr-tools/nip44'
import { getPublicKey } from 'nostr-tools/pure'
import { WebSocket } from 'ws'
import { serve } from './child'
import { quickSigner } from './quick-sign'

// A remote signer that says yes to everything at once, in a process of its own. It trusts its relay: no signature is
// checked, and its own are quick (quick-sign.ts).

const fresh = (): string => randomBytes(32).toString('hex')
const raw = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))

interface User {
  key: string
  /** Of the token that pairs with it. */
  secret: string
  sign: ReturnType<typeof quickSigner>
}

function newUser(secret: string): User {
  const key = fresh()
  return { key, secret, sign: quickSigner(key) }
}

const [transportKey, friendKey] = [fresh(), fresh()]
const transport = quickSigner(transportKey)
const first = newUser('bench0secret')
const users = [first]
/** By client; the others are the first one's. */
const paired = new Map<string, User>()
const friend = getPublicKey(raw(friendKey))

const keys = new Map<string, Uint8Array>()
function keyWith(secret: string, peer: string): Uint8Array {
  const key = keys.get(secret + peer) ?? v2.utils.getConversationKey(raw(secret), peer)
  keys.set(secret + peer, key)
  return key
}

/** By client: how often each method came. */
const heard = new Map<string, Record<string, number>>()

function note(client: string, method: string): void {
  const methods = heard.get(client) ?? {}
  methods[method] = (methods[method] ?? 0) + 1
  heard.set(client, methods)
}

const seconds = () => Math.floor(Date.now() / 1000)

function connect(client: string, secret: string): string {
  const user = users.find((user) => user.secret === secret)
  if (!user) return secret || 'ack'
  paired.set(client, user)
  return 'ack'
}

function perform(client: string, method: string, [one = '', two = '']: string[]): string {
  if (method === 'connect') return connect(client, two)
  const { key, sign: user } = paired.get(client) ?? first
  if (method === 'get_public_key') return user.pubkey
  if (method === 'sign_event') {
    const template = JSON.parse(one)
    return JSON.stringify(user.sign({ created_at: seconds(), tags: [], ...template, pubkey: user.pubkey }))
  }
  if (method === 'nip44_decrypt') return v2.decrypt(two, keyWith(key, one))
  if (method === 'nip44_encrypt') return v2.encrypt(two, keyWith(key, one))
  if (method === 'switch_relays') return 'null'
  return 'pong'
}

interface Came {
  pubkey: string
  content: string
}

function answer(socket: WebSocket, { pubkey, content }: Came): void {
  const key = keyWith(transportKey, pubkey)
  const { id, method, params } = JSON.parse(v2.decrypt(content, key))
  note(pubkey, method)
  const sealed = v2.encrypt(JSON.stringify({ id, result: perform(pubkey, method, params) }), key)
  const event = { kind: 24133, created_at: seconds(), tags: [['p', pubkey]], content: sealed, pubkey: transport.pubkey }
  socket.send(JSON.stringify(['EVENT', transport.sign(event)]))
}

const commands = {
  /** Listen on a relay. */
  join: (relay: string) =>
    new Promise<void>((resolve) => {
      const socket = new WebSocket(`${relay}/signer`)
      socket.on('open', () =>
        socket.send(JSON.stringify(['REQ', 'signer', { kinds: [24133], '#p': [transport.pubkey] }])),
      )
      socket.on('message', (data) => {
        const [type, , event] = JSON.parse(String(data))
        if (type === 'EVENT') answer(socket, event)
        if (type === 'EOSE') resolve()
      })
    }),
  who: () => ({ remoteSigner: transport.pubkey, user: first.sign.pubkey, friend, secret: first.secret }),
  /** One more user, who pairs by a secret of their own. */
  another(): { user: string; secret: string } {
    const user = newUser(fresh())
    users.push(user)
    return { user: user.sign.pubkey, secret: user.secret }
  },
  /** So many messages of a friend's to the user, all different. */
  write(count: number): string[] {
    const key = keyWith(friendKey, first.sign.pubkey)
    return Array.from({ length: count }, () => v2.encrypt(`hello ${fresh()}`, key))
  },
  /** What all clients asked, together, and count anew. */
  take(): Record<string, number> {
    const all: Record<string, number> = {}
    for (const methods of heard.values())
      for (const [method, times] of Object.entries(methods)) all[method] = (all[method] ?? 0) + times
    heard.clear()
    return all
  },
}

export type SignerCommands = typeof commands

serve(commands)
