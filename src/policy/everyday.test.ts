import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOneByOne, SELF } from '../protocol/permission'
import type { Preset } from '../protocol/preset'
import { EVERYDAY, judgeByPreset, type Reason, rowOf } from './everyday'

describe('Everyday', () => {
  it.each<[string, boolean, 'allow' | 'ask', Reason]>([
    ['get_public_key', false, 'allow', 'who'],
    ['sign_event:1', false, 'allow', 'speech'],
    ['sign_event:7', false, 'allow', 'speech'],
    ['sign_event:31234', false, 'allow', 'draft'],
    ['sign_event:13', false, 'allow', 'message'],
    ['nip44_encrypt', false, 'allow', 'cipher'],
    ['nip44_encrypt', true, 'allow', 'cipher'],
    ['nip44_decrypt', true, 'allow', 'draft'],
    ['nip04_decrypt', true, 'allow', 'draft'],
    ['nip44_decrypt', false, 'ask', 'reading'],
    ['nip04_decrypt', false, 'ask', 'reading'],
    ['sign_event:0', false, 'ask', 'profile'],
    ['sign_event:3', false, 'ask', 'list'],
    ['sign_event:10002', false, 'ask', 'list'],
    ['sign_event:5', false, 'ask', 'deletion'],
    ['sign_event:30078', false, 'ask', 'settings'],
    ['sign_event:27235', false, 'ask', 'login'],
    ['sign_event:22242', false, 'ask', 'login'],
    ['sign_event:22242', true, 'ask', 'login'],
    ['sign_event:39999', false, 'ask', 'unknown'],
    ['sign_event', false, 'ask', 'unknown'],
    ['sign_psbt', false, 'ask', 'money'],
    ['sign_psbt', true, 'ask', 'money'],
    ['sign_schnorr', false, 'ask', 'blind'],
    ['', false, 'ask', 'unknown'],
    ['__proto__', true, 'ask', 'unknown'],
  ])('with %s (to oneself: %j) says %s, for %s', (permission, toSelf, said, reason) => {
    const about = { permission, ...(toSelf && { target: SELF }) }
    expect(judgeByPreset('everyday', about)).toBe(said)
    expect(rowOf(about).reason).toBe(reason)
  })

  it('has one row per permission', () => {
    const permissions = EVERYDAY.map((row) => row.permission)
    expect(new Set(permissions).size).toBe(permissions.length)
  })

  it('gives one reason for one answer', () => {
    for (const { reason, passes } of EVERYDAY)
      expect(EVERYDAY.filter((row) => row.reason === reason && row.passes !== passes)).toEqual([])
  })

  it('lets pass no replaceable or ephemeral kind: they overwrite or log in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(0, 3), fc.integer({ min: 10_000, max: 29_999 })), (kind) => {
        expect(judgeByPreset('everyday', { permission: `sign_event:${kind}` })).toBe('ask')
      }),
    )
  })
})

it.each<[Preset, 'allow' | 'ask']>([
  ['phone', 'allow'],
  ['ask', 'ask'],
])('the preset %s says %s to everything, but for what is looked at one by one', (preset, said) => {
  for (const permission of [...EVERYDAY.map((row) => row.permission), 'sign_event:39999'])
    expect(judgeByPreset(preset, { permission })).toBe(isOneByOne(permission) ? 'ask' : said)
})
