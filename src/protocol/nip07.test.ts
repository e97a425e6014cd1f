import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { psbtOf, signedBy } from '../testing/bitcoin'
import { keys } from '../testing/keys'
import { fail } from './error'
import { byteLength, MAX_CALL_CHARS, MAX_PLAINTEXT_BYTES, MAX_REQUEST_BYTES } from './limits'
import { type Call, NIP07_METHODS, type Nip07Method, parseCall } from './nip07'
import { requestOf } from './nip46'

const NOW = 1_800_000_000
const PEER = 'cd'.repeat(32)
const TEMPLATE = { kind: 1, created_at: NOW, tags: [], content: 'hi' }
const PSBT = psbtOf([{ owner: keys(5).pubkey }])
const CIPHERS = ['nip04.encrypt', 'nip04.decrypt', 'nip44.encrypt', 'nip44.decrypt'] as const

const parse = (method: unknown, args: unknown) => parseCall(method, JSON.stringify(args), NOW)

describe('parseCall', () => {
  it.each<[string, unknown[], Call]>([
    ['getPublicKey', [], { method: 'getPublicKey' }],
    ['getPublicKey', ['ignored', 1], { method: 'getPublicKey' }],
    ['getRelays', [], { method: 'getRelays' }],
    ['signEvent', [TEMPLATE], { method: 'signEvent', template: TEMPLATE, pubkey: null }],
    ['signEvent', [{ ...TEMPLATE, pubkey: PEER }], { method: 'signEvent', template: TEMPLATE, pubkey: PEER }],
    ['signEvent', [{ kind: 1 }], { method: 'signEvent', template: { ...TEMPLATE, content: '' }, pubkey: null }],
    ['nip04.encrypt', [PEER, 'x'], { method: 'nip04.encrypt', peer: PEER, plaintext: 'x' }],
    ['nip44.encrypt', [PEER, ''], { method: 'nip44.encrypt', peer: PEER, plaintext: '' }],
    ['nip04.decrypt', [PEER, 'x?iv=y'], { method: 'nip04.decrypt', peer: PEER, ciphertext: 'x?iv=y' }],
    ['nip44.decrypt', [PEER, 'Ag'], { method: 'nip44.decrypt', peer: PEER, ciphertext: 'Ag' }],
    ['signPsbt', [PSBT], { method: 'signPsbt', psbt: PSBT }],
    ['signPsbt', [PSBT.toUpperCase(), 'ignored'], { method: 'signPsbt', psbt: PSBT }],
    ['signSchnorr', [PEER], { method: 'signSchnorr', hash: PEER }],
    ['signSchnorr', [PEER.toUpperCase()], { method: 'signSchnorr', hash: PEER }],
  ])('reads %s %j', (method, args, call) => {
    expect(parse(method, args)).toEqual({ ok: true, value: call })
  })

  it.each<[unknown, unknown, string]>([
    ['signevent', [TEMPLATE], 'method'],
    ['sign_event', [TEMPLATE], 'method'],
    ['nip44', [], 'method'],
    ['', [], 'method'],
    [undefined, [], 'method'],
    [['getPublicKey'], [], 'method'],
    [{ toString: 'getPublicKey' }, [], 'method'],
    ['__proto__', [], 'method'],
    ['constructor', [], 'method'],
    ['toString', [], 'method'],
    ['getPublicKey', {}, 'params'],
    ['getPublicKey', 'x', 'params'],
    ['getPublicKey', null, 'params'],
    ['signEvent', { 0: TEMPLATE, length: 1 }, 'params'],
    ['signEvent', [], 'event'],
    ['signEvent', ['{"kind":1}'], 'event'],
    ['nip44.encrypt', [], 'pubkey'],
    ['nip44.encrypt', ['npub1x', 'x'], 'pubkey'],
    ['nip44.encrypt', [PEER.toUpperCase(), 'x'], 'pubkey'],
    ['nip44.encrypt', [[PEER], 'x'], 'pubkey'],
    ['nip44.encrypt', [PEER], 'plaintext'],
    ['nip04.encrypt', [PEER, null], 'plaintext'],
    ['nip04.encrypt', [PEER, 5], 'plaintext'],
    ['nip04.decrypt', [PEER], 'ciphertext'],
    ['nip04.decrypt', [PEER, ''], 'ciphertext'],
    ['nip44.decrypt', [PEER, { x: 1 }], 'ciphertext'],
    ['signPsbt', [], 'psbt'],
    ['signPsbt', [{ psbt: PSBT }], 'psbt'],
    ['signPsbt', [''], 'psbt: malformed'],
    ['signPsbt', [`${PSBT}00`], 'psbt: malformed'],
    ['signPsbt', [Buffer.from(PSBT, 'hex').toString('base64')], 'psbt: base64'],
    ['signPsbt', ['70736274ff01020402000000010401010105010001fb0402000000000000'], 'psbt: version 2'],
    ['signSchnorr', [], 'hash'],
    ['signSchnorr', [7], 'hash'],
    ['signSchnorr', [`${PEER}00`], 'hash'],
    ['signSchnorr', ['hello'], 'hash'],
  ])('refuses %j %j for its %s', (method, args, detail) => {
    expect(parse(method, args)).toEqual({ ok: false, error: { code: 'invalid-call', detail } })
  })

  it.each<[unknown]>([['{'], [''], ['[1'], ['undefined'], [null], [[]], [7], ['['.repeat(100_000)]])(
    'refuses params that are no JSON text of an array (%#)',
    (params) => {
      expect(parseCall('getPublicKey', params, NOW)).toMatchObject({
        error: { code: 'invalid-call', detail: 'params' },
      })
    },
  )
})

describe('the size of a call', () => {
  /** Bytes of the request as the session sends it, with an id as long as ours are. */
  const requestBytes = (call: Call): number =>
    call.method === 'getPublicKey' || call.method === 'getRelays'
      ? 0
      : byteLength(JSON.stringify({ id: crypto.randomUUID(), ...requestOf(call) }))

  /** Bytes of the answer to a signEvent. */
  const answerBytes = (call: Call): number => {
    if (call.method !== 'signEvent') return 0
    const event = { ...call.template, id: PEER, pubkey: PEER, sig: PEER + PEER }
    return byteLength(JSON.stringify({ id: crypto.randomUUID(), result: JSON.stringify(event), error: '' }))
  }

  it.each<[string, Nip07Method, unknown[]]>([
    ['plaintext', 'nip44.encrypt', [PEER, 'x'.repeat(MAX_PLAINTEXT_BYTES + 1)]],
    ['plaintext', 'nip04.encrypt', [PEER, 'é'.repeat(MAX_PLAINTEXT_BYTES / 2 + 1)]],
    ['plaintext that JSON doubles', 'nip44.encrypt', [PEER, '"'.repeat(MAX_PLAINTEXT_BYTES)]],
    ['ciphertext', 'nip44.decrypt', [PEER, 'x'.repeat(MAX_REQUEST_BYTES)]],
    ['content', 'signEvent', [{ ...TEMPLATE, content: 'x'.repeat(MAX_REQUEST_BYTES) }]],
    ['content that JSON in JSON quadruples', 'signEvent', [{ ...TEMPLATE, content: '"'.repeat(10_240) }]],
    ['row of tags', 'signEvent', [{ ...TEMPLATE, tags: Array.from({ length: 10_000 }, () => ['p', PEER]) }]],
    ['PSBT', 'signPsbt', [psbtOf(Array(130).fill({ owner: keys(5).pubkey }))]],
    ['text that is no PSBT', 'signPsbt', ['z'.repeat(MAX_REQUEST_BYTES)]],
    ['10 MB content', 'signEvent', [{ ...TEMPLATE, content: 'x'.repeat(10_000_000) }]],
  ])('is too large for a long %s', (_, method, args) => {
    expect(parse(method, args)).toEqual({ ok: false, error: { code: 'too-large' } })
  })

  it('reads nothing that is far too long, whatever it says', () => {
    expect(parseCall('getPublicKey', `[${' '.repeat(MAX_CALL_CHARS)}]`, NOW)).toEqual(fail('too-large'))
  })

  it.each<[string, Nip07Method, unknown[]]>([
    ['plaintext at the limit', 'nip44.encrypt', [PEER, 'x'.repeat(MAX_PLAINTEXT_BYTES)]],
    [
      'JSON plaintext: a private list of 200 keys',
      'nip44.encrypt',
      [PEER, JSON.stringify(Array(200).fill(['p', PEER]))],
    ],
    ['JSON plaintext: 9,000 short strings', 'nip44.encrypt', [PEER, JSON.stringify(Array(9_000 / 3).fill('abc'))]],
    ['ciphertext', 'nip44.decrypt', [PEER, 'x'.repeat(MAX_REQUEST_BYTES - 202)]],
    ['follow list of 450', 'signEvent', [{ kind: 3, tags: Array.from({ length: 450 }, () => ['p', PEER]) }]],
  ])('has room for a %s', (_, method, args) => {
    expect(parse(method, args).ok).toBe(true)
  })

  it('leaves room in the answer for the signature of each input of a PSBT', () => {
    const { pubkey, secret } = keys(5)
    const largest = [70, 80, 90, 100, 110, 120, 130]
      .map((count) => psbtOf(Array(count).fill({ owner: pubkey, sighash: 1 })))
      .findLast((psbt) => parse('signPsbt', [psbt]).ok)
    const answer = signedBy(largest ?? '', secret)
    expect(answer.length).toBeGreaterThan(MAX_REQUEST_BYTES / 2)
    expect(answer.length + 100).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
  })

  it('keeps request and answer within MAX_REQUEST_BYTES whatever the text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', 'é', '\u0000', '\ud800', '😀', 'x'))
    fc.assert(
      fc.property(fc.constantFrom(...NIP07_METHODS), text, fc.nat(45_000), (method, unit, length) => {
        const long = unit.repeat(Math.ceil(length / Math.max(unit.length, 1))).slice(0, length)
        const parsed = parse(method, method === 'signEvent' ? [{ kind: 1, content: long }] : [PEER, long])
        if (!parsed.ok) return
        expect(requestBytes(parsed.value)).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
        expect(answerBytes(parsed.value)).toBeLessThanOrEqual(MAX_REQUEST_BYTES)
      }),
      { numRuns: 100 },
    )
  })
})

describe('whatever comes through the door', () => {
  const keysOf: Record<Nip07Method, string[]> = {
    getPublicKey: ['method'],
    getRelays: ['method'],
    signEvent: ['method', 'pubkey', 'template'],
    'nip04.encrypt': ['method', 'peer', 'plaintext'],
    'nip44.encrypt': ['method', 'peer', 'plaintext'],
    'nip04.decrypt': ['ciphertext', 'method', 'peer'],
    'nip44.decrypt': ['ciphertext', 'method', 'peer'],
    signPsbt: ['method', 'psbt'],
    signSchnorr: ['hash', 'method'],
  }

  it('never throws, and passes nothing unknown', () => {
    const method = fc.oneof(fc.constantFrom<string[]>(...NIP07_METHODS, '__proto__', 'constructor'), fc.anything())
    const arg = fc.oneof(fc.jsonValue(), fc.constant(PEER), fc.record({ kind: fc.nat(70_000), x: fc.jsonValue() }))
    const params = fc.oneof(
      fc.array(arg).map((args) => JSON.stringify(args)),
      fc.json(),
      fc.string(),
      fc.anything(),
    )
    fc.assert(
      fc.property(method, params, (name, text) => {
        const parsed = parseCall(name, text, NOW)
        if (parsed.ok) expect(Object.keys(parsed.value).sort()).toEqual(keysOf[parsed.value.method])
        else expect(['invalid-call', 'too-large']).toContain(parsed.error.code)
      }),
      { numRuns: 400 },
    )
  })

  it.each(CIPHERS)('%s takes nothing from a prototype', (method) => {
    expect(parseCall(method, `[{"__proto__":{"0":"${PEER}"}}]`, NOW).ok).toBe(false)
  })
})
