import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_RELAYS } from './limits'
import { DEFAULT_RELAYS, parseRelay, parseRelays, relayKey, usableRelays } from './relay'

describe('parseRelay', () => {
  it.each([
    'wss://relay.example',
    'wss://relay.example/',
    'wss://relay.example:4848/path?x=1',
    'WSS://Relay.Example',
    'wss://127.0.0.1',
    'ws://localhost:7777',
    'ws://relay.localhost',
    'ws://umbrel.local:4848',
    'ws://127.0.0.1:8081',
    'ws://127.9.9.9',
    'ws://10.0.0.7',
    'ws://192.168.1.3:8081',
    'ws://172.16.0.1',
    'ws://172.31.255.1',
    'ws://[::1]:7777',
    'ws://oxtrdevav64z64yb7x6rjg4ntzqjhedm5b5zjqulugknhzr46ny2qbad.onion',
  ])('gives %s back byte for byte', (text) => {
    expect(parseRelay(`  ${text}\n`)).toEqual({ ok: true, value: text })
  })

  it.each([
    ['relay-url', ''],
    ['relay-url', 'relay.example'],
    ['relay-url', 'https://relay.example'],
    ['relay-url', 'javascript:alert(1)'],
    ['relay-url', 'wss://'],
    ['relay-url', 'wss://me@relay.example'],
    ['relay-url', 'wss://me:pass@relay.example'],
    ['relay-url', 'wss://relay.example#part'],
    ['relay-url', 'wss://relay .example'],
    ['relay-url', 'wss://rel\nay.example'],
    ['relay-url', 'wss://relay.example/a\tb'],
    ['relay-url', 'wss://relay.example:99999'],
    ['relay-url', `wss://relay.example/${'x'.repeat(200)}`],
    ['relay-plain', 'ws://relay.example'],
    ['relay-plain', 'ws://8.8.8.8'],
    ['relay-plain', 'ws://172.32.0.1'],
    ['relay-plain', 'ws://172.15.0.1'],
    ['relay-plain', 'ws://127.0.0.1.evil.example'],
    ['relay-plain', 'ws://localhost.evil.example'],
    ['relay-plain', 'ws://xlocalhost'],
    ['relay-plain', 'ws://10.evil.example'],
    ['relay-plain', 'ws://evil.example/localhost'],
  ])('says %s of %j', (code, text) => {
    expect(parseRelay(text)).toMatchObject({ ok: false, error: { code } })
  })

  it('never throws; what it takes is a ws URL without space or credentials', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((rest) => `wss://${rest}`),
    )
    fc.assert(
      fc.property(text, (raw) => {
        const relay = parseRelay(raw)
        if (!relay.ok) return
        expect(relay.value).toBe(raw.trim())
        expect(new URL(relay.value)).toMatchObject({ username: '', password: '', hash: '' })
        expect(relay.value).toMatch(/^wss?:\S+$/i)
      }),
      { numRuns: 300 },
    )
  })
})

describe('relayKey', () => {
  it.each([
    ['wss://relay.example/', 'wss://relay.example'],
    ['WSS://Relay.Example', 'wss://relay.example'],
    ['wss://relay.example:443', 'wss://relay.example'],
    ['ws://localhost:80/', 'ws://localhost'],
    ['wss://relay.example/path/', 'wss://relay.example/path'],
  ])('is the same for %s and %s', (a, b) => {
    expect(relayKey(a)).toBe(relayKey(b))
  })

  it.each([
    ['wss://relay.example', 'ws://relay.example'],
    ['wss://relay.example', 'wss://relay.example:8443'],
    ['wss://relay.example/a', 'wss://relay.example/A'],
    ['wss://relay.example', 'wss://relay.example/?x'],
  ])('differs for %s and %s', (a, b) => {
    expect(relayKey(a)).not.toBe(relayKey(b))
  })

  it('is a key of itself, and gives back what is no URL', () => {
    expect(relayKey('garbage')).toBe('garbage')
    fc.assert(
      fc.property(fc.webUrl(), (url) => {
        expect(relayKey(relayKey(url))).toBe(relayKey(url))
      }),
    )
  })
})

describe('usableRelays', () => {
  it.each<[string, unknown[], string[]]>([
    ['order', ['wss://b.example', 'wss://a.example'], ['wss://b.example', 'wss://a.example']],
    ['the first of two forms', ['wss://a.example/', 'WSS://A.example'], ['wss://a.example/']],
    ['only what is a relay', [7, null, 'x', ['wss://b.example'], { a: 1 }, 'wss://a.example'], ['wss://a.example']],
    ['nothing of nothing', [], []],
  ])('keeps %s', (_, urls, expected) => {
    expect(usableRelays(urls)).toEqual(expected)
  })

  it('keeps at most `max`, none of them twice, whatever comes', () => {
    const urls = fc.array(
      fc.oneof(fc.anything(), fc.constantFrom(...DEFAULT_RELAYS, 'wss://nos.lol/', 'ws://x.example')),
    )
    fc.assert(
      fc.property(urls, fc.nat(6), (raw, max) => {
        const kept = usableRelays(raw, max)
        expect(kept.length).toBeLessThanOrEqual(max)
        expect(new Set(kept.map(relayKey)).size).toBe(kept.length)
      }),
    )
  })
})

describe('parseRelays', () => {
  it('takes the default relays', () => {
    expect(parseRelays(DEFAULT_RELAYS)).toEqual({ ok: true, value: [...DEFAULT_RELAYS] })
  })

  it('leaves out empty lines and repeats', () => {
    expect(parseRelays([' wss://a.example ', '', '\t', 'wss://a.example/'])).toEqual({
      ok: true,
      value: ['wss://a.example'],
    })
  })

  it('counts repeats once', () => {
    expect(parseRelays([...DEFAULT_RELAYS, 'wss://nos.lol/']).ok).toBe(true)
  })

  it.each<[string, string[]]>([
    ['relay-count', []],
    ['relay-count', ['', ' ']],
    ['relay-count', Array.from({ length: MAX_RELAYS + 1 }, (_, i) => `wss://r${i}.example`)],
    ['relay-url', ['wss://a.example', 'nonsense']],
    ['relay-plain', ['wss://a.example', 'ws://b.example']],
  ])('says %s of %j', (code, texts) => {
    expect(parseRelays(texts)).toMatchObject({ ok: false, error: { code } })
  })
})
