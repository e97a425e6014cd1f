import { describe, expect, it } from 'vitest'
import { publicKeyOf } from '../protocol/envelope'
import type { InFlight, Line } from '../signer/line'
import { bunkerLine } from '../signer/lines'
import { keys } from '../testing/keys'
import { callsIn, journal, linesIn } from './journal'
import { emptyState, type State } from './state'

const { secret } = keys(6)
const ID = publicKeyOf(secret)
const TOKEN = { remoteSignerPubkey: keys(7).pubkey, relays: ['wss://one.example'], secret: 's' }
const LINE = bunkerLine({ id: ID, clientSecretKey: secret, token: TOKEN, requestId: 'first' }, 1_000)
const [FIRST] = Object.values(LINE.requests)
const withRequests = (...requests: (InFlight | undefined)[]): Line => ({
  ...LINE,
  requests: Object.fromEntries(requests.flatMap((one) => (one ? [[one.id, one]] : []))),
})
const SECOND = FIRST && { ...FIRST, id: 'second' }
const withLine = (line: Line): State => ({ ...emptyState(), lines: { [ID]: line } })

describe('the journal', () => {
  it('gives each request a record of its own, and lines back with theirs', () => {
    const records = journal({}).session(withLine(withRequests(FIRST, SECOND)))
    expect(Object.keys(records).sort()).toEqual(['desk', `line:${ID}`, `request:${ID}:first`, `request:${ID}:second`])
    expect(linesIn(records)).toEqual([withRequests(FIRST, SECOND)])
    expect(callsIn(records)).toEqual({})
  })

  it('writes of a hundred requests only the one that changed', () => {
    const { session } = journal({})
    const state = withLine(withRequests(FIRST, SECOND))
    const before = session(state)
    const after = session({ ...state, lines: { [ID]: withRequests(FIRST, SECOND && { ...SECOND, takenAt: 5 }) } })
    const changed = Object.keys(after).filter((key) => after[key] !== before[key])
    expect(changed.sort()).toEqual([`line:${ID}`, `request:${ID}:second`])
    expect(session(state).desk).toBe(before.desk)
  })

  it('has for the disk the same object as long as nothing for it is another', () => {
    const { local } = journal({ 'aside:1:x': 'kept' })
    const state = emptyState()
    const before = local(state)
    expect(before).toMatchObject({ 'aside:1:x': 'kept', rules: [], settings: state.settings })
    expect(local({ ...state, calls: {}, lines: {}, approvals: [] })).toBe(before)
    const site = {
      origin: 'https://a.example',
      account: null,
      presets: {},
      told: null,
      on: null,
      hasOther: true,
      isFirm: false,
    }
    const after = local({ ...state, sites: { [site.origin]: site } })
    expect(after).not.toBe(before)
    expect(after[`site:${site.origin}`]).toBe(site)
  })
})
