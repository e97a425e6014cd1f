import { cipherOf, seal, unseal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { NIP46_KIND } from '../protocol/nip46'
import type { RelayUrl } from '../protocol/relay'
import type { BunkerToken } from '../protocol/token'
import type { FakeClock } from './clock'
import { type Keys, keys } from './keys'
import { GOOD, greeting, type Heard, type Manner, replyTo } from './manner'
import { backoff, type FakeRelay, type FakeSocket } from './relay'

export interface FakeSigner {
  /** The transport key. */
  readonly pubkey: Hex
  readonly user: Keys
  manner: Manner
  /** Read a `nostrconnect://` token and answer it. */
  scan(token: string): void
  token(secret: string): BunkerToken
  /** Every request that reached its person or machine, repeats left out. */
  heard: Heard[]
  /** Sockets close, and open again at `online`. */
  offline(): void
  online(): void
}

const ADMIN = keys(90)
const STRANGER = keys(91)

/** A scripted remote signer on fake relays, with real envelopes. */
export function fakeSigner(
  clock: FakeClock,
  relays: readonly FakeRelay[],
  given: Partial<Manner> = {},
  { transport = keys(1), user = keys(2) }: { transport?: Keys; user?: Keys } = {},
): FakeSigner {
  const manner = { ...GOOD, ...given }
  const own = manner.isOneKey ? user : transport
  const sockets = new Map<RelayUrl, FakeSocket>()
  const known = new Set<string>()
  const wait = backoff()
  let isOnline = true
  let clients = 0

  const signer: FakeSigner = {
    ...{ pubkey: own.pubkey, user, manner, heard: [] },
    scan,
    token: (secret) => ({ remoteSignerPubkey: own.pubkey, relays: relays.map(({ url }) => url), secret }),
    offline() {
      isOnline = false
      for (const socket of sockets.values()) socket.close()
      sockets.clear()
    },
    online() {
      isOnline = true
      for (const relay of relays) connect(relay)
    },
  }
  signer.online()
  return signer

  function connect(relay: FakeRelay): void {
    if (!isOnline || sockets.has(relay.url)) return
    const socket = relay.connect({
      open: () => {
        wait.reset(relay.url)
        const since = Math.floor(clock.now() / 1000) - 60
        socket.subscribe({ kinds: [NIP46_KIND], '#p': [own.pubkey], since })
      },
      closed() {
        if (sockets.get(relay.url) !== socket) return
        sockets.delete(relay.url)
        clock.after(wait.next(relay.url), () => connect(relay))
      },
      ok(_id, _accepted, reason) {
        if (reason.startsWith('auth-required:')) socket.authenticate()
      },
      event: hear,
    })
    sockets.set(relay.url, socket)
  }

  function send(client: Hex, cipher: 'nip44' | 'nip04', message: object, key: Keys = own): void {
    const sealedBy = signer.manner.isWrongKey ? STRANGER : key
    const ends = { clientSecretKey: sealedBy.secret, peer: client }
    const event = seal(ends, cipher, JSON.stringify(message), Math.floor(clock.now() / 1000))
    for (const [url, socket] of sockets) if (signer.manner.answersOn?.includes(url) ?? true) socket.publish(event)
  }

  function scan(token: string): void {
    const { host, searchParams } = new URL(token.replace('nostrconnect:', 'https:'))
    const secret = searchParams.get('secret') ?? ''
    const { writes, authUrl, authFor, isAuthByAdmin, delay, delays } = signer.manner
    const cipher = writes === 'nip04' ? 'nip04' : 'nip44'
    clients += 1
    const frame = greeting(signer.manner, own.pubkey, secret, clients)
    const auth = { id: `auth-${clients}`, result: 'auth_url', error: authUrl }
    if (authUrl !== null && authFor.includes('connect')) send(host, cipher, auth, isAuthByAdmin ? ADMIN : own)
    clock.after(delays.connect ?? delay, () => send(host, cipher, frame))
  }

  function hear(event: SignedEvent): void {
    const cipher = cipherOf(event.content)
    const { reads, dedupes } = signer.manner
    if (reads !== 'both' && reads !== cipher) return
    const plaintext = unseal({ clientSecretKey: own.secret, peer: event.pubkey }, event.content)
    if (plaintext === null) return
    const heard: Heard = { ...(JSON.parse(plaintext) as Omit<Heard, 'event'>), event }
    const name = dedupes === 'request' ? heard.id : event.id
    if (dedupes !== 'never' && known.has(name)) return
    known.add(name)
    signer.heard.push(heard)
    answer(heard, cipher)
  }

  function answer(heard: Heard, asked: 'nip44' | 'nip04'): void {
    const { authUrl, authFor, isAuthByAdmin, delays, follows, writes } = signer.manner
    const delay = delays[heard.method] ?? signer.manner.delay
    const cipher = writes === 'as-asked' ? asked : writes
    const client = heard.event.pubkey
    const isAuth = authUrl !== null && authFor.includes(heard.method)
    const auth = { id: heard.id, result: 'auth_url', error: authUrl }
    if (isAuth) send(client, cipher, auth, isAuthByAdmin ? ADMIN : own)
    clock.after(isAuth ? delay + 300 : delay, () => {
      const frame = replyTo(heard, signer.manner, user)
      if (frame) send(client, cipher, frame)
      if (follows) clock.after(follows.after, () => send(client, cipher, { id: heard.id, ...follows.reply }))
    })
  }
}
