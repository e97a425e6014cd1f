import { describe, expect, it } from 'vitest'
import { seal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { RequestMethod } from '../protocol/nip46'
import { keys, signAs } from '../testing/keys'
import type { Manner } from '../testing/manner'
import { CLIENT_KEYS, type Props, pairedStage, type Stage } from '../testing/stage'
import { step } from './step'

const USER = keys(2)
const SIGNER = keys(1)
const TEMPLATE = { kind: 1, created_at: 1_763_800_000, tags: [['t', 'a']], content: 'hello' }
const SIGN = JSON.stringify(TEMPLATE)

const ask = (set: Stage, method: RequestMethod, params: string[], id = 'r'): void =>
  set.world.feed({ type: 'ask', id, method, params })

/** Ask for a signature and wait. */
function signed(props: Props = {}, ms = 2_000): Stage {
  const set = pairedStage(props)
  ask(set, 'sign_event', [SIGN])
  set.clock.advance(ms)
  return set
}

/** A frame from a key to us, as if a relay had passed it on. */
function frame(set: Stage, message: unknown, from = SIGNER, cipher: 'nip44' | 'nip04' = 'nip44'): SignedEvent {
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  const createdAt = Math.floor(set.clock.now() / 1000)
  return seal({ clientSecretKey: from.secret, peer: CLIENT_KEYS.pubkey }, cipher, text, createdAt)
}

const receive = (set: Stage, event: SignedEvent): void =>
  set.world.feed({ type: 'event', relay: 'wss://relay0.example', event })

/** How many frames were ignored while `play` played. */
function ignoredBy(set: Stage, play: () => void): number {
  const before = set.world.line().ignored
  play()
  return set.world.line().ignored - before
}

/** A request in flight at a signer that says nothing by itself. */
function waiting(method: RequestMethod = 'nip44_decrypt', params = ['p', 'c']): Stage {
  const set = pairedStage({ manner: { decides: () => 'silent' } })
  ask(set, method, params)
  set.clock.advance(500)
  return set
}

const nothingLeft = ({ world }: Stage): void => {
  expect(world.line().requests).toEqual({})
  expect(world.sockets()).toEqual([])
  expect(world.hasTimer()).toBe(false)
}

describe('an answer', () => {
  it('to sign_event is the event that was asked, signed by the user', () => {
    const set = signed()
    expect(set.world.outcomes('r')).toMatchObject([{ ok: true, value: { ...TEMPLATE, pubkey: USER.pubkey } }])
    nothingLeft(set)
  })

  it('may hold the event as an object', () => {
    const replies: Manner['replies'] = { sign_event: () => ({ result: signAs(USER.secret, TEMPLATE) }) }
    expect(signed({ manner: { replies } }).world.outcome('r')).toMatchObject({ ok: true })
  })

  it('empty-string result: is a valid decryption', () => {
    const set = waiting()
    receive(set, frame(set, { id: 'r', result: '' }))
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: '' }])
    nothingLeft(set)
  })

  it.each<[string, (event: SignedEvent) => SignedEvent, string]>([
    ['pubkey', () => signAs(keys(3).secret, TEMPLATE), 'pubkey'],
    ['kind', () => signAs(USER.secret, { ...TEMPLATE, kind: 2 }), 'kind'],
    ['content', () => signAs(USER.secret, { ...TEMPLATE, content: 'hello!' }), 'content'],
    ['created_at', () => signAs(USER.secret, { ...TEMPLATE, created_at: 1 }), 'created_at'],
    ['tags', () => signAs(USER.secret, { ...TEMPLATE, tags: [] }), 'tags'],
    ['id', (event) => ({ ...event, id: 'a'.repeat(64) }), 'id or sig'],
    ['sig', (event) => ({ ...event, sig: 'b'.repeat(128) }), 'id or sig'],
  ])('response with wrong event: %s', (_, tampers, detail) => {
    const set = signed({ manner: { tampers } })
    expect(set.world.outcomes('r')).toEqual([{ ok: false, error: { code: 'bad-answer', detail } }])
    nothingLeft(set)
  })

  it.each<[RequestMethod, string[], unknown]>([
    ['sign_event', [SIGN], 'sorry'],
    ['sign_event', [SIGN], null],
    ['nip44_decrypt', ['p', 'c'], 7],
    ['nip44_decrypt', ['p', 'c'], null],
    ['nip44_encrypt', ['p', 'c'], 'plain'],
    ['nip04_encrypt', ['p', 'c'], 'plain'],
    ['get_public_key', [], 'npub1'],
    ['ping', [], 'ack'],
    ['switch_relays', [], 'ack'],
  ])('of the wrong type to %s is a bad answer at once', (method, params, result) => {
    const set = waiting(method, params)
    receive(set, frame(set, { id: 'r', result }))
    expect(set.world.outcomes('r')).toMatchObject([{ ok: false, error: { code: 'bad-answer' } }])
  })

  it.each<[string, object, object]>([
    ['a plain error', { error: 'no' }, { code: 'signer-refused', detail: 'no' }],
    ['result "error" (nsec.app)', { result: 'error', error: 'no' }, { code: 'signer-refused', detail: 'no' }],
    ['a null result', { result: null, error: 'no' }, { code: 'signer-refused', detail: 'no' }],
    ['an error that is an object', { error: { code: 1 } }, { code: 'signer-refused', detail: '{"code":1}' }],
    ['an unknown method', { error: 'unknown method' }, { code: 'unsupported', detail: 'unknown method' }],
    [
      'a result that says so (Aegis)',
      { result: 'no nip44_decrypt method' },
      { code: 'unsupported', detail: 'no nip44_decrypt method' },
    ],
  ])('refused by %s', (_, message, error) => {
    const set = waiting()
    receive(set, frame(set, { id: 'r', ...message }))
    expect(set.world.outcomes('r')).toEqual([{ ok: false, error }])
  })

  it.each([
    ['an empty error (Aegis)', ''],
    ['a null error', null],
  ])('with %s beside the result is a success', (_, error) => {
    const set = waiting()
    receive(set, frame(set, { id: 'r', result: 'text', error }))
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'text' }])
  })

  it('under the event’s id (Primal) counts', () => {
    const set = waiting()
    receive(set, frame(set, { id: set.world.line().requests.r?.event?.id, error: 'no' }))
    expect(set.world.outcomes('r')).toMatchObject([{ ok: false, error: { code: 'signer-refused' } }])
  })

  it('duplicate response: settles once, and the same frame from two relays too', () => {
    const set = waiting()
    const event = frame(set, { id: 'r', result: 'one' })
    receive(set, event)
    receive(set, event)
    receive(set, frame(set, { id: 'r', result: 'two' }))
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'one' }])
  })

  it('late error 20 s after the result: is ignored', () => {
    const manner: Partial<Manner> = { follows: { after: 20_000, reply: { error: 'request timed out' } } }
    const set = pairedStage({ manner })
    set.world.warm(set.clock.now() + 60_000)
    ask(set, 'sign_event', [SIGN])
    set.clock.advance(30_000)
    expect(set.world.outcomes('r')).toMatchObject([{ ok: true }])
    expect(set.world.line().ignored).toBeGreaterThan(0)
  })

  it('response for an unknown id: is ignored and counted', () => {
    const set = waiting()
    const ids = ['__proto__', 'other']
    const play = () => ids.forEach((id) => void receive(set, frame(set, { id, result: 'x' })))
    expect(ignoredBy(set, play)).toBe(2)
    expect(set.world.outcomes('r')).toEqual([])
  })

  it('wrong author: is ignored and counted', () => {
    const set = waiting()
    expect(ignoredBy(set, () => receive(set, frame(set, { id: 'r', result: 'x' }, keys(66))))).toBe(1)
    expect(set.world.outcomes('r')).toEqual([])
  })

  it.each<[string, (set: Stage) => SignedEvent]>([
    ['another kind', (set) => ({ ...frame(set, { id: 'r', result: 'x' }), kind: 1 })],
    ['noise for a content', (set) => ({ ...frame(set, '{}'), content: 'noise' })],
    ['an envelope cut short', (set) => ({ ...frame(set, { id: 'r' }), content: 'AgAA' })],
    ['text that is no JSON', (set) => frame(set, 'hello')],
    ['a JSON list', (set) => frame(set, [1, 2])],
    ['null', (set) => frame(set, 'null')],
    ['a request', (set) => frame(set, { id: 'r', method: 'connect', params: [] })],
    ['a response without id', (set) => frame(set, { result: 'x' })],
  ])('garbage (%s) is ignored and counted', (_, make) => {
    const set = waiting()
    expect(ignoredBy(set, () => receive(set, make(set)))).toBe(1)
    expect(set.world.outcomes('r')).toEqual([])
  })

  it('after cancel: is ignored', () => {
    const set = waiting()
    set.world.feed({ type: 'cancel', id: 'r' })
    nothingLeft(set)
    receive(set, frame(set, { id: 'r', result: 'x' }))
    expect(set.world.outcomes('r')).toEqual([{ ok: false, error: { code: 'cancelled' } }])
  })

  it('to the first id counts after Ask again', () => {
    const set = waiting()
    set.world.feed({ type: 'again', id: 'r', newId: 'r2' })
    receive(set, frame(set, { id: 'r', result: 'x' }))
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: 'x' }])
    nothingLeft(set)
  })

  it('on another relay than the request counts', () => {
    const set = signed({ faults: [{}, { refuse: 'blocked: no' }, {}], manner: { answersOn: ['wss://relay2.example'] } })
    expect(set.world.outcome('r')).toMatchObject({ ok: true })
  })

  it('from the wrong key, or under a wrong id, is no answer: the request expires', () => {
    for (const manner of [{ isWrongKey: true }, { isWrongId: true }])
      expect(signed({ manner }, 301_000).world.outcomes('r')).toEqual([{ ok: false, error: { code: 'expired' } }])
  })

  it('to a template that is no JSON ends in an error, not in a throw', () => {
    const set = waiting('sign_event', ['{'])
    receive(set, frame(set, { id: 'r', result: JSON.stringify(signAs(USER.secret, TEMPLATE)) }))
    expect(set.world.outcomes('r')).toEqual([{ ok: false, error: { code: 'bad-answer', detail: 'event' } }])
  })

  it('tells when the signer was last there, and asks to keep that at most once a minute', () => {
    const set = waiting()
    const before = set.world.line().answeredAt ?? 0
    set.world.effects.length = 0
    for (const id of ['a', 'b', 'c']) {
      ask(set, 'nip44_decrypt', ['p', 'c'], id)
      receive(set, frame(set, { id, result: 'x' }))
    }
    expect(set.world.line().answeredAt).toBe(set.clock.now())
    expect(set.world.line().answeredAt).toBeGreaterThan(before)
    expect(set.world.effects.filter(({ type }) => type === 'keep').length).toBeLessThanOrEqual(1)
  })
})

describe('an auth_url', () => {
  const auth = (set: Stage) => set.world.line().requests.r?.auth
  const page = (url: string) => ({ id: 'r', result: 'auth_url', error: url })

  it('is shown, settles nothing, gives a person’s time, and the answer follows', () => {
    const set = waiting('get_public_key', [])
    receive(set, frame(set, page('https://signer.example/a?b=c')))
    expect(auth(set)).toEqual({ url: 'https://signer.example/a?b=c', foreign: false })
    set.clock.advance(200_000)
    receive(set, frame(set, { id: 'r', result: USER.pubkey }))
    expect(set.world.outcomes('r')).toEqual([{ ok: true, value: USER.pubkey }])
  })

  it('of another key is marked foreign, and the peer’s own replaces it, never the other way', () => {
    const set = waiting()
    receive(set, frame(set, page('https://evil.example/'), keys(66)))
    expect(auth(set)).toEqual({ url: 'https://evil.example/', foreign: true })
    receive(set, frame(set, page('https://signer.example/')))
    receive(set, frame(set, page('https://evil.example/'), keys(66)))
    expect(auth(set)).toEqual({ url: 'https://signer.example/', foreign: false })
  })

  it('cannot be used to keep a request for ever', () => {
    const set = waiting()
    for (let n = 0; n < 10; n++) {
      receive(set, frame(set, page(`https://evil.example/${n}`), keys(66)))
      set.clock.advance(60_000)
    }
    expect(set.world.outcomes('r')).toEqual([{ ok: false, error: { code: 'expired' } }])
  })

  it.each([
    'http://signer.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://user:pw@signer.example/',
    'signer.example',
    '',
    `https://signer.example/${'x'.repeat(3_000)}`,
  ])('that is no plain https address is ignored: %.40s', (url) => {
    const set = waiting()
    expect(ignoredBy(set, () => receive(set, frame(set, page(url))))).toBe(1)
    expect(auth(set)).toBeNull()
  })

  it('for an unknown id is ignored', () => {
    const set = waiting()
    expect(
      ignoredBy(set, () => receive(set, frame(set, { ...page('https://signer.example/'), id: 'other' }, keys(66)))),
    ).toBe(1)
  })
})

describe('the cipher', () => {
  it('becomes NIP-04 for good once the signer answers in it', () => {
    const set = waiting()
    receive(set, frame(set, { id: 'r', result: 'x' }, SIGNER, 'nip04'))
    expect(set.world.outcome('r')).toEqual({ ok: true, value: 'x' })
    expect(set.world.effects.at(-1)).toMatchObject({ type: 'keep', session: { cipher: 'nip04' } })
    ask(set, 'nip44_decrypt', ['p', 'c'], 's')
    expect(set.world.line().requests.s?.event?.content).toContain('?iv=')
    receive(set, frame(set, { id: 's', result: 'y' }))
    expect(set.world.outcome('s')).toEqual({ ok: true, value: 'y' })
    expect(set.world.line().cipher).toBe('nip04')
  })

  it('does not change by another key’s frames', () => {
    const set = waiting()
    receive(set, frame(set, { id: 'r', result: 'x' }, keys(66), 'nip04'))
    expect(set.world.line().cipher).toBe('nip44')
  })
})

it('a step never changes the line it is given', () => {
  const set = waiting()
  const before = structuredClone(set.world.line())
  const line = set.world.line()
  step(
    line,
    { type: 'event', relay: 'wss://relay0.example', event: frame(set, { id: 'r', result: '' }) },
    set.clock.now(),
  )
  step(line, { type: 'tick' }, set.clock.now() + 1e9)
  step(line, { type: 'wake' }, set.clock.now())
  step(line, { type: 'closed', relay: 'wss://relay0.example', reason: 'x' }, set.clock.now())
  expect(line).toEqual(before)
})
