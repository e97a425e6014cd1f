import { describe, expect, it } from 'vitest'
import { pairing } from '../../e2e/panel/snapshots'
import type { RelayHealth } from '../protocol/health'
import { DEFAULT_RELAYS } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { PairingView } from '../wire/panel'
import { isAgain, isClockOff, isUndecided, opensByLink, replacementsOf, shortToken, takesTokenOnly } from './pairing'

const [first = '', second = '', ...rest] = DEFAULT_RELAYS
const NEW = 'wss://relay.example.com'

describe('replacementsOf', () => {
  it.each<[string, Partial<PairingView>, ReturnType<typeof replacementsOf>]>([
    ['nothing where all are as wished', {}, []],
    ['what took its place', { replaced: [second], relays: [first, NEW, ...rest] }, [{ gone: second, instead: NEW }]],
    [
      'each by its own, in order',
      { replaced: [first, second], relays: [NEW, 'wss://b.example', ...rest] },
      [
        { gone: first, instead: NEW },
        { gone: second, instead: 'wss://b.example' },
      ],
    ],
    [
      'nothing instead where none came',
      { replaced: [second], relays: [first, ...rest] },
      [{ gone: second, instead: null }],
    ],
    [
      'nothing instead where it cannot be told',
      { replaced: ['wss://mine.example'], relays: ['wss://my-other.example', NEW] },
      [{ gone: 'wss://mine.example', instead: null }],
    ],
    [
      'not the relay that the signer needs',
      { replaced: [second], relays: ['wss://relay.powr.build/', first, NEW], signer: 'clave' },
      [{ gone: second, instead: NEW }],
    ],
  ])('tells %s', (_, part, told) => {
    expect(replacementsOf(pairing(part), DEFAULT_RELAYS)).toEqual(told)
  })
})

describe('the clock is off', () => {
  const health = (part: Partial<RelayHealth>) => ({
    health: { at: 0, writes: null, reads: null, auth: false, clockOff: false, roundTrip: null, ...part },
  })
  it.each<[string, { health: RelayHealth | null }[], boolean]>([
    ['not where nothing was tried', [{ health: null }], false],
    [
      'where a relay says so and none takes anything',
      [health({ clockOff: true, writes: false }), { health: null }],
      true,
    ],
    ['not where another takes our time', [health({ clockOff: true }), health({ writes: true })], false],
    ['not where a relay refuses for another reason', [health({ writes: false })], false],
  ])('%s', (_, lights, off) => {
    expect(isClockOff(lights)).toBe(off)
  })
})

it.each<[PairingView['flow'], PairingView['stage'], boolean]>([
  ['qr', 'connecting', true],
  ['qr', 'waiting', true],
  ['qr', 'answered', false],
  ['qr', 'failed', false],
  ['bunker', 'waiting', false],
])('by %s at %s it is undecided who answers: %s', (flow, stage, undecided) => {
  expect(isUndecided({ flow, stage })).toBe(undecided)
})

it.each<[SignerName | null, boolean, boolean]>([
  [null, false, true],
  ['other', false, true],
  ['amber', false, true],
  ['primal', false, true],
  ['clave', false, true],
  ['aegis', false, false],
  ['nsecapp', false, false],
  ['bunker', true, false],
  ['nak', true, false],
])('%s takes only tokens: %s; a link opens it: %s', (signer, tokens, link) => {
  expect([takesTokenOnly(signer), opensByLink(signer)]).toEqual([tokens, link])
})

it('is again only with a signer that is named and here', () => {
  const accounts = [{ signer: 'amber' as const }, { signer: null }]
  expect([isAgain('amber', accounts), isAgain('primal', accounts), isAgain(null, accounts)]).toEqual([
    true,
    false,
    false,
  ])
})

describe('shortToken', () => {
  it.each([
    [`bunker://${'3b'.repeat(32)}?relay=wss://relay.example&secret=4f1c9a`, 'bunker://3b3b3b3b…3b3b3b3b'],
    [`bunker://${'3b'.repeat(32)}`, 'bunker://3b3b3b3b…3b3b3b3b'],
    ['bunker://no-key?secret=4f1c9a', 'bunker://no-key'],
  ])('of %s is %s', (token, short) => {
    expect(shortToken(token)).toBe(short)
  })
})
