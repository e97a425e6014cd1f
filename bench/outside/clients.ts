import NDK, { NDKEvent, NDKNip46Signer, NDKPrivateKeySigner } from '@nostr-dev-kit/ndk'
import { RelayPool } from 'applesauce-relay'
import { NostrConnectSigner, PrivateKeySigner } from 'applesauce-signers'
import { v2 } from 'nostr-tools/nip44'
import { BunkerSigner } from 'nostr-tools/nip46'
import { finalizeEvent, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { WebSocket } from 'ws'
import { drive } from '../../interop/driver'
import type { SessionRecord } from '../../src/signer/line'
import { sessionLine } from '../../src/signer/lines'

/** A client of a remote signer that paired before: it has its keys, and no connection yet. */
export interface Client {
  sign(content: string): Promise<unknown>
  decrypt(pubkey: string, text: string): Promise<string>
  close(): unknown
}

export interface Pairing {
  /** Hex. */
  secretKey: string
  remoteSigner: string
  user: string
  relay: string
}

export type Make = (pairing: Pairing) => Client | Promise<Client>

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const note = (content: string) => ({ kind: 1, created_at: Math.floor(Date.now() / 1000), tags: [], content })

/** The floor: one socket, keys ready, nothing else. */
async function raw({ secretKey, remoteSigner, relay }: Pairing): Promise<Client> {
  const secret = bytes(secretKey)
  const key = v2.utils.getConversationKey(secret, remoteSigner)
  const waiting = new Map<string, (result: string) => void>()
  const socket = new WebSocket(relay)
  socket.on('message', (data) => {
    const [type, , event] = JSON.parse(String(data))
    if (type !== 'EVENT' || event.pubkey !== remoteSigner || !verifyEvent(event)) return
    const { id, result } = JSON.parse(v2.decrypt(event.content, key))
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify(['REQ', 'raw', { kinds: [24133], '#p': [getPublicKey(secret)] }]))
  let n = 0
  const ask = (method: string, params: string[]): Promise<string> =>
    new Promise((resolve) => {
      const id = String(++n)
      waiting.set(id, resolve)
      const content = v2.encrypt(JSON.stringify({ id, method, params }), key)
      const created_at = Math.floor(Date.now() / 1000)
      const template = { kind: 24133, created_at, tags: [['p', remoteSigner]], content }
      socket.send(JSON.stringify(['EVENT', finalizeEvent(template, secret)]))
    })
  return {
    async sign(content) {
      const signed = JSON.parse(await ask('sign_event', [JSON.stringify(note(content))]))
      if (!verifyEvent(signed)) throw new Error('not signed')
    },
    decrypt: (pubkey, text) => ask('nip44_decrypt', [pubkey, text]),
    close: () => socket.close(),
  }
}

/** Lanyard's own session machine, without a browser. */
function machine({ secretKey, remoteSigner, user, relay }: Pairing): Client {
  const session: SessionRecord = {
    ...{ clientSecretKey: secretKey, remoteSigner, user, relays: [relay], former: null, cipher: 'nip44' },
    // it asked for other relays today
    ...{ pairedAt: Date.now(), answeredAt: null, switchedAt: Date.now(), learned: {}, signer: null },
  }
  const desk = drive(sessionLine(session, Date.now()), 60_000)
  const ask = async (method: 'sign_event' | 'nip44_decrypt', params: string[]): Promise<unknown> => {
    const outcome = await desk.ask(method, params).outcome
    if (!outcome.ok) throw new Error(outcome.error.code)
    return outcome.value
  }
  return {
    sign: (content) => ask('sign_event', [JSON.stringify(note(content))]),
    decrypt: async (pubkey, text) => String(await ask('nip44_decrypt', [pubkey, text])),
    close: () => desk.leave(),
  }
}

function bunkerSigner({ secretKey, remoteSigner, relay }: Pairing): Client {
  const signer = BunkerSigner.fromBunker(bytes(secretKey), { pubkey: remoteSigner, relays: [relay], secret: null })
  return {
    sign: (content) => signer.signEvent(note(content)),
    decrypt: (pubkey, text) => signer.nip44Decrypt(pubkey, text),
    close: () => signer.close(),
  }
}

async function applesauce({ secretKey, remoteSigner, user, relay }: Pairing): Promise<Client> {
  const pool = new RelayPool()
  const signer = new NostrConnectSigner({
    ...{ relays: [relay], remote: remoteSigner, pubkey: user, pool, signer: new PrivateKeySigner(bytes(secretKey)) },
  })
  await signer.open()
  signer.isConnected = true
  return {
    sign: (content) => signer.signEvent(note(content)),
    decrypt: (pubkey, text) => signer.nip44Decrypt(pubkey, text),
    async close() {
      await signer.close()
      pool.close()
    },
  }
}

/** It says `connect` each time it is made: it has no way to go on without. */
async function ndk({ secretKey, remoteSigner, relay }: Pairing): Promise<Client> {
  const ndk = new NDK({ explicitRelayUrls: [relay], enableOutboxModel: false })
  await ndk.connect(5_000)
  const token = `bunker://${remoteSigner}?relay=${encodeURIComponent(relay)}`
  const signer = NDKNip46Signer.bunker(ndk, token, new NDKPrivateKeySigner(secretKey))
  const user = await signer.blockUntilReady()
  return {
    sign: (content) => new NDKEvent(ndk, { ...note(content), pubkey: user.pubkey }).sign(signer),
    decrypt: (pubkey, text) => signer.decrypt(ndk.getUser({ pubkey }), text, 'nip44'),
    close() {
      signer.stop()
      for (const one of ndk.pool.relays.values()) one.disconnect()
    },
  }
}

/** The floor first, then Lanyard's machine, then the peers that can be had from npm. */
export const CLIENTS: Record<string, Make> = {
  raw,
  machine,
  'nostr-tools': bunkerSigner,
  applesauce,
  ndk,
}
