import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call } from './nip07'
import { requestOf } from './nip46'
import { ASKED_PERMISSIONS, isOneByOne, kindOf, type Permission, permissionOf, SELF, targetOf } from './permission'

const PEER = 'cd'.repeat(32)
const signOf = (kind: number): Call => ({
  method: 'signEvent',
  template: { kind, created_at: 1, tags: [], content: '' },
  pubkey: null,
})

describe('permissionOf', () => {
  it.each<[Call, Permission | null]>([
    [{ method: 'getPublicKey' }, 'get_public_key'],
    [{ method: 'getRelays' }, null],
    [signOf(0), 'sign_event:0'],
    [signOf(27_235), 'sign_event:27235'],
    [{ method: 'nip04.encrypt', peer: PEER, plaintext: 'x' }, 'nip04_encrypt'],
    [{ method: 'nip04.decrypt', peer: PEER, ciphertext: 'x' }, 'nip04_decrypt'],
    [{ method: 'nip44.encrypt', peer: PEER, plaintext: 'x' }, 'nip44_encrypt'],
    [{ method: 'nip44.decrypt', peer: PEER, ciphertext: 'x' }, 'nip44_decrypt'],
    [{ method: 'signPsbt', psbt: '70' }, 'sign_psbt'],
    [{ method: 'signSchnorr', hash: PEER }, 'sign_schnorr'],
  ])('of %j is %j', (call, permission) => {
    expect(permissionOf(call)).toBe(permission)
    // the name that the signer knows it by
    if (permission && call.method !== 'getPublicKey' && call.method !== 'getRelays')
      expect(permission.split(':')[0]).toBe(requestOf(call).method)
  })
})

describe('kindOf', () => {
  it('reads back the kind of any event', () => {
    fc.assert(
      fc.property(fc.nat(65_535), (kind) => {
        expect(kindOf(permissionOf(signOf(kind)) ?? '')).toBe(kind)
      }),
    )
  })

  it.each([
    'sign_event',
    'sign_event:',
    'sign_event:x',
    'sign_event:1.5',
    'sign_event:-1',
    'sign_event:1:2',
    'nip44_decrypt',
    '',
  ])('is null of %j', (permission) => {
    expect(kindOf(permission)).toBeNull()
  })
})

it('a pairing asks for both forms of sign_event, for Amber drops the bare one and Igloo needs it', () => {
  expect(ASKED_PERMISSIONS).toContain('sign_event')
  expect(ASKED_PERMISSIONS.some((permission) => kindOf(permission) !== null)).toBe(true)
  expect(new Set(ASKED_PERMISSIONS).size).toBe(ASKED_PERMISSIONS.length)
})

it('a pairing asks for nothing that a person is to look at one by one', () => {
  expect(ASKED_PERMISSIONS.filter(isOneByOne)).toEqual([])
  expect(['sign_psbt', 'sign_schnorr'].every(isOneByOne)).toBe(true)
})

describe('targetOf', () => {
  const USER = 'ab'.repeat(32)
  const sign = (kind: number, ...tags: string[][]): Call => ({
    method: 'signEvent',
    template: { kind, created_at: 1, tags, content: '' },
    pubkey: null,
  })
  const decrypt = (method: 'nip04.decrypt' | 'nip44.decrypt', peer: string): Call => ({ method, peer, ciphertext: 'x' })

  it.each<[string, Call, string | undefined]>([
    [
      'a NIP-98 log-in: its method and URL, without query and fragment',
      sign(27_235, ['u', 'https://api.example:8443/upload?token=1#x'], ['method', 'POST']),
      'POST https://api.example:8443/upload',
    ],
    ['a NIP-98 log-in without a method', sign(27_235, ['u', 'https://api.example']), 'https://api.example/'],
    ['a NIP-98 log-in to something that is no URL', sign(27_235, ['u', 'x y'], ['method', 'GET']), 'GET x y'],
    ['a NIP-98 log-in to nothing', sign(27_235), ''],
    [
      'a NIP-98 log-in to two places: both',
      sign(27_235, ['u', 'https://api.example/x'], ['method', 'GET'], ['u', 'https://bank.example/y']),
      'GET https://api.example/x https://bank.example/y',
    ],
    [
      'a NIP-42 log-in: its relay',
      sign(22_242, ['relay', 'wss://Relay.example/'], ['challenge', 'c']),
      'wss://relay.example',
    ],
    ['a note that has such tags', sign(1, ['u', 'https://api.example'], ['relay', 'wss://relay.example']), undefined],
    ['a decrypt of the own words', decrypt('nip44.decrypt', USER), SELF],
    ['a decrypt of another’s words', decrypt('nip04.decrypt', PEER), undefined],
    ['an encrypt to oneself', { method: 'nip44.encrypt', peer: USER, plaintext: '' }, undefined],
    ['the public key', { method: 'getPublicKey' }, undefined],
  ])('of %s', (_, call, target) => {
    expect(targetOf(call, USER)).toBe(target)
  })

  it('never throws and is never long, whatever a page puts into the tags', () => {
    fc.assert(
      fc.property(fc.constantFrom(22_242, 27_235), fc.array(fc.array(fc.string())), fc.string(), (kind, tags, u) => {
        const target = targetOf(sign(kind, ...tags, ['u', u], ['relay', u.repeat(50)]), USER)
        expect(target?.length).toBeLessThanOrEqual(300)
      }),
    )
  })
})
