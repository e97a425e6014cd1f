import { describe, expect, it } from 'vitest'
import { DEFAULT_RELAYS, SPARE_RELAYS } from '../protocol/relay'
import { sparesFor } from './spares'

const OWN = ['wss://mine.example', 'wss://other.example']
const CLAVE = 'wss://relay.powr.build'

describe('what may take the place of a relay', () => {
  it.each<[string, string[], string[], { spares: string[]; keeps: string[] }]>([
    [
      'our spares, for our defaults',
      [...DEFAULT_RELAYS],
      [...DEFAULT_RELAYS],
      { spares: [...SPARE_RELAYS], keeps: [] },
    ],
    ['nothing but their own list, for a person’s own', OWN, OWN, { spares: [], keeps: OWN }],
    [
      'the rest of their own list, for a part of it',
      [OWN[0] ?? ''],
      OWN,
      { spares: [OWN[1] ?? ''], keeps: [OWN[0] ?? ''] },
    ],
    ['nothing, for relays named for this code', OWN, [...DEFAULT_RELAYS], { spares: [], keeps: OWN }],
    [
      'our spares beside a relay that the signer needs',
      [CLAVE, ...DEFAULT_RELAYS.slice(0, 3)],
      [...DEFAULT_RELAYS],
      { spares: [...SPARE_RELAYS], keeps: [CLAVE] },
    ],
    [
      'no spare twice',
      [...SPARE_RELAYS.slice(0, 1), ...DEFAULT_RELAYS.slice(0, 2)],
      [...DEFAULT_RELAYS],
      { spares: SPARE_RELAYS.slice(1), keeps: [] },
    ],
    [
      'our spares, for defaults in another spelling',
      DEFAULT_RELAYS.map((url) => `${url}/`),
      [...DEFAULT_RELAYS],
      { spares: [...SPARE_RELAYS], keeps: [] },
    ],
  ])('is %s', (_, relays, own, spares) => {
    expect(sparesFor(relays, own)).toEqual(spares)
  })

  it('is of other operators than the defaults', () => {
    expect(SPARE_RELAYS.filter((relay) => DEFAULT_RELAYS.includes(relay))).toEqual([])
  })
})
