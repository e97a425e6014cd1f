import fc from 'fast-check'
import { npubEncode } from 'nostr-tools/nip19'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../protocol/error'
import type { Call } from '../protocol/nip07'
import type { Delivery, InFlight, Line, Pairing } from '../signer/line'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { snapshotOf } from './snapshot'
import { emptyState, type OpenCall, type State } from './state'

const NOW = 1_795_000_000_000
const USERS = [keys(2).pubkey, keys(4).pubkey]
const USER = keys(2).pubkey
const SITE = 'https://site.example'
const RELAYS = ['wss://one.example', 'wss://two.example/']

/** What must never be seen, each marked so that it cannot be missed. */
const SECRET_KEY = 'dead'.repeat(16)
const [PLAINTEXT, TOKEN_SECRET] = ['what-she-wrote', 'spent-only-once']

const line = (more: Partial<Line> = {}): Line => ({
  ...{ id: 'line', clientSecretKey: SECRET_KEY, clientPubkey: keys(10).pubkey, peer: keys(1).pubkey, user: USER },
  ...{ relays: RELAYS, former: null, cipher: 'nip44', answeredAt: null, switchedAt: null, pairedAt: NOW },
  ...{ learned: {}, signer: null, pairing: null, requests: {}, open: [], trouble: {}, ignored: 0 },
  ...more,
})

const request = (id: string, more: Partial<InFlight> = {}): InFlight => ({
  ...{ id, ids: [id], method: 'nip44_decrypt', params: [keys(5).pubkey, 'Acipher'], askedAt: NOW, auth: null },
  ...{ event: { ...emptyEvent, id: 'e'.repeat(64) }, deliveries: {}, takenAt: null, deadline: NOW + 30_000 },
  ...more,
})
const emptyEvent = { pubkey: keys(10).pubkey, kind: 24_133, created_at: 1, tags: [], content: '', sig: 'f'.repeat(128) }

const NOTE = { kind: 1, created_at: 1, tags: [['t', 'x']], content: 'hello' }
const call = (id: string, more: Partial<OpenCall> = {}): OpenCall => ({
  ...{ id, call: { method: 'signEvent', template: NOTE, pubkey: null }, account: USER, origin: SITE },
  ...{ topOrigin: null, tabId: 1, size: 100, askedAt: NOW, stage: { at: 'signer', request: id } },
  ...more,
})

const paired = (): State => ({
  ...emptyState(),
  sessions: { [USER]: { ...sessionOf(USER, keys(1).pubkey, RELAYS), clientSecretKey: SECRET_KEY } },
  lines: { line: line() },
  settings: { ...emptyState().settings, relays: RELAYS, account: USER },
})

const byId = <T extends { id: string }>(...all: T[]) => Object.fromEntries(all.map((one) => [one.id, one]))
const snap = (state: State) => snapshotOf(state, '1.2.3', NOW)

const auth = fc.option(fc.record({ url: fc.constant('https://a.example/x'), foreign: fc.boolean() }))
const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record({ state: fc.constantFrom('due' as const, 'sent' as const, 'taken' as const) }),
  fc.record({ state: fc.constant('refused' as const), reason: fc.string() }),
)
const somePairing: fc.Arbitrary<Pairing> = fc.record(
  {
    ...{ flow: fc.constant('bunker' as const), token: fc.constant(null), secret: fc.constant(TOKEN_SECRET) },
    stage: fc.constantFrom<Pairing['stage']>('connecting', 'waiting', 'answered', 'paired', 'failed'),
    ...{ startedAt: fc.constant(NOW), error: fc.constantFrom(null, { code: 'pairing-silent' as const }) },
    auth: fc.record({ url: fc.constant('https://b.example/'), foreign: fc.constant(true) }),
  },
  { requiredKeys: ['flow', 'token', 'secret', 'stage', 'startedAt', 'error'] },
)
const someCall: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ method: fc.constantFrom('getPublicKey' as const, 'getRelays' as const) }),
  fc.record({ method: fc.constant('signEvent' as const), template: fc.constant(NOTE), pubkey: fc.constant(null) }),
  fc.record({
    method: fc.constantFrom('nip04.encrypt' as const, 'nip44.encrypt' as const),
    ...{ peer: fc.constant(USER), plaintext: fc.string() },
  }),
  fc.record({
    method: fc.constantFrom('nip04.decrypt' as const, 'nip44.decrypt' as const),
    ...{ peer: fc.constant(USER), ciphertext: fc.string() },
  }),
)
const outcome: fc.Arbitrary<Outcome> = fc.constant({ ok: true, value: PLAINTEXT })
const stage = (id: string): fc.Arbitrary<OpenCall['stage']> =>
  fc.oneof(
    fc.record({ at: fc.constant('consent' as const) }),
    fc.record({ at: fc.constant('signer' as const), request: fc.constantFrom(id, 'c0') }),
    fc.record({ at: fc.constant('answered' as const), outcome, since: fc.constant(NOW) }),
  )

const waiting = { isCautious: false, askedAt: NOW, shownAt: null }

const state: fc.Arbitrary<State> = fc
  .record({
    isPaired: fc.boolean(),
    pairing: fc.option(somePairing),
    calls: fc.array(fc.tuple(someCall, stage('c0'), fc.constantFrom(...USERS), fc.integer({ min: 0, max: NOW })), {
      maxLength: 6,
    }),
    deliveries: fc.dictionary(fc.constantFrom(...RELAYS), delivery),
    ...{ auth, takenAt: fc.option(fc.constant(NOW)), open: fc.subarray(RELAYS) },
    approved: fc.array(fc.constantFrom('c0', 'c1', 'c2', 'gone'), { maxLength: 4 }),
  })
  .map(({ isPaired, pairing, calls, deliveries, auth, takenAt, open, approved }) => {
    const opened = calls.map(([wish, at, account, askedAt], n) =>
      call(`c${n}`, { call: wish, stage: at, account, askedAt }),
    )
    const requests = byId(...opened.map(({ id }) => request(id, { deliveries, auth, takenAt })))
    const approval = { id: 'a', account: USER, origin: SITE, permission: 'nip44_decrypt', ...waiting }
    return {
      ...(isPaired ? paired() : emptyState()),
      lines: byId(line({ requests, open }), line({ id: 'other', user: null, pairing, requests })),
      calls: byId(...opened),
      approvals: [{ ...approval, callIds: approved }],
    }
  })

describe('a snapshot', () => {
  it('never holds a secret key, the secret of a pasted token, or what a decrypt gave', () => {
    fc.assert(
      fc.property(state, (random) => {
        const text = JSON.stringify(snap(random))
        for (const secret of [SECRET_KEY, PLAINTEXT, TOKEN_SECRET]) expect(text).not.toContain(secret)
      }),
      { numRuns: 500 },
    )
  })

  it('shows each call at most once: as a question or as pending, in the order in which they came', () => {
    fc.assert(
      fc.property(state, (random) => {
        const { pending } = snap(random)
        const ids = pending.map(({ callId }) => callId)
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) expect(random.calls[id]?.stage.at).toBe('signer')
        expect(pending.map(({ since }) => since)).toEqual(pending.map(({ since }) => since).sort((a, b) => a - b))
      }),
      { numRuns: 500 },
    )
  })

  it('survives the way to the panel as it is', () => {
    fc.assert(
      fc.property(state, (random) => {
        const taken = snap(random)
        expect(JSON.parse(JSON.stringify(taken))).toEqual(taken)
      }),
    )
  })

  it('of nothing says that nobody is paired', () => {
    expect(snap(emptyState())).toMatchObject({ pairing: null, account: null, accounts: [], approvals: [], pending: [] })
  })

  it('keeps the approvals in their order, each with its calls in theirs, and leaves empty ones out', () => {
    const ask = (id: string, ...callIds: string[]) => ({
      ...{ id, account: USER, origin: SITE, permission: 'sign_event:1', callIds, ...waiting },
    })
    const calls = byId(...['c', 'a', 'b'].map((id) => call(id, { stage: { at: 'consent' } })))
    const { approvals } = snap({ ...paired(), calls, approvals: [ask('2', 'b', 'a'), ask('3', 'gone'), ask('1', 'c')] })
    expect(approvals.map(({ id, calls: shown }) => [id, shown.map(({ callId }) => callId)])).toEqual([
      ['2', ['b', 'a']],
      ['1', ['c']],
    ])
    expect(approvals[0]).toMatchObject({ npub: npubEncode(USER), origin: SITE, permission: 'sign_event:1' })
  })

  const taken: Delivery = { state: 'taken' }
  it.each<[string, Partial<InFlight>, object]>([
    ['no relay has it', { deliveries: { a: { state: 'sent' } } }, { stage: 'connecting', takenBy: 0, expiresAt: null }],
    [
      'one of two relays has it',
      { takenAt: NOW, deliveries: { a: taken, b: { state: 'sent' } } },
      { stage: 'taken', takenBy: 1, relays: 2, expiresAt: NOW + 30_000, trouble: null },
    ],
    [
      'one has it and one refused it',
      { takenAt: NOW, deliveries: { a: taken, b: { state: 'refused', reason: 'blocked: you' } } },
      { stage: 'taken', takenBy: 1, trouble: { detail: 'blocked: you' } },
    ],
    [
      'the signer wants a page opened',
      { takenAt: NOW, auth: { url: 'https://a.example:81/x', foreign: true } },
      { stage: 'auth', auth: { domain: 'a.example:81', foreign: true } },
    ],
  ])('when %s, says so', (_, more, view) => {
    const { pending } = snap({
      ...paired(),
      calls: byId(call('c')),
      lines: { line: line({ requests: byId(request('c', more)) }) },
    })
    expect(pending).toMatchObject([{ callId: 'c', asked: { method: 'sign_event', template: NOTE }, ...view }])
  })

  it('tells how each relay of the line stands', () => {
    const trouble = { [RELAYS[1] ?? '']: { code: 'no-relay' as const, detail: 'gone' } }
    const relays = ['wss://one.example', 'wss://two.example/', 'wss://three.example']
    const { accounts } = snap({
      ...paired(),
      lines: { line: line({ relays, open: ['wss://one.example/'], trouble }) },
    })
    expect(accounts[0]?.lights.map(({ state: at }) => at)).toEqual(['open', 'closed', 'connecting'])
  })

  it('lists sites by their last use', () => {
    const rule = (origin: string) => ({ account: USER, origin, permission: 'sign_event:1', allow: true, until: null })
    const rules = ['https://a.example', 'https://b.example', 'https://c.example'].map(rule)
    const seen = { [`${USER} https://b.example`]: 2, [`${USER} https://a.example`]: 1 }
    expect(snap({ ...paired(), rules, seen }).sites.map(({ origin, lastAt }) => [origin, lastAt])).toEqual([
      ['https://b.example', 2],
      ['https://a.example', 1],
      ['https://c.example', null],
    ])
  })
})
