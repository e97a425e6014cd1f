import { type EventTemplate, finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { describe, expect, it } from 'vitest'
import { judgeKnock } from './door'

const NOW = 1_700_000_000
const URL = 'https://papers.example/session?from=desktop'
const secret = generateSecretKey()
const user = getPublicKey(secret)

const sign = (change: Partial<EventTemplate> = {}) =>
  finalizeEvent(
    {
      ...{ kind: 27_235, created_at: NOW, content: '' },
      ...{
        tags: [
          ['u', URL],
          ['method', 'POST'],
        ],
        ...change,
      },
    },
    secret,
  )

const knock = (proof: object, scheme = 'Nostr') =>
  judgeKnock(
    { method: 'POST', url: URL, authorization: `${scheme} ${Buffer.from(JSON.stringify(proof)).toString('base64')}` },
    NOW,
  )

describe('the door of the site', () => {
  it('lets in whom the proof names', () => {
    expect(knock(sign())).toEqual({ user })
    expect(knock(sign({ created_at: NOW - 60 }))).toEqual({ user })
  })

  it.each<[string, object]>([
    ['kind', sign({ kind: 1 })],
    ['time', sign({ created_at: NOW - 61 })],
    ['time', sign({ created_at: NOW + 61 })],
    [
      'u',
      sign({
        tags: [
          ['u', 'https://papers.example/session'],
          ['method', 'POST'],
        ],
      }),
    ],
    [
      'u',
      sign({
        tags: [
          ['u', 'https://elsewhere.example'],
          ['u', URL],
          ['method', 'POST'],
        ],
      }),
    ],
    ['u', sign({ tags: [] })],
    [
      'method',
      sign({
        tags: [
          ['u', URL],
          ['method', 'GET'],
        ],
      }),
    ],
    ['signature', JSON.parse(JSON.stringify({ ...sign(), pubkey: getPublicKey(generateSecretKey()) }))],
    ['signature', JSON.parse(JSON.stringify({ ...sign(), sig: '0'.repeat(128) }))],
  ])('stays shut where the %s is wrong', (what, proof) => {
    expect(knock(proof)).toEqual({ reason: `the proof has the wrong ${what}` })
  })

  it('stays shut without a proof', () => {
    const none = { reason: 'no proof of log-in' }
    expect(judgeKnock({ method: 'POST', url: URL, authorization: undefined }, NOW)).toEqual(none)
    expect(judgeKnock({ method: 'POST', url: URL, authorization: 'Nostr e30' }, NOW)).toEqual(none)
    expect(knock(sign(), 'Bearer')).toEqual(none)
  })
})
