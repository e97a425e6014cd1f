import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fail, succeed } from './error'
import { parseSignerAddress } from './signer-address'
import { wellKnown } from './signer-domain'

describe('the address of a signer', () => {
  it.each<[string, string, string]>([
    ['nsec.app', '_', 'nsec.app'],
    ['  NSEC.app ', '_', 'nsec.app'],
    ['https://nsec.app/', '_', 'nsec.app'],
    ['bunker.example:8443', '_', 'bunker.example:8443'],
    ['bob@bunker.example', 'bob', 'bunker.example'],
    ['_@bunker.example', '_', 'bunker.example'],
    ['Bob.B-1@bunker.example', 'bob.b-1', 'bunker.example'],
    ['münchen.example', '_', 'xn--mnchen-3ya.example'],
  ])('%s is %s at %s', (text, name, domain) => {
    expect(parseSignerAddress(text)).toEqual(succeed({ name, domain }))
  })

  it.each([
    '',
    'bunker',
    'bunker://aa?relay=wss://r.example',
    'https://nsec.app/path',
    'https://nsec.app?x=1',
    'https://bob@nsec.app',
    'bob@eve@nsec.app',
    'wss://relay.example',
    'two words.example',
    '[::1].example',
    `${'a'.repeat(300)}.example`,
  ])('%j is none', (text) => {
    expect(parseSignerAddress(text)).toBeNull()
  })

  it('without encryption is refused by name', () => {
    expect(parseSignerAddress('http://nsec.app')).toEqual(fail('domain-plain'))
  })

  it('is asked over https at its own host, whatever was typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.domain(), fc.webUrl()), (text) => {
        const address = parseSignerAddress(text)
        if (!address?.ok) return
        const url = new URL(wellKnown(address.value))
        expect([url.protocol, url.host, url.pathname]).toEqual([
          'https:',
          address.value.domain,
          '/.well-known/nostr.json',
        ])
        expect([...url.searchParams]).toEqual([['name', address.value.name]])
        expect([url.username, url.password, url.hash]).toEqual(['', '', ''])
      }),
    )
  })
})
