import { cipherOf, seal, unseal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { NIP46_KIND } from '../protocol/nip46'
import type { RelayUrl } from '../protocol/relay'
import type { BunkerToken } from '../protocol/token'
import type { Ms } from '../signer/line'
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
  /** Sockets close, and open again at `online`, or after `ms`. */
  offline(ms?: Ms): void
  online(): void
  /** It notices that its sockets to these relays are dead, and opens others. */
  renew(dead: readonly FakeRelay[]): void
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
  const sent = new Map<Hex, SignedEvent>()
  const unsent = new Map<RelayUrl, SignedEvent[]>()
  const ready = new Set<RelayUrl>()
  const wait = backoff()
  let isOnline = true
  let clients = 0

  const signer: FakeSigner = {
    ...{ pubkey: own.pubkey, user, manner, heard: [] },
    scan,
    token: (secret) => ({ remoteSignerPubkey: own.pubkey, relays: relays.map(({ url }) => url), secret }),
    offline(ms) {
      isOnline = false
      if (ms !== undefined) clock.after(ms, () => signer.online())
      for (const socket of sockets.values()) socket.close()
      sockets.clear()
      ready.clear()
    },
    renew(dead) {
      for (const { url } of dead) {
        sockets.get(url)?.close()
        sockets.delete(url)
        ready.delete(url)
      }
      for (const relay of dead) connect(relay)
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
        ready.add(relay.url)
        for (const event of unsent.get(relay.url) ?? []) socket.publish(event)
        unsent.delete(relay.url)
      },
      closed() {
        if (sockets.get(relay.url) !== socket) return
        sockets.delete(relay.url)
        ready.delete(relay.url)
        clock.after(wait.next(relay.url), () => connect(relay))
      },
      ok(id, _accepted, reason) {
        if (!reason.startsWith('auth-required:')) return
        socket.authenticate()
        const event = sent.get(id)
        // refused once more, it is let be
        sent.delete(id)
        if (event) socket.publish(event)
      },
      event: hear,
    })
    sockets.set(relay.url, socket)
  }

  function send(client: Hex, cipher: 'nip44' | 'nip04', message: object, key: Keys = own): void {
    const sealedBy = signer.manner.isWrongKey ? STRANGER : key
    const ends = { clientSecretKey: sealedBy.secret, peer: client }
    const event = seal(ends, cipher, JSON.stringify(message), Math.floor(clock.now() / 1000))
    sent.set(event.id, event)
    for (const { url } of relays) {
      if (!(signer.manner.answersOn?.includes(url) ?? true)) continue
      if (ready.has(url) || !signer.manner.persists) sockets.get(url)?.publish(event)
      else unsent.set(url, [...(unsent.get(url) ?? []), event])
    }
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

  /** By its manner at each moment: a fault may strike while it thinks. */
  function answer(heard: Heard, asked: 'nip44' | 'nip04', heardAt = clock.now(), isAuthShown = false): void {
    const { authUrl, authFor, delay, delays } = signer.manner
    const wait = Math.max(0, heardAt + (delays[heard.method] ?? delay) - clock.now())
    const asksAuth = authUrl !== null && authFor.includes(heard.method) && !isAuthShown
    if (asksAuth) showAuth(heard, asked, authUrl)
    if (asksAuth) clock.after(wait + 300, () => answer(heard, asked, heardAt, true))
    else if (wait > 0) clock.after(wait, () => answer(heard, asked, heardAt, isAuthShown))
    else speak(heard, asked)
  }

  function showAuth({ id, event }: Heard, asked: 'nip44' | 'nip04', url: string): void {
    send(
      event.pubkey,
      cipherFor(asked),
      { id, result: 'auth_url', error: url },
      signer.manner.isAuthByAdmin ? ADMIN : own,
    )
  }

  function speak(heard: Heard, asked: 'nip44' | 'nip04'): void {
    const { follows, forged } = signer.manner
    const client = heard.event.pubkey
    const cipher = cipherFor(asked)
    if (forged) send(client, cipher, { id: heard.id, ...forged }, STRANGER)
    const frame = replyTo(heard, signer.manner, user)
    if (frame) send(client, cipher, frame)
    if (follows) clock.after(follows.after, () => send(client, cipher, { id: heard.id, ...follows.reply }))
  }

  function cipherFor(asked: 'nip44' | 'nip04'): 'nip44' | 'nip04' {
    return signer.manner.writes === 'as-asked' ? asked : signer.manner.writes
  }
}
