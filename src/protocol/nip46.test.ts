import { schnorr } from '@noble/curves/secp256k1.js'
import fc from 'fast-check'
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex, hexToBytes } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { psbtOf, signedBy } from '../testing/bitcoin'
import { seal, unseal } from './envelope'
import type { EventTemplate } from './event'
import type { SignerCall } from './nip07'
import {
  checkAnswer,
  isAuthUrl,
  METHODS,
  parseRequest,
  parseResponse,
  type RequestMethod,
  type Response,
  requestOf,
} from './nip46'

const PEER = 'cd'.repeat(32)
const secretKey = generateSecretKey()
const user = getPublicKey(secretKey)
const template: EventTemplate = { kind: 1, created_at: 1_800_000_000, tags: [['t', 'x']], content: 'hi' }
const sign = (asked: EventTemplate, key = secretKey) =>
  JSON.parse(JSON.stringify(finalizeEvent(structuredClone(asked), key))) as Record<string, unknown>
const signed = sign(template)
const psbt = psbtOf([{ owner: user }])
const schnorrOf = (key: Uint8Array) => bytesToHex(schnorr.sign(hexToBytes(PEER), key))
const signedPsbt = signedBy(psbt, bytesToHex(secretKey))
const schnorrSig = schnorrOf(secretKey)
const allMethods = Object.keys(METHODS) as RequestMethod[]

const paramsOf: Record<RequestMethod, string[]> = {
  connect: [PEER, 'S3cret'],
  get_public_key: [],
  sign_event: [JSON.stringify(template)],
  nip04_encrypt: [PEER, 'x'],
  nip04_decrypt: [PEER, 'x?iv=y'],
  nip44_encrypt: [PEER, 'x'],
  nip44_decrypt: [PEER, 'Ag'],
  sign_psbt: [psbt],
  sign_schnorr: [PEER],
  ping: [],
  switch_relays: [],
  logout: [],
}
const answer = (method: RequestMethod, response: Partial<Response>, by: string | null = user) =>
  checkAnswer({ method, params: paramsOf[method] }, { id: '1', result: undefined, error: '', ...response }, by)

describe('parseResponse', () => {
  it.each<[string, string, Response]>([
    ['a plain answer', '{"id":"1","result":"ack"}', { id: '1', result: 'ack', error: '' }],
    ['a numeric id', '{"id":7,"result":"ack"}', { id: '7', result: 'ack', error: '' }],
    ['error null', '{"id":"1","result":"ack","error":null}', { id: '1', result: 'ack', error: '' }],
    ['error "" on success (Aegis)', '{"id":"1","result":"","error":""}', { id: '1', result: '', error: '' }],
    [
      'an error beside a result (nsec.app)',
      '{"id":"1","result":"error","error":"no"}',
      { id: '1', result: 'error', error: 'no' },
    ],
    ['an error without a result (nak)', '{"id":"1","error":"no"}', { id: '1', result: undefined, error: 'no' }],
    [
      'an error that is an object',
      '{"id":"1","error":{"code":4}}',
      { id: '1', result: undefined, error: '{"code":4}' },
    ],
    ['a result that is an object', '{"id":"1","result":{"a":1}}', { id: '1', result: { a: 1 }, error: '' }],
    [
      'an id that is the secret (Igloo)',
      '{"id":"S3cret","result":"S3cret"}',
      { id: 'S3cret', result: 'S3cret', error: '' },
    ],
    ['nothing but an id', '{"id":""}', { id: '', result: undefined, error: '' }],
    [
      'only the known fields',
      '{"id":"1","result":1,"x":2,"__proto__":{"error":"e"}}',
      { id: '1', result: 1, error: '' },
    ],
  ])('reads %s', (_, text, expected) => {
    expect(parseResponse(text)).toEqual(expected)
  })

  it.each([
    ['no JSON', 'ack'],
    ['nothing', ''],
    ['null', 'null'],
    ['an array', '[{"id":"1"}]'],
    ['a text', '"id"'],
    ['no id', '{"result":"ack"}'],
    ['an id of another type', '{"id":null,"result":"ack"}'],
    ['an id on a prototype', '{"__proto__":{"id":"1"},"result":"ack"}'],
    ['a request (2023 signers send connect)', '{"id":"1","method":"connect","params":[]}'],
  ])('is null for %s', (_, text) => {
    expect(parseResponse(text)).toBeNull()
  })

  it('never throws, and gives exactly id, result and error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.json().map((json) => `{"id":"1","result":${json}}`),
        ),
        (text) => {
          const response = parseResponse(text)
          if (response) expect(Object.keys(response).sort()).toEqual(['error', 'id', 'result'])
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('parseRequest', () => {
  it.each([
    [
      'a connect of 2023',
      '{"id":"17","method":"connect","params":["ab"]}',
      { id: '17', method: 'connect', params: ['ab'] },
    ],
    ['a numeric id', '{"id":17,"method":"disconnect","params":[]}', { id: '17', method: 'disconnect', params: [] }],
    ['params of any type', '{"id":"1","method":"x","params":[1,{}],"y":2}', { id: '1', method: 'x', params: [1, {}] }],
  ])('reads %s', (_, text, expected) => {
    expect(parseRequest(text)).toEqual(expected)
  })

  it.each([
    ['an answer', '{"id":"1","result":"ack","error":null}'],
    ['no id', '{"method":"connect","params":[]}'],
    ['a long id', JSON.stringify({ id: 'x'.repeat(65), method: 'connect', params: [] })],
    ['a method that is no text', '{"id":"1","method":{},"params":[]}'],
    ['params that are no list', '{"id":"1","method":"connect","params":"ab"}'],
    ['no JSON', 'connect'],
    ['a list', '[{"id":"1","method":"connect","params":[]}]'],
  ])('is null for %s', (_, text) => {
    expect(parseRequest(text)).toBeNull()
  })

  it('never throws, and nothing is both a request and a response', () => {
    const object = fc.record(
      {
        id: fc.oneof(fc.string(), fc.integer()),
        method: fc.jsonValue(),
        params: fc.jsonValue(),
        result: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          object.map((fields) => JSON.stringify(fields)),
        ),
        (text) => {
          expect(parseRequest(text) !== null && parseResponse(text) !== null).toBe(false)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('isAuthUrl', () => {
  it.each([
    ['auth_url', 'https://x.example', true],
    ['auth_url', '', true],
    ['ack', 'https://x.example', false],
    [undefined, 'auth_url', false],
    [['auth_url'], '', false],
  ])('of result %j and error %j is %j', (result, error, expected) => {
    expect(isAuthUrl({ id: '1', result, error })).toBe(expected)
  })
})

describe('checkAnswer passes', () => {
  const ends = { clientSecretKey: 'ab'.repeat(32), peer: user }
  const nip44 = seal(ends, 'nip44', 'x', 1).content
  const nip04 = seal(ends, 'nip04', '', 1).content

  it.each<[RequestMethod, string, unknown, unknown]>([
    ['connect', 'ack', 'ack', 'ack'],
    ['connect', 'the echoed secret', 'S3cret', 'S3cret'],
    ['get_public_key', 'a key', user, user],
    ['sign_event', 'JSON text', JSON.stringify(signed), signed],
    ['sign_event', 'a raw object', signed, signed],
    ['sign_event', 'an event with more fields, without them', { ...signed, relays: [] }, signed],
    ['nip44_encrypt', 'a NIP-44 payload', nip44, nip44],
    ['nip04_encrypt', 'a NIP-04 payload of nothing', nip04, nip04],
    ['nip44_decrypt', 'an empty plaintext', '', ''],
    ['nip04_decrypt', 'an empty plaintext', '', ''],
    ['nip44_decrypt', 'the plaintext "error"', 'error', 'error'],
    ['nip44_decrypt', 'a plaintext that is JSON', '{"error":"x"}', '{"error":"x"}'],
    ['nip44_decrypt', 'a plaintext that only sounds like Aegis', 'no scientific method', 'no scientific method'],
    ['sign_psbt', 'the PSBT, signed', signedPsbt, signedPsbt],
    ['sign_psbt', 'it in upper case', signedPsbt.toUpperCase(), signedPsbt],
    ['sign_schnorr', 'a signature', schnorrSig, schnorrSig],
    ['sign_schnorr', 'one in upper case', schnorrSig.toUpperCase(), schnorrSig],
    ['ping', 'pong', 'pong', 'pong'],
    ['switch_relays', 'a JSON text of an array', '["wss://a.example"]', ['wss://a.example']],
    ['switch_relays', 'a raw array (applesauce)', ['wss://a.example'], ['wss://a.example']],
    ['switch_relays', '"null" (bunker46, Clave)', 'null', null],
    ['switch_relays', 'a raw null (Primal)', null, null],
    ['switch_relays', 'an empty array', [], []],
    ['logout', 'ack', 'ack', 'ack'],
    ['logout', 'nothing to say', '', ''],
    ['logout', 'null (the disconnect of 2023)', null, null],
  ])('%s answered by %s', (method, _, result, value) => {
    expect(answer(method, { result })).toEqual({ ok: true, value })
  })

  it.each(['"', '\u0000', '{}', 'no method', 'null', 'auth'])('the plaintext %j as it is', (result) => {
    expect(answer('nip44_decrypt', { result })).toEqual({ ok: true, value: result })
  })
})

describe('checkAnswer refuses as bad-answer', () => {
  it.each<[RequestMethod, unknown]>([
    ['connect', ''],
    ['connect', 'another'],
    ['connect', 'ACK'],
    ['connect', true],
    ['get_public_key', ''],
    ['get_public_key', 'npub1xyz'],
    ['get_public_key', user.toUpperCase()],
    ['get_public_key', `${user}00`],
    ['get_public_key', undefined],
    ['sign_event', ''],
    ['sign_event', 'ack'],
    ['sign_event', '{'],
    ['sign_event', undefined],
    ['sign_event', null],
    ['sign_event', [signed]],
    ['sign_event', JSON.stringify([signed])],
    ['sign_event', signed.sig],
    ['sign_event', template],
    ['sign_event', { ...signed, sig: '0'.repeat(128) }],
    ['sign_event', { ...signed, id: '0'.repeat(64) }],
    ['sign_event', sign({ ...template, content: 'other' })],
    ['sign_event', sign(template, generateSecretKey())],
    ['nip44_encrypt', ''],
    ['nip44_encrypt', 'x'],
    ['nip44_encrypt', 'x?iv=y'],
    ['nip44_encrypt', `B${'a'.repeat(131)}`],
    ['nip44_encrypt', { ciphertext: 'A' }],
    ['nip04_encrypt', ''],
    ['nip04_encrypt', 'plain text'],
    ['nip04_encrypt', 'abcd'],
    ['nip04_encrypt', 'abcd?iv='],
    ['nip04_encrypt', 'abcd?iv=abcd&x'],
    ['nip44_decrypt', undefined],
    ['nip44_decrypt', null],
    ['nip44_decrypt', 7],
    ['nip44_decrypt', { plaintext: 'x' }],
    ['nip04_decrypt', ['x']],
    ['sign_psbt', ''],
    ['sign_psbt', 'ack'],
    ['sign_psbt', psbt],
    ['sign_psbt', { psbt: signedPsbt }],
    ['sign_psbt', Buffer.from(signedPsbt, 'hex').toString('base64')],
    ['sign_psbt', signedBy(psbtOf([{ owner: user }], [{ amount: 1n }]), bytesToHex(secretKey))],
    ['sign_schnorr', ''],
    ['sign_schnorr', PEER],
    ['sign_schnorr', { sig: schnorrSig }],
    ['sign_schnorr', schnorrOf(generateSecretKey())],
    ['ping', 'ack'],
    ['ping', ''],
    ['switch_relays', undefined],
    ['switch_relays', ''],
    ['switch_relays', 'ack'],
    ['switch_relays', '{"relays":[]}'],
    ['switch_relays', { 0: 'wss://a.example', length: 1 }],
    ['logout', undefined],
  ])('%s answered by %j', (method, result) => {
    expect(answer(method, { result })).toMatchObject({ ok: false, error: { code: 'bad-answer' } })
  })

  it.each<[RequestMethod, unknown]>([
    ['sign_event', signed],
    ['sign_psbt', signedPsbt],
    ['sign_schnorr', schnorrSig],
  ])('%s before anyone is paired', (method, result) => {
    expect(answer(method, { result }, null)).toMatchObject({ error: { code: 'bad-answer' } })
  })

  it('an empty result to a connect without a secret', () => {
    for (const params of [[PEER], [PEER, '']])
      expect(checkAnswer({ method: 'connect', params }, { id: '1', result: '', error: '' }, null).ok).toBe(false)
  })

  it('any answer to a stored request that is corrupt, without throwing', () => {
    for (const params of [[], [''], ['{'], ['null']])
      expect(checkAnswer({ method: 'sign_event', params }, { id: '1', result: signed, error: '' }, user).ok).toBe(false)
  })
})

describe('an error from the signer', () => {
  it.each<[string, string]>([
    ['signer-refused', 'user rejected'],
    ['signer-refused', 'Not authorized'],
    // Amber, to a client that was removed; it has other words for a refusal
    ['session-ended', 'no permission'],
    ['signer-refused', 'no permission for this method'],
    ['signer-refused', 'method not allowed'],
    ['session-ended', 'Unknown client'],
    ['session-ended', 'Received request from unknown client'],
    ['session-ended', 'session expired'],
    ['session-ended', 'Unauthorized'],
    ['session-ended', 'client is not authorized'],
    ['signer-refused', 'the client may not sign kind 4'],
    ['signer-refused', 'request timed out'],
    ['unsupported', 'Unknown method'],
    ['unsupported', 'unknown method: nip44_encrypt'],
    ['unsupported', 'Unrecognized method: nip44_encrypt'],
    ['unsupported', 'Unsupported method: nip44_encrypt'],
    ['unsupported', 'method not supported'],
    ['unsupported', 'Method not found'],
    ['unsupported', 'Method nip44_encrypt is not implemented'],
    ['unsupported', 'not a supported method'],
    ['unsupported', 'no such method'],
    ['unsupported', 'no nip44_encrypt method'],
    ['unsupported', "Cannot read properties of undefined (reading 'apply')"],
    ['unsupported', "Cannot read property 'apply' of undefined"],
    ['unsupported', 'this[method] is not a function'],
    ['signer-refused', "Cannot read properties of undefined (reading 'seckey')"],
  ])('is %s where it says %j', (code, error) => {
    expect(answer('nip44_encrypt', { error })).toEqual({ ok: false, error: { code, detail: error } })
  })

  it.each(allMethods)('is never a success for %s, whatever stands beside it', (method) => {
    for (const result of ['error', 'ack', 'pong', 'S3cret', user, signed, '[]', '', null])
      expect(answer(method, { result, error: 'no' })).toMatchObject({ ok: false, error: { detail: 'no' } })
  })

  it.each<RequestMethod>(['ping', 'switch_relays', 'logout'])('means that %s is not known', (method) => {
    expect(answer(method, { error: 'invalid request' })).toMatchObject({ error: { code: 'unsupported' } })
  })

  it.each(allMethods)('may stand in the result, as Aegis does for a %s it does not know', (method) => {
    expect(answer(method, { result: `no ${method} method` })).toMatchObject({ error: { code: 'unsupported' } })
  })
})

describe('checkAnswer', () => {
  it('never throws, and never passes a random result where a shape is asked', () => {
    const shaped = fc.constantFrom<RequestMethod>(
      ...(['connect', 'get_public_key', 'sign_event', 'nip44_encrypt', 'ping', 'sign_psbt', 'sign_schnorr'] as const),
    )
    fc.assert(
      fc.property(shaped, fc.oneof(fc.jsonValue(), fc.string(), fc.anything()), (method, result) => {
        expect(answer(method, { result }).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('never throws for the methods that take any text or list', () => {
    const loose = fc.constantFrom<RequestMethod>('nip04_decrypt', 'nip44_decrypt', 'switch_relays', 'logout')
    fc.assert(
      fc.property(loose, fc.anything(), fc.string(), (method, result, error) => void answer(method, { result, error })),
    )
  })
})

describe('requestOf', () => {
  it.each<[SignerCall, RequestMethod, string[]]>([
    [{ method: 'signEvent', template, pubkey: user }, 'sign_event', [JSON.stringify(template)]],
    [{ method: 'nip04.encrypt', peer: PEER, plaintext: 'x' }, 'nip04_encrypt', [PEER, 'x']],
    [{ method: 'nip44.encrypt', peer: PEER, plaintext: '' }, 'nip44_encrypt', [PEER, '']],
    [{ method: 'nip04.decrypt', peer: PEER, ciphertext: 'c' }, 'nip04_decrypt', [PEER, 'c']],
    [{ method: 'nip44.decrypt', peer: PEER, ciphertext: 'c' }, 'nip44_decrypt', [PEER, 'c']],
    [{ method: 'signPsbt', psbt: 'ab' }, 'sign_psbt', ['ab']],
    [{ method: 'signSchnorr', hash: PEER }, 'sign_schnorr', [PEER]],
  ])('of %j is %s', (call, method, params) => {
    expect(requestOf(call)).toEqual({ method, params })
  })

  it('survives the envelope: the signer reads what was asked', () => {
    const phone = generateSecretKey()
    const client = generateSecretKey()
    const hex = (key: Uint8Array) => Buffer.from(key).toString('hex')
    const request = { id: '1', ...requestOf({ method: 'signEvent', template, pubkey: null }) }
    const event = seal({ clientSecretKey: hex(client), peer: getPublicKey(phone) }, 'nip44', JSON.stringify(request), 1)
    const read = JSON.parse(unseal({ clientSecretKey: hex(phone), peer: event.pubkey }, event.content) ?? '')
    expect(JSON.parse(read.params[0])).toEqual(template)
  })
})
