import { finalizeEvent, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { type Cipher, cipherOf, decrypt, encrypt } from './cipher'
import { ASKS_PERSON, explain, perform } from './methods'
import type { Entry, Memory, Phone, PhoneWorld, Switches } from './model'
import { bunkerToken, type ConnectToken, readToken } from './token'

const NIP46_KIND = 24_133
const SLOW_MS = 4000
const KEPT_REQUESTS = 60

/** Arrivals of one event over several relays; later ones are the client asking again. */
const ECHO_MS = 1500

/** A request with what is needed to answer it. `token`: it is no request but a scanned code. */
interface Pending {
  entry: Entry
  id: string
  params: unknown[]
  cipher: Cipher
  relays: string[]
  token: ConnectToken | null
  answer: object | null
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function readRequest(text: string): { id: string; method: string; params: unknown[] } | null {
  const { id, method, params } = JSON.parse(text) as Record<string, unknown>
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof method !== 'string') return null
  return { id: String(id), method, params: Array.isArray(params) ? params : [] }
}

/** A remote signer (NIP-46) with one user, in memory: pairs both ways, asks its person, answers. */
export function startPhone(world: PhoneWorld): Phone {
  const memory: Memory = world.load() ?? {
    transportKey: world.random(32),
    userKey: world.random(32),
    secret: world.random(8),
    clients: [],
  }
  const transport = getPublicKey(hexToBytes(memory.transportKey))
  const user = getPublicKey(hexToBytes(memory.userKey))
  const switches: Switches = { auto: false, slow: false, offline: false, silent: false }
  const requests = new Map<string, Pending>()
  const heard = new Map<string, number>()
  const watchers: (() => void)[] = []
  let trouble: string | null = null

  const clientOf = (pubkey: string) => memory.clients.find((client) => client.pubkey === pubkey)

  function changed(): void {
    world.save(memory)
    const theirs = memory.clients.flatMap(({ relays }) => relays)
    world.listen(switches.offline ? [] : [...new Set([...world.relays, ...theirs])])
    for (const run of watchers) run()
  }

  function send(pending: Pending, answer: object): void {
    pending.answer = answer
    const { client } = pending.entry
    const content = encrypt(pending.cipher, memory.transportKey, client, JSON.stringify(answer))
    const publish = () => {
      const created_at = Math.floor(world.now() / 1000)
      const template = { kind: NIP46_KIND, created_at, tags: [['p', client]], content }
      world.publish(pending.relays, finalizeEvent(template, hexToBytes(memory.transportKey)))
    }
    if (switches.slow) world.later(SLOW_MS, publish)
    else publish()
  }

  function fail(pending: Pending, state: 'rejected' | 'failed', error: string): void {
    pending.entry.state = state
    // a code that was scanned holds no request to refuse: silence is the answer
    if (!pending.token) send(pending, { id: pending.id, error })
  }

  function welcome({ entry, relays, token }: Pending): void {
    const client = { pubkey: entry.client, name: entry.clientName, url: entry.url ?? '', relays, since: world.now() }
    memory.clients = [...memory.clients.filter(({ pubkey }) => pubkey !== entry.client), client]
    if (!token) memory.secret = world.random(8)
  }

  function carryOut(pending: Pending, state: 'approved' | 'answered'): void {
    const { entry, params, token } = pending
    try {
      const result = token ? token.secret : perform(entry.method, params, memory.userKey)
      entry.state = state
      if (entry.method === 'connect') welcome(pending)
      send(pending, { id: pending.id, result })
      if (entry.method === 'logout') forget(entry.client)
    } catch (error) {
      fail(pending, 'failed', reasonOf(error))
    }
  }

  function forget(pubkey: string): void {
    memory.clients = memory.clients.filter((client) => client.pubkey !== pubkey)
    for (const { entry } of requests.values())
      if (entry.client === pubkey && entry.state === 'waiting') entry.state = 'rejected'
  }

  function admit(pending: Pending): void {
    const { entry, params } = pending
    requests.set(entry.key, pending)
    for (const key of [...requests.keys()].slice(0, -KEPT_REQUESTS)) requests.delete(key)
    try {
      if (!pending.token) Object.assign(entry, explain(entry.method, params, memory.userKey))
      if (!ASKS_PERSON.includes(entry.method)) carryOut(pending, 'answered')
      else if (switches.auto) carryOut(pending, 'approved')
    } catch (error) {
      fail(pending, 'failed', reasonOf(error))
    }
  }

  /** Why a request is refused without asking anybody, or null. */
  function refusalOf(client: string, method: string, params: unknown[]): string | null {
    if (method !== 'connect') return clientOf(client) ? null : 'unknown client'
    if (params[0] !== transport) return 'wrong remote-signer-pubkey'
    return params[1] === memory.secret || clientOf(client) ? null : 'invalid secret'
  }

  function take(client: string, cipher: Cipher, text: string): void {
    const request = readRequest(text)
    if (!request) return
    const { id, method, params } = request
    const key = `${client}:${id}`
    const before = requests.get(key)
    // asked again because the answer was lost: the same answer, and no second question to the person
    if (before) {
      if (before.answer) send(before, before.answer)
      return
    }
    const known = clientOf(client)
    const clientName = known?.name ?? 'A client with my code'
    const entry: Entry = { key, client, clientName, method, at: world.now(), state: 'waiting' }
    const relays = known?.relays ?? world.relays
    const pending: Pending = { entry, id, params, cipher, relays, token: null, answer: null }
    const refusal = refusalOf(client, method, params)
    if (!refusal) admit(pending)
    else if (!switches.silent) send(pending, { id: pending.id, error: refusal })
  }

  const decide = (key: string, act: (pending: Pending) => void): void => {
    const pending = requests.get(key)
    if (pending?.entry.state === 'waiting') act(pending)
    changed()
  }

  const phone: Phone = {
    view: () => ({
      user,
      transport,
      bunker: bunkerToken(transport, world.relays, memory.secret),
      clients: memory.clients,
      entries: [...requests.values()].map(({ entry }) => ({ ...entry })).reverse(),
      switches: { ...switches },
      trouble,
    }),
    onChange: (run) => void watchers.push(run),
    scan(text) {
      const token = readToken(text)
      trouble = typeof token === 'string' ? token : null
      if (typeof token !== 'string') {
        const { client, name, url, perms, relays } = token
        const id = world.random(8)
        const entry: Entry = {
          ...{ key: `${client}:${id}`, client, clientName: name, method: 'connect' },
          ...{ at: world.now(), state: 'waiting', url, perms },
        }
        admit({ entry, id, params: [], cipher: 'nip44', relays, token, answer: null })
      }
      changed()
    },
    approve: (key) => decide(key, (pending) => carryOut(pending, 'approved')),
    reject: (key) => decide(key, (pending) => fail(pending, 'rejected', 'rejected by the user')),
    remove(pubkey) {
      forget(pubkey)
      changed()
    },
    set(change) {
      Object.assign(switches, change)
      if (change.auto)
        for (const pending of requests.values()) if (pending.entry.state === 'waiting') carryOut(pending, 'approved')
      changed()
    },
    hear(event) {
      const ours = event.kind === NIP46_KIND && event.tags.some(([tag, value]) => tag === 'p' && value === transport)
      const isEcho = world.now() - (heard.get(event.id) ?? 0) < ECHO_MS
      if (switches.offline || !ours || isEcho || !verifyEvent(event)) return
      heard.set(event.id, world.now())
      const cipher = cipherOf(event.content)
      try {
        take(event.pubkey, cipher, decrypt(cipher, memory.transportKey, event.pubkey, event.content))
      } catch {
        // not for us, or no request: a signer stays silent
      }
      changed()
    },
  }
  changed()
  return phone
}
