import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LockRecord } from '../edges/records'
import { putPreset } from '../policy/site'
import { fail, succeed } from '../protocol/error'
import type { SessionRecord } from '../signer/line'
import { sessionOf } from '../testing/household'
import { keys } from '../testing/keys'
import { decryptsOf } from './decrypts'
import { emptyState, type OpenCall, type State } from './state'
import { store } from './store'

const [ONE, TWO] = [keys(2).pubkey, keys(3).pubkey]
const PEER = keys(5).pubkey

const call = (ciphertext: string, more: Partial<OpenCall> = {}): OpenCall => ({
  ...{ id: ciphertext, account: ONE, origin: 'https://site.example', topOrigin: null, tabId: 1, size: 1, askedAt: 0 },
  ...{ call: { method: 'nip44.decrypt', peer: PEER, ciphertext }, stage: { at: 'consent' } },
  ...more,
})

const paired = (users: readonly string[], more: Partial<SessionRecord> = {}): State['sessions'] =>
  Object.fromEntries(users.map((user) => [user, { ...sessionOf(user, keys(1).pubkey, []), pairedAt: 1, ...more }]))

function home(room?: number, users: readonly string[] = [ONE, TWO]) {
  const held = store({ ...emptyState(), sessions: paired(users) })
  const decrypts = decryptsOf(held, room)
  const become = async (change: Partial<State>) => {
    held.update((state) => ({ ...state, ...change }))
    await Promise.resolve()
  }
  return { decrypts, become }
}

const LOCK: State['lock'] = {
  record: {} as LockRecord,
  open: null,
}

describe('what was decrypted once', () => {
  it('is known the next time, to the same account, by the same method, from the same peer', () => {
    const { decrypts } = home()
    decrypts.keep(call('a'), succeed('text'))
    expect(decrypts.find(call('a'))).toBe('text')
    expect(decrypts.find(call('b'))).toBeNull()
    expect(decrypts.find(call('a', { account: TWO }))).toBeNull()
    const other = { method: 'nip04.decrypt', peer: PEER, ciphertext: 'a' } as const
    expect(decrypts.find(call('a', { call: other }))).toBeNull()
    expect(decrypts.find(call('a', { call: { ...other, method: 'nip44.decrypt', peer: TWO } }))).toBeNull()
  })

  it('is another site’s to ask for anew', () => {
    const { decrypts } = home()
    decrypts.keep(call('a'), succeed('text'))
    expect(decrypts.find(call('a', { origin: 'https://other.example' }))).toBeNull()
  })

  it('is the phone’s to decide about each time, where the person left it to the phone', async () => {
    const { decrypts, become } = home()
    const origin = 'https://site.example'
    await become({ sites: putPreset({}, origin, ONE, 'phone') })
    decrypts.keep(call('a', { by: 'preset' }), succeed('text'))
    expect(decrypts.find(call('a', { by: 'preset' }))).toBeNull()
    decrypts.keep(call('a', { by: 'rule' }), succeed('text'))
    expect(decrypts.find(call('a', { by: 'preset' }))).toBeNull()
    expect(decrypts.find(call('a', { by: 'rule' }))).toBe('text')
  })

  it('may be nothing at all, which is a text too', () => {
    const { decrypts } = home()
    decrypts.keep(call('a'), succeed(''))
    expect(decrypts.find(call('a'))).toBe('')
  })

  it.each([
    ['an error', call('a'), fail('signer-refused')],
    ['in a private window', call('a', { isPrivate: true }), succeed('text')],
    ['an encryption', call('a', { call: { method: 'nip44.encrypt', peer: PEER, plaintext: 'a' } }), succeed('text')],
  ])('is not kept where it was %s', (_, open, outcome) => {
    const { decrypts } = home()
    decrypts.keep(open, outcome)
    expect([decrypts.find(open), decrypts.find(call('a'))]).toEqual([null, null])
  })

  it.each<[string, Partial<State>]>([
    ['a lock', { lock: LOCK }],
    ['a log-out', { sessions: paired([TWO]) }],
    ['another pairing', { sessions: paired([ONE, TWO], { pairedAt: 2 }) }],
    ['the signer’s own end of the session', { sessions: paired([ONE, TWO], { endedAt: 5 }) }],
    ['another signer', { sessions: paired([ONE, TWO], { remoteSigner: keys(9).pubkey }) }],
  ])('is forgotten with %s', async (_, change) => {
    const { decrypts, become } = home()
    decrypts.keep(call('a'), succeed('text'))
    await become(change)
    await become({ lock: null, sessions: paired([ONE, TWO]) })
    expect(decrypts.find(call('a'))).toBeNull()
  })

  it('is forgotten with the lock also where the pairings were looked at before, and are the same', async () => {
    const { decrypts, become } = home()
    decrypts.keep(call('a'), succeed('text'))
    await become({ seen: { a: 1 } })
    await become({ lock: LOCK })
    await become({ lock: null })
    expect(decrypts.find(call('a'))).toBeNull()
  })

  it.each<[string, readonly string[]]>([
    ['while nothing was known', []],
    ['while another’s was known', [TWO]],
  ])('is forgotten with the log-out of an account that was paired %s', async (_, known) => {
    const { decrypts, become } = home(undefined, known)
    for (const account of known) decrypts.keep(call('b', { account }), succeed('other'))
    await become({ sessions: paired([...known, ONE]) })
    decrypts.keep(call('a'), succeed('text'))
    await become({ sessions: paired(known) })
    // at once, and not only with the next pairing
    expect(decrypts.find(call('a'))).toBeNull()
    await become({ sessions: paired([...known, ONE]) })
    expect(decrypts.find(call('a'))).toBeNull()
    for (const account of known) expect(decrypts.find(call('b', { account }))).toBe('other')
  })

  it('stays where it was used, and what was not makes room', () => {
    const { decrypts } = home(600)
    for (const name of ['a', 'b', 'c']) decrypts.keep(call(name), succeed('x'))
    expect(decrypts.find(call('a'))).toBe('x')
    decrypts.keep(call('d'), succeed('x'))
    expect(['a', 'b', 'c', 'd'].map((name) => decrypts.find(call(name)))).toEqual(['x', null, 'x', 'x'])
  })

  it('stays with another account’s log-out', async () => {
    const { decrypts, become } = home()
    decrypts.keep(call('a'), succeed('text'))
    await become({ sessions: paired([ONE]) })
    expect(decrypts.find(call('a'))).toBe('text')
  })
})

it('what was not used for longest makes room, and no more is kept than there is room for', () => {
  const texts = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 })), { maxLength: 60 })
  fc.assert(
    fc.property(texts, (story) => {
      const { decrypts } = home(2_000)
      for (const [name, length] of story) decrypts.keep(call(`c${name}`), succeed('x'.repeat(length)))
      const known = Array.from({ length: 31 }, (_, n) => decrypts.find(call(`c${n}`))).filter((text) => text !== null)
      // each key is 64 + 64 characters and a little
      expect(known.reduce((sum, text) => sum + text.length + 140, 0)).toBeLessThanOrEqual(2_000 + known.length * 12)
      const last = story.at(-1)
      if (last) expect(decrypts.find(call(`c${last[0]}`))).toBe('x'.repeat(last[1]))
    }),
  )
})
