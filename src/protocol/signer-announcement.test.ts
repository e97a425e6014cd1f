import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keys, signAs } from '../testing/keys'
import { readAnnouncement } from './signer-announcement'

const NOW = 1_795_000_000
const SIGNER = keys(1)

const announce = (part: { content?: object | string; tags?: string[][]; kind?: number; created_at?: number } = {}) => {
  const { content = { name: 'Bunker', nip05: '_@bunker.example' }, tags = [['k', '24133']], ...rest } = part
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return signAs(SIGNER.secret, { ...{ kind: 31_990, created_at: NOW, tags, content: text }, ...rest })
}

describe('an announcement', () => {
  it('names its domain, its name and its key', () => {
    expect(readAnnouncement(announce(), NOW)).toEqual({
      ...{ pubkey: SIGNER.pubkey, createdAt: NOW, domain: 'bunker.example', name: 'Bunker' },
    })
  })

  const page = ['nostrconnect_url', 'https://use.bunker.example/<nostrconnect>']
  it.each<[string, Parameters<typeof announce>[0], string | null]>([
    ['its nip05', { tags: [['k', '24133'], page] }, 'bunker.example'],
    ['its page for tokens', { content: '', tags: [['k', '24133'], page] }, 'use.bunker.example'],
    ['its website', { content: { website: 'https://site.example/about' } }, 'site.example'],
    ['not the name of somebody there', { content: { nip05: 'bob@bunker.example' } }, null],
    ['nothing', { content: 'null' }, null],
    ['not this device', { content: { nip05: '_@127.0.0.1' } }, null],
    ['not the local network', { content: { website: 'https://signer.local' } }, null],
    ['not where it is for another kind', { tags: [['k', '1']] }, null],
    ['not where it is of another kind', { kind: 1 }, null],
    ['not where it is from the future', { created_at: NOW + 100_000 }, null],
  ])('is at home at %s', (_, part, domain) => {
    expect(readAnnouncement(announce(part), NOW)?.domain ?? null).toBe(domain)
  })

  it('is none where its signature is wrong', () => {
    const { sig, ...event } = announce()
    expect(
      readAnnouncement({ ...event, sig: sig.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }, NOW),
    ).toBeNull()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (raw) => readAnnouncement(raw, NOW) === null))
  })
})
