import { describe, expect, it, vi } from 'vitest'
import type { Rule } from '../policy/rule'
import { fail, type Outcome, succeed } from '../protocol/error'
import type { LineInput } from '../signer/line'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { callsOf } from './calls'
import type { Lines } from './lines'
import { type Down, outbox } from './outbox'
import { withLines } from './sealed'
import { emptyState, type OpenCall, type State } from './state'
import { store } from './store'

// no browser is around: words stay their keys
vi.mock('webextension-polyfill', () => ({ default: { i18n: { getMessage: (key: string) => key } } }))

const [ACCOUNT, PEER, SITE] = [keys(2).pubkey, keys(5).pubkey, 'https://site.example']
const RULE: Rule = { account: ACCOUNT, origin: SITE, permission: 'nip44_decrypt', allow: true, until: null }

/** A background whose signer has decrypted `first` for the site already. */
function home(rules: Rule[] = [RULE]) {
  const sessions = { [ACCOUNT]: sessionOf(ACCOUNT, keys(1).pubkey, []) }
  const state: State = { ...emptyState(), sessions, rules }
  const held = store(withLines({ ...state, settings: { ...state.settings, account: ACCOUNT } }, 1))
  const asked: LineInput[] = []
  const ended: [OpenCall, Outcome][] = []
  const lines = { feed: (_: string, input: LineInput) => void asked.push(input) } as Partial<Lines> as Lines
  const calls = callsOf(held, lines, outbox(), (call, outcome) => void ended.push([call, outcome]))
  const told: unknown[] = []
  const port: Down = { postMessage: (message) => void told.push(message) }
  const decrypt = (id: string, ciphertext: string, to = port): void =>
    calls.take(
      { id, method: 'nip44.decrypt', params: JSON.stringify([PEER, ciphertext]) },
      { kind: 'page', origin: SITE, topOrigin: null, tabId: 1 },
      to,
    )
  decrypt('first', 'A')
  calls.answer('first', succeed('plain'))
  return { held, calls, asked, ended, told, decrypt }
}

describe('a plaintext that is known', () => {
  it('is said at once, and changes nothing: no place in the journal is taken', () => {
    const { held, asked, ended, told, decrypt } = home()
    const before = held.state
    decrypt('second', 'A')
    expect(told.at(-1)).toEqual([{ id: 'second', outcome: succeed('plain') }])
    expect(held.state).toBe(before)
    expect(asked).toHaveLength(1)
    // and the log has it, by whose word
    expect(ended.at(-1)).toMatchObject([{ id: 'second', by: 'rule' }, succeed('plain')])
  })

  it('is use of the keys: the lock’s idle time begins anew', () => {
    const { held, decrypt } = home()
    held.update((state) => ({ ...state, usedAt: 0, lock: { record: {} as never, open: {} as never } }))
    decrypt('second', 'A')
    expect(held.state.usedAt).toBeGreaterThan(0)
  })

  it('is said again to a page that did not hear it', () => {
    const { held, told, decrypt } = home()
    const closed: Down = {
      postMessage() {
        throw new Error('Attempting to use a disconnected port object')
      },
    }
    decrypt('second', 'A', closed)
    expect(held.state.calls.second).toBeUndefined()
    decrypt('second', 'A')
    expect(told.at(-1)).toEqual([{ id: 'second', outcome: succeed('plain') }])
  })

  it('is not said while the person has to be asked, nor where they denied it', () => {
    const { held, told, decrypt } = home()
    held.update((state) => ({ ...state, rules: [] }))
    decrypt('second', 'A')
    expect([told.length, held.state.approvals.length]).toEqual([1, 1])
    held.update((state) => ({ ...state, rules: [{ ...RULE, allow: false }] }))
    decrypt('third', 'A')
    expect(told.at(-1)).toMatchObject([{ id: 'third', outcome: { ok: false, error: { code: 'denied' } } }])
  })

  it('is not said while it is locked', () => {
    const { held, told, decrypt } = home()
    held.update((state) => ({ ...state, lock: { record: {} as never, open: null } }))
    decrypt('second', 'A')
    expect([told.length, held.state.calls.second?.stage.at]).toEqual([1, 'locked'])
  })

  it('of another text is asked of the signer', () => {
    const { asked, told, decrypt } = home()
    decrypt('second', 'B')
    expect([asked.length, told.length]).toEqual([2, 1])
  })

  it('was none where the signer refused', () => {
    const { calls, asked, decrypt } = home()
    decrypt('second', 'B')
    calls.answer('second', fail('denied'))
    decrypt('third', 'B')
    expect(asked).toHaveLength(3)
  })
})
