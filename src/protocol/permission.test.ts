import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Call } from './nip07'
import { requestOf } from './nip46'
import { ASKED_PERMISSIONS, kindOf, type Permission, permissionOf } from './permission'

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
