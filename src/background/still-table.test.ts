import { describe, expect, it, vi } from 'vitest'
import { sessionLine } from '../signer/lines'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { emptyState, type State } from './state'
import { isStill } from './still'

// no browser is around
vi.mock('webextension-polyfill', () => ({ default: {} }))

const USER = keys(2)

describe('whether anything goes on', () => {
  const session = sessionOf(USER.pubkey, keys(1).pubkey, ['wss://relay.example'])
  const line = sessionLine(session, 0)
  const paired: State = { ...emptyState(), sessions: { [USER.pubkey]: session }, lines: { [line.id]: line } }
  const withLine = (part: object): Partial<State> => ({ lines: { [line.id]: { ...line, ...part } } })

  it.each<[string, boolean, Partial<State>]>([
    ['nothing', true, {}],
    ['a notice that was not read', true, { notices: [{ id: '1', code: 'storage-full', at: 1 }] }],
    ['nobody is paired', false, { sessions: {} }],
    ['a relay is open', true, withLine({ open: ['wss://relay.example'] })],
    ['a request is at its signer', false, withLine({ requests: { 1: {} } })],
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
