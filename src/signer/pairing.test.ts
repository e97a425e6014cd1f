import { describe, expect, it } from 'vitest'
import { seal } from '../protocol/envelope'
import { keys } from '../testing/keys'
import type { Manner } from '../testing/manner'
import { CLIENT_KEYS, type Props, SECRET, type Stage, scan, stage } from '../testing/stage'
import { bunkerLine } from './lines'
import { recordOf } from './record'
import { wanted } from './relays'
import { step } from './step'

/** Play a QR pairing for `ms`. */
function scanned(props: Props = {}, ms = 10_000): Stage {
  const set = stage(props)
  set.clock.advance(1_000)
  scan(set)
  set.clock.advance(ms)
  return set
}

const methods = ({ signer }: Stage): string[] => signer.heard.map(({ method }) => method)
const pairing = ({ world }: Stage) => world.line().pairing

describe('pairing by QR', () => {
  it('listens on every relay before anybody answers, and says so', () => {
    const set = stage()
    expect(pairing(set)?.stage).toBe('connecting')
    set.clock.advance(100)
    expect(pairing(set)?.stage).toBe('waiting')
    expect(set.relays.map((relay) => relay.sockets())).toEqual([2, 2])
  })

  it('passes the stages in order and ends with the user, who is not the signer', () => {
    const set = stage()
    set.clock.advance(100)
    scan(set)
    expect(set.clock.until(() => pairing(set)?.stage === 'answered', 1_000)).toBe(true)
    expect(set.world.line()).toMatchObject({ peer: set.signer.pubkey, user: null })
    expect(set.clock.until(() => pairing(set)?.stage === 'paired', 1_000)).toBe(true)
    expect(set.world.line().user).toBe(set.signer.user.pubkey)
    expect(set.signer.pubkey).not.toBe(set.signer.user.pubkey)
  })

  it('tells the session once, asks get_public_key and switch_relays, and never connect', () => {
    const set = scanned()
    expect(methods(set)).toEqual(['get_public_key', 'switch_relays'])
    const told = set.world.effects.filter(({ type }) => type === 'paired')
    expect(told).toHaveLength(1)
    expect(told[0]).toMatchObject({ session: { remoteSigner: set.signer.pubkey, user: set.signer.user.pubkey } })
    expect(set.world.effects.filter(({ type }) => type === 'settle')).toEqual([])
  })

  it('needs nothing of the network once paired', () => {
    const set = scanned()
    expect(set.world.sockets()).toEqual([])
    expect(set.world.hasTimer()).toBe(false)
  })

  it.each<[string, Partial<Manner>]>([
    ['the secret under a random id', { greetId: 'random' }],
    ['the secret under the secret as id', { greetId: 'secret' }],
    ['a JSON array that begins with the secret', { greets: 'array' }],
    ['an empty error beside the secret', { success: 'empty-error' }],
    ['a null error beside the secret', { success: 'null-error' }],
    ['NIP-04', { reads: 'nip04', writes: 'nip04' }],
  ])('takes %s', (_, manner) => {
    expect(pairing(scanned({ manner }))?.stage).toBe('paired')
  })

  it.each<[string, Partial<Manner>, object]>([
    ['wrong secret', { greets: 'wrong-secret' }, { code: 'bad-answer', detail: 'secret' }],
    ['bare ack in the QR flow', { greets: 'ack' }, { code: 'bad-answer', detail: 'secret' }],
    ['an error from a stranger', { greets: 'error' }, { code: 'pairing-refused', detail: 'no thank you' }],
  ])('%s: is no pairing, is kept as a hint, and the right one still pairs', (_, manner, hint) => {
    const set = scanned({ manner })
    expect(pairing(set)).toMatchObject({ stage: 'waiting', error: hint })
    expect(set.world.line()).toMatchObject({ peer: null, ignored: 2 })
    set.signer.manner.greets = 'secret'
    scan(set)
    set.clock.advance(1_000)
    expect(pairing(set)).toMatchObject({ stage: 'paired', error: null })
  })

  it('ignores a 2023 signer that sends a connect request of its own', () => {
    const set = scanned({ manner: { greets: 'connect-request' } })
    expect(pairing(set)).toMatchObject({ stage: 'waiting', error: null })
    expect(set.world.line().ignored).toBe(2)
  })

  it('shows an auth_url that comes as the very first frame, as a stranger’s, and pairs after it', () => {
    const set = stage({
      manner: { authUrl: 'https://signer.example/a', authFor: ['connect'], delays: { connect: 2_000 } },
    })
    set.clock.advance(100)
    scan(set)
    set.clock.advance(1_000)
    expect(pairing(set)).toMatchObject({
      stage: 'waiting',
      auth: { url: 'https://signer.example/a', foreign: true },
    })
    set.clock.advance(3_000)
    expect(pairing(set)?.stage).toBe('paired')
    expect(pairing(set)?.auth).toBeUndefined()
  })

  it('has one peer: whoever scans second is ignored', () => {
    const set = scanned({}, 150)
    const peer = set.world.line().peer
    const late = seal(
      { clientSecretKey: keys(7).secret, peer: CLIENT_KEYS.pubkey },
      'nip44',
      `{"id":"1","result":"${SECRET}"}`,
      0,
    )
    set.world.feed({ type: 'event', relay: 'wss://relay0.example', event: late })
    set.clock.advance(5_000)
    expect(peer).toBe(set.signer.pubkey)
    expect(set.world.line()).toMatchObject({ peer, user: set.signer.user.pubkey })
  })

  it('listens for a quarter of an hour', () => {
    const set = stage()
    set.clock.advance(14 * 60_000)
    expect(wanted(set.world.line(), set.clock.now())?.relays).toHaveLength(2)
    scan(set)
    set.clock.advance(1_000)
    expect(pairing(set)?.stage).toBe('paired')
  })

  it('says that nobody answered after a quarter of an hour, and leaves the relays', () => {
    const set = stage()
    set.clock.advance(15 * 60_000 + 1)
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'pairing-silent' } })
    expect(wanted(set.world.line(), set.clock.now())).toBeNull()
  })

  it('survives relays that restart and a worker that dies while it waits', () => {
    const set = stage()
    set.clock.advance(1_000)
    for (const relay of set.relays) relay.stop(false)
    set.clock.advance(100)
    expect(pairing(set)?.stage).toBe('connecting')
    for (const relay of set.relays) relay.start()
    set.clock.advance(3_000)
    expect(pairing(set)?.stage).toBe('waiting')
    set.world.die(5_000)
    scan(set)
    set.clock.advance(10_000)
    expect(pairing(set)?.stage).toBe('paired')
  })

  it('fails with the signer’s words when get_public_key is refused', () => {
    const set = scanned({ manner: { replies: { get_public_key: () => ({ error: 'not today' }) } } })
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'signer-refused', detail: 'not today' } })
    expect(set.world.sockets()).toEqual([])
  })

  it('asks get_public_key a second time, under a new id, when the first stays silent', () => {
    let asked = 0
    const decides: Manner['decides'] = ({ method }) =>
      method === 'get_public_key' && asked++ === 0 ? 'silent' : 'approve'
    const set = scanned({ manner: { decides } }, 40_000)
    expect(pairing(set)?.stage).toBe('paired')
    expect(set.signer.heard.map(({ id }) => id).slice(0, 2)).toEqual(['line-gpk', 'line-gpk-2'])
  })

  it('waits for a person who is asked for the public key', () => {
    const set = scanned({ manner: { delays: { get_public_key: 60_000 } } }, 70_000)
    expect(pairing(set)?.stage).toBe('paired')
  })

  it('fails with expired when get_public_key is never answered', () => {
    const set = scanned({ manner: { decides: ({ method }) => (method === 'connect' ? 'approve' : 'silent') } }, 130_000)
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'expired' } })
    expect(methods(set)).toEqual(['get_public_key', 'get_public_key'])
  })

  it('ends when the person gives it up', () => {
    const set = stage()
    set.clock.advance(100)
    set.world.feed({ type: 'cancel', id: 'line' })
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'cancelled' } })
    expect(set.world.sockets()).toEqual([])
    scan(set)
    set.clock.advance(5_000)
    expect(set.world.line().peer).toBeNull()
  })
})

describe('pairing by a pasted token', () => {
  const pasted = (props: Props = {}, ms = 10_000): Stage => {
    const set = stage({ flow: 'bunker', ...props })
    set.clock.advance(ms)
    return set
  }

  it.each(['ack', 'secret'] as const)('takes %s as the answer to connect', (connects) => {
    const set = pasted({ manner: { connects } })
    expect(pairing(set)?.stage).toBe('paired')
    expect(methods(set)).toEqual(['connect', 'get_public_key', 'switch_relays'])
    expect(recordOf(set.world.line())).toMatchObject({ user: set.signer.user.pubkey })
  })

  it('sends connect with pubkey, secret and permissions, all strings', () => {
    const set = pasted()
    const [pubkey, secret, permissions] = set.signer.heard[0]?.params ?? []
    expect([pubkey, secret]).toEqual([set.signer.pubkey, SECRET])
    expect(permissions).toMatch(/^get_public_key,sign_event,.*,nip44_decrypt$/)
  })

  it('is connecting until a relay took connect, then waiting', () => {
    const set = pasted({ manner: { decides: () => 'silent' } }, 0)
    expect(pairing(set)?.stage).toBe('connecting')
    set.clock.advance(1_000)
    expect(pairing(set)?.stage).toBe('waiting')
  })

  it.each([
    ['no', 'pairing-refused'],
    ['secret already used', 'pairing-spent'],
    ['Token already redeemed', 'pairing-spent'],
    ['invalid secret', 'pairing-spent'],
  ])('fails in the signer’s words: %s is %s', (error, code) => {
    const set = pasted({ manner: { replies: { connect: () => ({ error }) } } })
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code, detail: error } })
  })

  it('fails with bad-answer when connect is answered with another secret', () => {
    const set = pasted({ manner: { replies: { connect: () => ({ result: 'other' }) } } })
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'bad-answer' } })
  })

  it('tries NIP-04 under a new id after 15 s of silence, and stays with it once answered', () => {
    const set = pasted({ manner: { reads: 'nip04', writes: 'nip04' } }, 30_000)
    expect(pairing(set)?.stage).toBe('paired')
    expect(set.world.line().cipher).toBe('nip04')
    expect(set.signer.heard.map(({ id }) => id)).toEqual(['line-connect-2', 'line-gpk', 'line-switch'])
    const contents = set.relays[0]?.taken().filter(({ tags }) => tags[0]?.[1] === set.signer.pubkey) ?? []
    expect(contents.map(({ content }) => content.includes('?iv='))).toEqual([false, true, true, true])
  })

  it('lets a person approve for three minutes, then is pairing-silent', () => {
    expect(pairing(pasted({ manner: { delays: { connect: 170_000 } } }, 180_000))?.stage).toBe('paired')
    const set = pasted({ manner: { decides: () => 'silent' } }, 181_000)
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'pairing-silent' } })
    expect(set.world.sockets()).toEqual([])
  })

  it('stays with NIP-44 when the first connect is approved after the NIP-04 one was sent', () => {
    const set = pasted({ manner: { reads: 'nip44', writes: 'nip44', delays: { connect: 20_000 } } }, 60_000)
    expect(pairing(set)?.stage).toBe('paired')
    expect(set.world.line().cipher).toBe('nip44')
  })

  it('lets a late approval win over an error to the second connect', () => {
    const replies: Manner['replies'] = {
      connect: ({ id }) => (id === 'line-connect-2' ? { error: 'secret already used' } : null),
    }
    const set = pasted({ manner: { replies, delay: 10 } }, 16_000)
    expect(pairing(set)).toMatchObject({ stage: 'waiting', error: { code: 'pairing-spent' } })
    const ends = { clientSecretKey: keys(1).secret, peer: CLIENT_KEYS.pubkey }
    const ack = seal(ends, 'nip44', '{"id":"line-connect","result":"ack"}', 0)
    set.world.feed({ type: 'event', relay: 'wss://relay0.example', event: ack })
    set.clock.advance(2_000)
    expect(pairing(set)?.stage).toBe('paired')
  })

  it('fails with that error when no approval follows', () => {
    const replies: Manner['replies'] = {
      connect: ({ id }) => (id === 'line-connect-2' ? { error: 'secret already used' } : null),
    }
    const set = pasted({ manner: { replies, delay: 10 } }, 21_000)
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'pairing-spent' } })
  })

  it('shows an auth_url during connect, sends no NIP-04 after it, and pairs', () => {
    const manner = { authUrl: 'https://signer.example/a', authFor: ['connect'], delays: { connect: 40_000 } }
    const set = pasted({ manner }, 20_000)
    expect(Object.values(set.world.line().requests)[0]?.auth).toEqual({ url: manner.authUrl, foreign: false })
    set.clock.advance(60_000)
    expect(pairing(set)?.stage).toBe('paired')
    expect(methods(set).filter((method) => method === 'connect')).toHaveLength(1)
  })

  it('fails with no-relay when no relay is there for 30 s', () => {
    const set = stage({ flow: 'bunker' })
    for (const relay of set.relays) relay.stop()
    set.clock.advance(31_000)
    expect(pairing(set)).toMatchObject({ stage: 'failed', error: { code: 'no-relay', detail: 'connection refused' } })
  })

  it('fails with token-pubkey when the token’s key is no key', () => {
    const token = { remoteSignerPubkey: 'f'.repeat(64), relays: ['wss://relay0.example'], secret: '' }
    const line = bunkerLine({ id: 'line', clientSecretKey: CLIENT_KEYS.secret, token }, 0)
    expect(line.pairing).toMatchObject({ stage: 'failed', error: { code: 'token-pubkey' } })
    expect(wanted(line, 0)).toBeNull()
  })

  it('asks nothing for a site before it is paired', () => {
    const set = pasted({ manner: { decides: () => 'silent' } }, 1_000)
    const { effects } = step(set.world.line(), { type: 'ask', id: 'a', method: 'ping', params: [] }, set.clock.now())
    expect(effects).toEqual([{ type: 'settle', id: 'a', outcome: { ok: false, error: { code: 'not-paired' } } }])
  })
})
