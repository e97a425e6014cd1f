import { describe, expect, it } from 'vitest'
import type { RequestMethod } from '../protocol/nip46'
import type { Manner } from '../testing/manner'
import { MANNERS } from '../testing/manners'
import { type Props, pairedStage, type Stage, stage } from '../testing/stage'

/** Quirks of known signers (SIGNERS.md) that no package shows; docs/signers.md names the test that plays each. */
const TEMPLATE = JSON.stringify({ kind: 1, created_at: 1_763_800_000, tags: [], content: 'hello' })
const PERSON_MS = 301_000

function ask(set: Stage, method: RequestMethod, params: string[] = [], ms = 6_000): unknown {
  const id = `${method}-${set.clock.now()}`
  set.world.feed({ type: 'ask', id, method, params })
  set.clock.advance(ms)
  expect(set.world.outcomes(id).length).toBeLessThanOrEqual(1)
  return set.world.outcome(id)
}

/** Paired with one of the known signers, whose own relays are those of the token. */
const paired = (manner: Partial<Manner>, props: Props = {}): Stage =>
  pairedStage({ ...props, manner: { ...manner, replies: { ...manner.replies, switch_relays: () => null } } })

/** What we wrote to the signer: what we send ourselves to check relays is not for it. */
const oursOn = (set: Stage) =>
  set.relays
    .flatMap((relay) => relay.taken())
    .filter(({ pubkey, tags }) => pubkey === set.world.line().clientPubkey && tags[0]?.[1] !== pubkey)

describe('nsecbunkerd', () => {
  it('ends its process at a NIP-44 request: started again it pairs in NIP-04, and is not killed again', () => {
    const set = stage({ flow: 'bunker', manner: MANNERS.nsecbunkerd, faults: [{ storeMs: 0 }, { storeMs: 0 }] })
    set.clock.until(() => oursOn(set).some(({ content }) => !content.includes('?iv=')), 5_000)
    set.signer.offline()
    set.clock.advance(5_000)
    set.signer.online()
    set.clock.advance(60_000)
    expect(set.world.line()).toMatchObject({ cipher: 'nip04', user: set.signer.user.pubkey })
    const killers = oursOn(set).filter(({ content }) => !content.includes('?iv='))
    expect(new Set(killers.map(({ id }) => id)).size).toBe(1)
    expect(ask(set, 'sign_event', [TEMPLATE])).toMatchObject({ ok: true })
  })
})

describe('keycast', () => {
  it('is silent about a sign_event that failed: that call ends as expired, the next one is answered', () => {
    const set = paired({ ...MANNERS.keycast, replies: { ...MANNERS.keycast.replies, sign_event: () => null } })
    expect(ask(set, 'sign_event', [TEMPLATE], PERSON_MS)).toEqual({ ok: false, error: { code: 'expired' } })
    expect(ask(set, 'nip44_decrypt', ['p', 'c'])).toEqual({ ok: true, value: 'plain:c' })
    expect(set.world.line().requests).toEqual({})
  })
})

describe('Primal', () => {
  it('names the event in the id of an error: the call ends at once in its words', () => {
    const set = paired({ ...MANNERS.Primal, decides: () => 'reject' })
    const refused = { ok: false, error: { code: 'signer-refused', detail: 'rejected by user' } }
    expect(ask(set, 'sign_event', [TEMPLATE], 1_000)).toEqual(refused)
  })

  it('refuses a second connect: none is ever sent, not after a worker’s death either', () => {
    const set = paired(MANNERS.Primal)
    set.world.die(1_000)
    set.clock.advance(2_000)
    ask(set, 'sign_event', [TEMPLATE])
    expect(set.signer.heard.map(({ method }) => method)).not.toContain('connect')
  })

  it('is silent without an open session: calls end as expired, and it is heard again once there is one', () => {
    const set = paired({ ...MANNERS.Primal, decides: () => 'silent' })
    expect(ask(set, 'sign_event', [TEMPLATE], PERSON_MS)).toEqual({ ok: false, error: { code: 'expired' } })
    set.signer.manner.decides = () => 'approve'
    expect(ask(set, 'sign_event', [TEMPLATE])).toMatchObject({ ok: true })
  })
})

describe('Aegis', () => {
  it('writes error: "" beside every result: an empty decryption is one all the same', () => {
    const set = paired({ ...MANNERS.Aegis, replies: { nip44_decrypt: () => ({ result: '' }) } })
    expect(ask(set, 'nip44_decrypt', ['p', 'c'])).toEqual({ ok: true, value: '' })
  })

  it('answers an unknown method with a result: it is no signature, no plaintext, and not a success', () => {
    const no = (method: string) => () => ({ result: `no ${method} method` })
    const replies = { sign_event: no('sign_event'), nip44_decrypt: no('nip44_decrypt') }
    const set = paired({ ...MANNERS.Aegis, replies })
    for (const method of ['sign_event', 'nip44_decrypt'] as const)
      expect(ask(set, method, method === 'sign_event' ? [TEMPLATE] : ['p', 'c'])).toMatchObject({
        ...{ ok: false, error: { code: 'unsupported' } },
      })
  })
})

describe('Amber', () => {
  it('gives no second reply to an event it has handled: an answer that was lost comes with Ask again', () => {
    const set = paired({ ...MANNERS.Amber }, { faults: [{ storeMs: 0 }] })
    set.signer.manner.delay = 2_000
    set.world.feed({ type: 'ask', id: 'r', method: 'sign_event', params: [TEMPLATE] })
    set.clock.advance(1_000)
    set.world.die(3_000)
    set.clock.advance(20_000)
    expect(set.world.outcomes('r')).toEqual([])
    set.world.feed({ type: 'again', id: 'r', newId: 'r2' })
    set.clock.advance(5_000)
    expect(set.world.outcomes('r')).toMatchObject([{ ok: true }])
  })
})

describe('nak bunker', () => {
  it('leaves result out of an error: its words are the reason', () => {
    const set = paired({ ...MANNERS['nak bunker'], replies: { sign_event: () => ({ error: 'not now' }) } })
    const refused = { ok: false, error: { code: 'signer-refused', detail: 'not now' } }
    expect(ask(set, 'sign_event', [TEMPLATE])).toEqual(refused)
  })
})

describe('bunker46', () => {
  it('no longer knows the client: the call ends as session-ended, at once', () => {
    const set = paired({ ...MANNERS.bunker46, replies: { sign_event: () => ({ error: 'Unknown client' }) } })
    expect(ask(set, 'sign_event', [TEMPLATE], 1_000)).toMatchObject({ ok: false, error: { code: 'session-ended' } })
  })
})

describe('Igloo', () => {
  it('takes ids of 64 characters at most: no request has a longer one, asked again or not', () => {
    const set = stage({ flow: 'bunker', manner: MANNERS.Igloo })
    set.clock.advance(10_000)
    set.signer.manner.decides = () => 'silent'
    const id = '5f0c8a4e-3b1f-4f0e-9a53-0c8f5f6f2f11'
    set.world.feed({ type: 'ask', id, method: 'get_public_key', params: [] })
    set.world.feed({ type: 'ask', id: `${id.slice(0, -1)}2`, method: 'sign_event', params: [TEMPLATE] })
    set.clock.advance(40_000)
    expect(set.signer.heard.map(({ method }) => method)).toEqual(expect.arrayContaining(['connect', 'ping']))
    expect(set.signer.heard.every((heard) => heard.id.length <= 64)).toBe(true)
  })
})
