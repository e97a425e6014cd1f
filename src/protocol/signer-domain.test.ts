import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keys } from '../testing/keys'
import { fail, succeed } from './error'
import { connectLink, type FoundSigner, isOwnTemplate, readSignerAnswer, vouchesFor } from './signer-domain'

const [ROOT, BOB] = [keys(1).pubkey, keys(2).pubkey]
const RELAY = 'wss://relay.example'
const TEMPLATE = 'https://use.nsec.app/<nostrconnect>'

const service = (relays: string[], template: string | null = null): FoundSigner => ({
  ...{ kind: 'service', domain: 'nsec.app', relays, template },
})

describe('what a domain answers', () => {
  it.each<[string, object, ReturnType<typeof readSignerAnswer>]>([
    [
      'as NIP-46 has it',
      { names: { _: ROOT }, nip46: { relays: [RELAY], nostrconnect_url: TEMPLATE } },
      succeed(service([RELAY], TEMPLATE)),
    ],
    ['one relay', { nip46: { relay: RELAY, nostrconnect_url: TEMPLATE } }, succeed(service([RELAY], TEMPLATE))],
    ['only a page', { nip46: { nostrconnect_url: TEMPLATE } }, succeed(service([], TEMPLATE))],
    ['only relays', { nip46: { relays: [RELAY] } }, succeed(service([RELAY]))],
    ['relays by the key of _', { names: { _: ROOT }, nip46: { [ROOT]: [RELAY] } }, succeed(service([RELAY]))],
    ['relays that are none', { nip46: { relays: ['http://x.example', 7, null] } }, fail('domain-signerless')],
    ['names alone', { names: { _: ROOT }, relays: { [ROOT]: [RELAY] } }, fail('domain-signerless')],
    ['an empty list', { nip46: [] }, fail('domain-signerless')],
    [
      'a page of another domain',
      { nip46: { relays: [RELAY], nostrconnect_url: 'https://evil.example/<nostrconnect>' } },
      fail('domain-nonsense', 'https://evil.example/<nostrconnect>'),
    ],
  ])('%s', (_, answer, found) => {
    expect(readSignerAnswer(JSON.stringify(answer), { name: '_', domain: 'nsec.app' })).toEqual(found)
  })

  it.each<[string, object, ReturnType<typeof readSignerAnswer>]>([
    [
      'relays by his key: his signer',
      { names: { bob: BOB }, nip46: { [BOB]: [RELAY], nostrconnect_url: TEMPLATE } },
      succeed({ kind: 'signer', remoteSignerPubkey: BOB, relays: [RELAY] }),
    ],
    [
      'none by his key: the service, which knows him',
      { names: { bob: BOB }, nip46: { relays: [RELAY], nostrconnect_url: TEMPLATE } },
      succeed(service([RELAY], TEMPLATE)),
    ],
    ['profile relays are no signer', { names: { bob: BOB }, relays: { [BOB]: [RELAY] } }, fail('domain-signerless')],
    ['he is not known', { names: { eve: BOB }, nip46: { relays: [RELAY] } }, fail('domain-signerless')],
    ['a key that is none', { names: { bob: 'npub1x' }, nip46: { npub1x: [RELAY] } }, fail('domain-signerless')],
    [
      'no point on the curve',
      { names: { bob: 'f'.repeat(64) }, nip46: { ['f'.repeat(64)]: [RELAY] } },
      fail('domain-signerless'),
    ],
  ])('of a name: %s', (_, answer, found) => {
    expect(readSignerAnswer(JSON.stringify(answer), { name: 'bob', domain: 'nsec.app' })).toEqual(found)
  })

  it.each(['', '<html>', '[]', '7', 'null', '"text"'])('%j is nonsense', (text) => {
    expect(readSignerAnswer(text, { name: '_', domain: 'nsec.app' })).toEqual(fail('domain-nonsense'))
  })

  it('takes nothing from what objects inherit', () => {
    const text = '{"__proto__":{"nip46":{"relays":["wss://r.example"]}},"names":{}}'
    expect(readSignerAnswer(text, { name: '_', domain: 'nsec.app' })).toEqual(fail('domain-signerless'))
    expect(readSignerAnswer('{"nip46":{}}', { name: 'constructor', domain: 'nsec.app' })).toEqual(
      fail('domain-signerless'),
    )
  })

  it('is never thrown at, and leads nowhere but to the domain and below it', () => {
    const deep = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.jsonValue(),
        fc.string(),
        tie('nip46'),
        fc.webUrl().map((url) => `${url}<nostrconnect>`),
      ),
      nip46: fc.dictionary(fc.constantFrom('relays', 'relay', 'nostrconnect_url', ROOT), tie('value')),
    }))
    const answer = fc.record({ names: fc.constantFrom({ _: ROOT, bob: BOB }, [], null), nip46: deep.value })
    fc.assert(
      fc.property(
        fc.oneof(
          answer.map((it) => JSON.stringify(it)),
          fc.string(),
        ),
        fc.constantFrom('_', 'bob'),
        (text, name) => {
          const found = readSignerAnswer(text, { name, domain: 'nsec.app' })
          if (!found.ok || found.value.kind === 'signer' || found.value.template === null) return
          expect(new URL(connectLink(found.value.template, 'nostrconnect://x')).hostname).toMatch(/(^|\.)nsec\.app$/)
        },
      ),
    )
  })
})

describe('the page for a token', () => {
  it.each<[string, boolean]>([
    [TEMPLATE, true],
    ['https://nsec.app/connect?uri=<nostrconnect>', true],
    ['https://nsec.app:8443/#<nostrconnect>', true],
    ['https://nsec.app/', false],
    ['http://nsec.app/<nostrconnect>', false],
    ['javascript:alert(1)//nsec.app/<nostrconnect>', false],
    ['https://nsec.app.evil.example/<nostrconnect>', false],
    ['https://evilnsec.app/<nostrconnect>', false],
    ['https://<nostrconnect>.nsec.app/', false],
    ['https://nsec.app@evil.example/<nostrconnect>', false],
    ['https://user@nsec.app/<nostrconnect>', false],
    ['https://<nostrconnect>@nsec.app/', false],
    ['/<nostrconnect>', false],
    [`${TEMPLATE}?${'x'.repeat(1_000)}`, false],
  ])('%s: %j', (template, isOwn) => {
    expect(isOwnTemplate(template, 'nsec.app')).toBe(isOwn)
  })

  const TOKEN = 'nostrconnect://ab?relay=wss://r.example&secret=$&x'
  it.each([
    [TEMPLATE, `https://use.nsec.app/${TOKEN}`],
    ['https://nsec.app/c?u=<nostrconnect>', `https://nsec.app/c?u=${encodeURIComponent(TOKEN)}`],
    ['https://nsec.app/#<nostrconnect>', `https://nsec.app/#${encodeURIComponent(TOKEN)}`],
    ['https://nsec.app/<nostrconnect>/go', `https://nsec.app/${encodeURIComponent(TOKEN)}/go`],
  ])('%s holds it', (template, link) => {
    expect(connectLink(template, TOKEN)).toBe(link)
  })
})

describe('a domain', () => {
  it.each<[string, string, boolean]>([
    ['vouches for the key of _', JSON.stringify({ names: { _: ROOT } }), true],
    ['not for that of another name', JSON.stringify({ names: { bob: ROOT } }), false],
    ['not for another key', JSON.stringify({ names: { _: BOB } }), false],
    ['not by nonsense', '{', false],
  ])('%s', (_, text, isVouched) => {
    expect(vouchesFor(text, ROOT)).toBe(isVouched)
  })
})
