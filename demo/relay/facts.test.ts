import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { bytesToHex } from 'nostr-tools/utils'
import { describe, expect, it } from 'vitest'
import { encrypt } from '../phone/cipher'
import { factsOf, readableIn } from './facts'
import type { Frame, LocalRelay } from './relay'
import { reportOf } from './report'
import { weigh } from './sizes'

const [client, signer] = [generateSecretKey(), generateSecretKey()]
const [clientPubkey, signerPubkey] = [client, signer].map(getPublicKey) as [string, string]

const frame = (message: unknown, socket = 1, way: Frame['way'] = 'in'): Frame => ({ at: 1_000, socket, way, message })

/** An event of NIP-46 from one end to the other. */
const sealed = (from: Uint8Array, to: string, said: object) =>
  finalizeEvent(
    {
      ...{ kind: 24_133, created_at: 1, tags: [['p', to]] },
      content: encrypt('nip44', bytesToHex(from), to, JSON.stringify(said)),
    },
    from,
  )

const request = sealed(client, signerPubkey, { id: '1', method: 'sign_event', params: ['{"kind":1}'] })
const answer = sealed(signer, clientPubkey, { id: '1', result: 'x'.repeat(500) })
const FRAMES = [
  frame(['REQ', 'lanyard', { kinds: [24_133], '#p': [clientPubkey], since: 1 }]),
  frame(['REQ', '<forced-ping>:7', { kinds: [24_133], '#p': [clientPubkey], since: 2 }]),
  frame(['EVENT', request]),
  frame(['EVENT', 'lanyard', answer], 1, 'out'),
  frame(['EVENT', answer], 2),
  frame(['AUTH', { pubkey: clientPubkey }]),
  frame('no frame at all'),
]

describe('what a relay can know', () => {
  it('finds words that pass, as they are, and under base64', () => {
    const hidden = Buffer.from('a whole sentence about lighthouses').toString('base64')
    const frames = [frame(['EVENT', { content: hidden }]), frame(['NOTICE', 'padlocks'], 1, 'out')]
    expect(readableIn(frames, ['lighthouses', 'padlocks', 'marionettes'])).toEqual(['lighthouses', 'padlocks'])
  })

  it('finds no word of what is encrypted', () => {
    expect(readableIn(FRAMES, ['sign_event', 'xxxxxxxx'])).toEqual([])
  })

  it('is told from what was said to it, and not from what it said', () => {
    const { handed, asked, proofs } = factsOf(FRAMES)
    expect(handed.map(({ socket, event }) => [socket, event.id])).toEqual([
      [1, request.id],
      [2, answer.id],
    ])
    expect(asked.map(({ id }) => id)).toEqual(['lanyard', '<forced-ping>:7'])
    expect(proofs).toEqual([{ at: 1_000, socket: 1, pubkey: clientPubkey }])
  })

  it('is less than the signer knows: what was asked, and how long it is', () => {
    const [weighed, ...others] = weigh(factsOf(FRAMES).handed, bytesToHex(signer))
    expect(others).toEqual([])
    expect(weighed).toMatchObject({ method: 'sign_event:1', said: 58, answered: { said: 522 } })
    expect(weighed?.seen).toBe(Buffer.byteLength(JSON.stringify(request)))
  })

  it('is written down with names for keys', () => {
    const visit = { at: 1_000, socket: 1, origin: 'https://papers.example', agent: 'A|B', language: '' }
    const relay = { frames: FRAMES, visits: [visit], url: 'ws://r.example' } as unknown as LocalRelay
    const report = reportOf(relay, { [clientPubkey]: 'desktop', [signerPubkey]: 'phone' }, bytesToHex(signer))
    expect(report).toContain('| 1 | 0.0 s | https://papers.example | A\\|B | none | desktop |')
    expect(report).toContain('| 1 | 0.0 s | 1 | forced-ping | {"kinds":[24133],"#p":["desktop"],"since":2} |')
    expect(report).toMatch(/\| 0\.0 s \| 1 \| 24133 \| desktop \| phone \| \d+ \| \d+ \| NIP-44 \|/)
    expect(report).not.toContain(clientPubkey)
  })
})
