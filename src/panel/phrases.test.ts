import { describe, expect, it, vi } from 'vitest'
import { approval, sign } from '../../e2e/panel/snapshots'
import type { RuleView } from '../wire/panel'
import { kindName } from './kinds'
import { askedTitle, permissionTitle, question, ruleVerdict } from './phrases'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/world')
  return { default: { i18n: { getMessage } } }
})

const NOW = Date.UTC(2026, 10, 22, 12)

describe('kindName', () => {
  it.each([
    [1, 'short note'],
    [30_023, 'article'],
    [54_321, 'kind 54321'],
  ])('calls %i %s', (kind, name) => {
    expect(kindName(kind)).toBe(name)
  })
})

describe('permissionTitle', () => {
  it.each([
    ['get_public_key', 'See your public key'],
    ['sign_event:0', 'Sign: profile'],
    ['nip04_decrypt', 'Read an encrypted message'],
    ['nip44_encrypt', 'Encrypt a message'],
    ['something_new', 'something_new'],
  ])('reads %s as %s', (permission, title) => {
    expect(permissionTitle(permission)).toBe(title)
  })

  it('reads a permission as it reads the call that needs it', () => {
    expect(permissionTitle('sign_event:7')).toBe(askedTitle(sign({ kind: 7 })))
  })
})

describe('question', () => {
  it.each([
    [1, 'wants you to sign: short note.'],
    [20, 'wants you to sign 20 events: short note.'],
  ])('asks about %i equal calls in one sentence', (count, sentence) => {
    const calls = Array.from({ length: count }, (_, i) => ({ callId: `c${i}`, asked: sign() }))
    expect(question(approval({ calls }))).toBe(sentence)
  })
})

describe('ruleVerdict', () => {
  it.each<[Omit<RuleView, 'permission'>, RegExp]>([
    [{ allow: true, until: null }, /^Always allowed$/],
    [{ allow: false, until: null }, /^Never allowed$/],
    [{ allow: true, until: 'session' }, /^Allowed until the browser closes$/],
    [{ allow: false, until: 'session' }, /^Denied until the browser closes$/],
    [{ allow: true, until: NOW + 60_000 }, /^Allowed until \d/],
    [{ allow: false, until: NOW + 60_000 }, /^Denied until \d/],
  ])('says %j in words', (rule, words) => {
    expect(ruleVerdict({ permission: 'sign_event:1', ...rule }, NOW)).toMatch(words)
  })
})
