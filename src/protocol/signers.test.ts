import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  guessSigner,
  isSignerName,
  type KnownSigner,
  SIGNER_NAMES,
  SIGNERS,
  type SignerName,
  type Signs,
} from './signers'

const SECRET = 'Xh3kP9sQ2mLw7RtV'

describe('guessSigner', () => {
  it.each<[string, Signs, SignerName | null]>([
    ['nothing', {}, null],
    ['the secret as answer to the QR code', { greeting: SECRET }, null],
    ['a list as text that begins with the secret', { greeting: JSON.stringify([SECRET, 'wss://x.example']) }, 'primal'],
    ['a list as it is', { greeting: [SECRET] }, null],
    ['a page of nsec.app to open', { authUrl: 'https://use.nsec.app/key/npub1?confirm' }, 'nsecapp'],
    ['a page of somebody who looks like nsec.app', { authUrl: 'https://use.nsec.app.example/' }, null],
    ['no address at all to open', { authUrl: 'use.nsec.app' }, null],
    ['“Unknown client”', { refusal: 'Unknown client' }, 'bunker46'],
    ['“unknown client”, as applesauce says it', { refusal: 'unknown client' }, null],
    ['a refusal', { refusal: 'rejected by user' }, null],
    ['a token on the relay that wakes Clave', { token: ['wss://nos.lol', 'wss://relay.powr.build/'] }, 'clave'],
    ['a move to the relay that wakes Clave', { moved: ['wss://relay.powr.build'] }, 'clave'],
    ['a token on this device', { token: ['ws://127.0.0.1:8081'] }, 'aegis'],
    ['a token on this device and elsewhere', { token: ['ws://127.0.0.1:8081', 'wss://nos.lol'] }, null],
    ['a move to this device', { moved: ['ws://127.0.0.1:8081'] }, null],
    ['a token of one key on nsec.app’s relay', { token: ['wss://relay.nsec.app'], isOneKey: true }, 'nsecapp'],
    ['a token of two keys on nsec.app’s relay', { token: ['wss://relay.nsec.app'], isOneKey: false }, null],
    ['a token on several relays', { token: ['wss://relay.nsec.app', 'wss://nos.lol'], isOneKey: true }, null],
    ['a move to nsec.app’s relay: nsec.app moves nobody', { moved: ['wss://relay.nsec.app'], isOneKey: true }, null],
    ['a token on Primal’s relay: Primal has no tokens', { token: ['wss://relay.primal.net'] }, null],
  ])('at %s', (_, seen, name) => {
    expect(guessSigner(seen)).toBe(name)
  })

  it('never throws, whatever the other end sent', () => {
    // as addresses and as no addresses
    const url = fc.tuple(fc.constantFrom('', 'wss://', 'https://relay.nsec.app/'), fc.string()).map(([a, b]) => a + b)
    const relays = fc.array(url, { maxLength: 5 })
    const anything = fc.record(
      {
        ...{ greeting: fc.anything(), token: relays, moved: relays, isOneKey: fc.boolean() },
        ...{ refusal: fc.string(), authUrl: url },
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(anything, (seen) => {
        const name = guessSigner(seen)
        return name === null || isSignerName(name)
      }),
    )
  })
})

describe('SIGNERS', () => {
  it('tells its names from other texts', () => {
    expect(SIGNER_NAMES.every(isSignerName)).toBe(true)
    expect(['toString', 'Amber', '', null, 1].filter(isSignerName)).toEqual([])
  })

  it('has a name of its own for each but the two that are many', () => {
    const named = SIGNER_NAMES.filter((key) => SIGNERS[key].name !== null)
    expect(SIGNER_NAMES.filter((key) => !named.includes(key))).toEqual(['bunker', 'other'])
    expect(new Set(named.map((key) => SIGNERS[key].name)).size).toBe(named.length)
  })

  it('leads to pages of theirs over TLS only, and to one for each that is advised', () => {
    const pages = Object.values<KnownSigner>(SIGNERS).flatMap(({ page }) => page ?? [])
    expect(pages.filter((page) => new URL(page).protocol !== 'https:' || new URL(page).search !== '')).toEqual([])
    expect(pages.length).toBeGreaterThanOrEqual(5)
  })
})
