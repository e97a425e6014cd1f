import { describe, expect, it, vi } from 'vitest'
import { approval, sign } from '../../e2e/panel/snapshots'
import { t, type Word } from '../edges/words'
import type { Entity } from '../protocol/entity'
import type { ApprovalView, RelayView, RuleView } from '../wire/panel'
import { kindName } from './kinds'
import {
  askedTitle,
  cautionSentence,
  entityName,
  loginOf,
  permissionTitle,
  question,
  relayLight,
  relayWord,
  rowTitle,
  ruleVerdict,
  type ToldCaution,
} from './phrases'

vi.mock('webextension-polyfill', async () => {
  const { getMessage } = await import('../../e2e/panel/languages')
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
    ['sign_psbt', 'Sign: Bitcoin payment'],
    ['sign_schnorr', 'Sign: bare hash'],
    ['something_new', 'something_new'],
    ['toString', 'toString'],
  ])('reads %s as %s', (permission, title) => {
    expect(permissionTitle(permission)).toBe(title)
  })

  it('reads a permission as it reads the call that needs it', () => {
    expect(permissionTitle('sign_event:7')).toBe(askedTitle(sign({ kind: 7 })))
  })
})

describe('question', () => {
  it.each([
    [1, 'This site wants you to sign this: short note.'],
    [20, 'This site wants you to sign 20 events: short note.'],
  ])('asks about %i equal calls in one sentence', (count, sentence) => {
    const calls = Array.from({ length: count }, (_, i) => ({ callId: `c${i}`, asked: sign() }))
    expect(question(approval({ calls }))).toBe(sentence)
  })

  it.each<[ApprovalView['calls'][number]['asked'], string]>([
    [{ method: 'sign_psbt', psbt: '' }, 'This site wants you to sign a Bitcoin payment.'],
    [{ method: 'sign_schnorr', hash: '' }, 'This site wants your signature without showing what it is for.'],
  ])('of %j is: %s', (asked, sentence) => {
    expect(question(approval({ calls: [{ callId: 'c', asked }] }))).toBe(sentence)
  })
})

describe('loginOf', () => {
  it.each([
    ['sign_event:27235', 'POST https://a.example/x', { at: 'address', method: 'POST', address: 'https://a.example/x' }],
    ['sign_event:27235', 'https://a.example/x', { at: 'address', address: 'https://a.example/x' }],
    ['sign_event:27235', undefined, { at: 'address', address: '' }],
    ['sign_event:22242', 'wss://relay.example', { at: 'relay', address: 'wss://relay.example' }],
    ['nip44_decrypt', 'self', null],
  ])('of %s and %s is %j', (permission, target, login) => {
    expect(loginOf({ permission, ...(target !== undefined && { target }) })).toEqual(login)
  })

  it('is asked about as what it is', () => {
    const relay = { permission: 'sign_event:22242', target: 'wss://relay.example' }
    expect(question(approval(relay))).toBe('This site wants to log in as you at this relay:')
  })
})

describe('cautionSentence', () => {
  const loss: ToldCaution = { why: 'list-loss', removed: 1_412, of: 1_418 }
  it.each<[ToldCaution, number | null, string]>([
    [loss, 3, 'This removes 1,412 of 1,418 people you follow.'],
    [loss, 10_000, 'This removes 1,412 of 1,418 entries of your mute list.'],
    [loss, 10_002, 'This removes 1,412 of your 1,418 relays.'],
    [loss, 10_003, 'This removes 1,412 of your 1,418 bookmarks.'],
    [loss, 30_000, 'This removes 1,412 of 1,418 people in this set.'],
    [loss, 10_001, 'This removes 1,412 of 1,418 entries from this list: pinned notes.'],
    [{ why: 'private-loss' }, 10_000, 'This removes the private part of this list: mute list.'],
    [{ why: 'other-key', told: 'a' }, 1, 'This site knows you by another key than the one that would sign.'],
    [{ why: 'other-key', told: 'a' }, null, 'This site knows you by another key than the one that would answer.'],
  ])('says of %j in kind %s: %s', (caution, kind, sentence) => {
    expect(cautionSentence(caution, kind)).toBe(sentence)
  })
})

describe('entityName', () => {
  const author = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
  it.each<[Entity, string]>([
    [{ type: 'profile', npub: author }, 'profile npub180cv…yjh6w6'],
    [{ type: 'event', id: 'd7dd5eb3ab747e16f8d0212d53032ea2' }, 'event d7dd5eb3a…032ea2'],
    [{ type: 'address', kind: 30_023, author, name: 'knots' }, 'article “knots” · npub180cv…yjh6w6'],
    [{ type: 'address', kind: 10_002, author, name: '' }, 'relay list · npub180cv…yjh6w6'],
    [{ type: 'secret' }, 'secret key'],
  ])('of %j is %s', (entity, name) => {
    expect(entityName(entity)).toBe(name)
  })
})

describe('rowTitle', () => {
  it.each([
    ['nip44_decrypt', 'Decrypting 37 of 1,200'],
    ['nip04_encrypt', 'Encrypting 37 of 1,200'],
    ['sign_event:7', 'Signing 37 of 1,200: reaction'],
    ['sign_psbt', 'Signing 37 of 1,200: Bitcoin payment'],
  ])('of %s is %s', (permission, title) => {
    expect(rowTitle({ permission, done: 37, of: 1_200 })).toBe(title)
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

describe('a relay', () => {
  const health = (part: object): RelayView['health'] => ({
    ...{ at: NOW, writes: true, reads: true, auth: false, clockOff: false, roundTrip: 1_200 },
    ...part,
  })
  const bad = { writes: false, reads: false, roundTrip: null }
  const trouble = { code: 'relay-restricted', detail: 'restricted: no' } as const

  it.each<[string, Partial<RelayView>, string, [Word, ...string[]]]>([
    ['that is on its way', { state: 'connecting' }, 'connecting', ['relay_connecting']],
    ['that was not checked', {}, 'open', ['relay_open']],
    ['that is good', { health: health({}) }, 'open', ['relay_good_in', '1,200']],
    ['under check', { health: health({ reads: null }) }, 'connecting', ['relay_checking']],
    ['that brings nothing', { health: health({ reads: false }) }, 'weak', ['relay_unread']],
    ['that says nothing', { health: health(bad) }, 'weak', ['relay_silent']],
    ['that refuses', { health: health(bad), trouble }, 'weak', ['relay_refuses']],
    ['with another clock', { health: health({ ...bad, clockOff: true }) }, 'weak', ['relay_clock']],
    ['that hung up on us', { state: 'closed', trouble }, 'closed', ['relay_refuses']],
    ['that is not there', { state: 'closed', trouble: { code: 'no-relay' } }, 'closed', ['relay_closed']],
    ['that was good and is gone', { state: 'closed', health: health({}) }, 'closed', ['relay_closed']],
  ])('%s', (_, part, light, [word, ...subs]) => {
    const relay: RelayView = { url: 'wss://relay.example', state: 'open', trouble: null, health: null, ...part }
    expect([relayLight(relay), relayWord(relay)]).toEqual([light, t(word, ...subs)])
  })
})
