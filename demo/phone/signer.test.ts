import { type Event, finalizeEvent, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { type Cipher, decrypt, encrypt } from './cipher'
import type { Memory } from './model'
import { startPhone } from './signer'

const CLIENT_KEY = '1'.repeat(64)
const CLIENT = getPublicKey(hexToBytes(CLIENT_KEY))
const TOKEN = `nostrconnect://${CLIENT}?relay=wss%3A%2F%2Fr.example&secret=s3cret&perms=sign_event&name=Lanyard`
const TEMPLATE = { kind: 1, created_at: 1000, tags: [['t', 'x']], content: 'hello' }

interface Answer {
  id: string
  result?: unknown
  error?: string
}

/** A phone whose world is in the test's hand, and a client beside it. */
function setUp() {
  let seed = 10
  let now = 1_000_000
  let memory: Memory | null = null
  const published: { relays: string[]; event: Event }[] = []
  const later: (() => void)[] = []
  let listening: string[] = []
  const phone = startPhone({
    relays: ['ws://own.example'],
    now: () => now,
    later: (_ms, run) => void later.push(run),
    random: (bytes) => String(seed++).padStart(bytes * 2, '0'),
    load: () => memory,
    save: (kept) => {
      memory = kept
    },
    listen: (relays) => {
      listening = relays
    },
    publish: (relays, event) => void published.push({ relays, event }),
  })
  const { transport, user } = phone.view()
  const request = (method: string, params: unknown[], id = `r${seed++}`, cipher: Cipher = 'nip44'): Event => {
    const content = encrypt(cipher, CLIENT_KEY, transport, JSON.stringify({ id, method, params }))
    const template = { kind: 24_133, created_at: 1000, tags: [['p', transport]], content }
    return finalizeEvent(template, hexToBytes(CLIENT_KEY))
  }
  const answers = (cipher: Cipher = 'nip44'): Answer[] =>
    published.map(({ event }) => JSON.parse(decrypt(cipher, CLIENT_KEY, transport, event.content)))
  const waiting = () => phone.view().entries.find(({ state }) => state === 'waiting')
  const approve = () => phone.approve(waiting()?.key ?? '')
  const pair = () => {
    phone.scan(TOKEN)
    approve()
    published.length = 0
  }
  return {
    ...{ phone, transport, user, published, later, request, answers, waiting, approve, pair },
    listening: () => listening,
    pass: (ms: number) => {
      now += ms
    },
  }
}

describe('the phone', () => {
  it('keeps its transport key apart from its user', () => {
    const { transport, user } = setUp()
    expect(transport).not.toBe(user)
  })

  it('shows who asks and answers a scanned code with its secret only after its person approved', () => {
    const { phone, published, answers, waiting, approve, listening } = setUp()
    phone.scan(TOKEN)
    expect(waiting()).toMatchObject({ method: 'connect', clientName: 'Lanyard', perms: ['sign_event'] })
    expect(published).toEqual([])
    approve()
    expect(answers()).toEqual([expect.objectContaining({ result: 's3cret' })])
    expect(published[0]?.relays).toEqual(['wss://r.example'])
    expect(phone.view().clients.map(({ pubkey }) => pubkey)).toEqual([CLIENT])
    expect(listening()).toEqual(['ws://own.example', 'wss://r.example'])
  })

  it('says nothing to a code that its person rejects', () => {
    const { phone, published, waiting } = setUp()
    phone.scan(TOKEN)
    phone.reject(waiting()?.key ?? '')
    expect(published).toEqual([])
    expect(phone.view().clients).toEqual([])
  })

  it.each([
    ['hello', 'no nostrconnect'],
    [`nostrconnect://${CLIENT}?secret=x`, 'no relay'],
    [`nostrconnect://${CLIENT}?relay=wss://r.example`, 'no secret'],
  ])('says what is wrong with the code %s', (text, sentence) => {
    const { phone } = setUp()
    phone.scan(text)
    expect(phone.view().trouble).toContain(sentence)
  })

  it('pairs by its own token once: the secret is spent', () => {
    const { phone, transport, request, answers, approve } = setUp()
    const secret = new URLSearchParams(phone.view().bunker.split('?')[1]).get('secret')
    phone.hear(request('connect', [transport, 'wrong']))
    phone.hear(request('connect', [transport, secret]))
    approve()
    expect(answers()).toMatchObject([{ error: 'invalid secret' }, { result: 'ack' }])
    expect(phone.view().bunker).not.toContain(secret)
  })

  it('refuses a client it does not know', () => {
    const { phone, request, answers } = setUp()
    phone.hear(request('ping', []))
    expect(answers()).toMatchObject([{ error: 'unknown client' }])
  })

  it('says nothing to a client it does not know, where it is set to', () => {
    const { phone, request, published } = setUp()
    phone.set({ silent: true })
    phone.hear(request('ping', []))
    expect(published).toEqual([])
  })

  it.each([
    [
      27_235,
      [
        ['u', 'https://papers.example/session'],
        ['method', 'POST'],
      ],
      'POST https://papers.example/session',
    ],
    [22_242, [['relay', 'wss://r.example']], 'wss://r.example'],
    [1, [['u', 'https://papers.example']], undefined],
  ])('says where an event of kind %i logs its user in', (kind, tags, login) => {
    const { phone, request, waiting, pair } = setUp()
    pair()
    phone.hear(request('sign_event', [JSON.stringify({ ...TEMPLATE, kind, tags })]))
    expect(waiting()?.login).toBe(login)
  })

  it('answers the machine methods without a person', () => {
    const { phone, user, request, answers, pair } = setUp()
    pair()
    for (const method of ['ping', 'get_public_key', 'switch_relays', 'sing_event']) phone.hear(request(method, []))
    expect(answers()).toMatchObject([
      { result: 'pong' },
      { result: user },
      { result: null },
      { error: 'unknown method: sing_event' },
    ])
  })

  it('shows the id of the event before it is signed, and signs just that', () => {
    const { phone, user, request, answers, waiting, approve, pair } = setUp()
    pair()
    phone.hear(request('sign_event', [JSON.stringify(TEMPLATE)]))
    const shown = waiting()
    approve()
    const event = JSON.parse(String(answers()[0]?.result)) as Event
    expect(event).toMatchObject({ ...TEMPLATE, pubkey: user, id: shown?.eventId })
    expect(verifyEvent(event)).toBe(true)
  })

  it('tells a client that its person rejected', () => {
    const { phone, request, answers, waiting, pair } = setUp()
    pair()
    phone.hear(request('sign_event', [JSON.stringify(TEMPLATE)]))
    phone.reject(waiting()?.key ?? '')
    expect(answers()).toMatchObject([{ error: 'rejected by the user' }])
  })

  it.each([
    ['nip44', 'a long secret'],
    ['nip44', 'ü'],
    ['nip04', 'a long secret'],
    ['nip04', ''],
  ] as const)('encrypts to oneself and back in %s: "%s"', (cipher, text) => {
    const { phone, user, request, answers, waiting, approve, pair } = setUp()
    pair()
    phone.hear(request(`${cipher}_encrypt`, [user, text]))
    expect(waiting()).toMatchObject({ peer: 'self', content: text })
    approve()
    phone.hear(request(`${cipher}_decrypt`, [user, answers()[0]?.result]))
    approve()
    expect(answers()[1]?.result).toBe(text)
  })

  it('answers in NIP-04 who asks in NIP-04', () => {
    const { phone, request, answers, pair } = setUp()
    pair()
    phone.hear(request('ping', [], 'old', 'nip04'))
    expect(answers('nip04')).toEqual([{ id: 'old', result: 'pong' }])
  })

  it('asks its person once about a request that comes again, and gives the same answer again', () => {
    const { phone, request, published, answers, approve, pair, pass } = setUp()
    pair()
    const asked = request('sign_event', [JSON.stringify(TEMPLATE)])
    phone.hear(asked)
    phone.hear(asked)
    approve()
    phone.hear(asked)
    expect(published).toHaveLength(1)
    pass(3000)
    phone.hear(asked)
    const [first, second] = answers()
    expect(published).toHaveLength(2)
    expect(second).toEqual(first)
  })

  it('forgets a client that logs out, after saying so', () => {
    const { phone, request, answers, pair } = setUp()
    pair()
    phone.hear(request('logout', []))
    phone.hear(request('ping', []))
    expect(answers()).toMatchObject([{ result: 'ack' }, { error: 'unknown client' }])
    expect(phone.view().entries[0]).toMatchObject({ method: 'logout', state: 'answered' })
  })

  it('hears nothing and is connected nowhere while offline', () => {
    const { phone, request, published, listening, pair } = setUp()
    pair()
    phone.set({ offline: true })
    phone.hear(request('ping', []))
    expect(published).toEqual([])
    expect(listening()).toEqual([])
  })

  it('answers late while slow, and by itself where told so', () => {
    const { phone, request, published, later, pair } = setUp()
    pair()
    phone.set({ slow: true, auto: true })
    phone.hear(request('sign_event', [JSON.stringify(TEMPLATE)]))
    expect(published).toEqual([])
    for (const run of later) run()
    expect(published).toHaveLength(1)
  })

  it('stays silent on what it cannot read', () => {
    const { phone, transport, published } = setUp()
    const template = { kind: 24_133, created_at: 1000, tags: [['p', transport]], content: 'garbage' }
    phone.hear(finalizeEvent(template, hexToBytes(CLIENT_KEY)))
    expect(published).toEqual([])
  })
})
