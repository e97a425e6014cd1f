import { describe, expect, it, vi } from 'vitest'
import { sessionLine } from '../signer/lines'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { emptyState, type State } from './state'
import { isStill, stillOf } from './still'

// no browser is around
vi.mock('webextension-polyfill', () => ({ default: { runtime: { getManifest: () => ({ version: '1' }) } } }))

const USER = keys(2)

const RELAYS = ['wss://relay.example', 'wss://other.example'] as const
const session = sessionOf(USER.pubkey, keys(1).pubkey, [...RELAYS])
const line = sessionLine(session, 0)
const paired: State = { ...emptyState(), sessions: { [USER.pubkey]: session }, lines: { [line.id]: line } }
const withLine = (part: object): Partial<State> => ({ lines: { [line.id]: { ...line, ...part } } })

describe('whether anything goes on', () => {
  it.each<[string, boolean, Partial<State>]>([
    ['nothing', true, {}],
    ['a notice that was not read', true, { notices: [{ id: '1', code: 'storage-full', at: 1 }] }],
    ['nobody is paired', false, { sessions: {} }],
    ['a relay is open', true, withLine({ open: ['wss://relay.example'] })],
    ['a request is at its signer', false, withLine({ requests: { 1: {} } })],
    ['a relay is being tried out', false, withLine({ checkDue: { relays: [...RELAYS], until: 1 } })],
    ['a pairing', false, withLine({ pairing: {} })],
    ['a call', false, { calls: { 1: {} as never } }],
    ['a row of calls', false, { rows: { 1: {} as never } }],
    ['something can be brought back', false, { taken: [{} as never] }],
    ['a passphrase is set, and open', false, { lock: { record: {} as never, open: { key: '', sealed: {} } } }],
    ['it is locked', false, { lock: { record: {} as never, open: null } }],
  ])('%s', (_, still, part) => {
    expect(isStill({ ...paired, ...part })).toBe(still)
  })
})

describe('a still shows of a relay', () => {
  const refused = { code: 'relay-refused' }
  it.each<[string, object, string]>([
    ['that is open: it will be asked again', { open: RELAYS }, 'connecting'],
    [
      'that is open and refused something: not that it cannot be reached',
      { open: RELAYS, trouble: { [RELAYS[0]]: refused } },
      'connecting',
    ],
    ['that cannot be reached: that', { open: [RELAYS[1]], trouble: { [RELAYS[0]]: refused } }, 'closed'],
  ])('%s', (_, part, state) => {
    expect(stillOf({ ...paired, ...withLine(part) }, 1)?.snapshot.accounts[0]?.lights[0]?.state).toBe(state)
  })
})
