import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, relayName, shortId } from './redact'

const HEX = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'

describe('redact', () => {
  it.each([
    ['leaves a refusal as it is', 'auth-required: members only', 'auth-required: members only'],
    ['shortens a key', `blocked: ${HEX} is not welcome`, 'blocked: 3bf0c63f… is not welcome'],
    ['shortens one in capitals', HEX.toUpperCase(), '3BF0C63F…'],
    ['takes an npub out', 'no npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6 here', 'no npub… here'],
    ['takes an nsec out', 'nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5', 'nsec…'],
    ['takes a token out', `bad bunker://${HEX}?relay=wss://a&secret=ab`, 'bad bunker:…'],
    ['takes a ciphertext out', `got ${'AbC+/9'.repeat(30)}==`, 'got …'],
    ['takes out what is called a secret', 'secret=hunter2, and more', 'secret …, and more'],
    ['takes out what is quoted as one', 'invalid secret "hunter2"', 'invalid secret …'],
    [
      'keeps the words of a spent token',
      'secret already used or token expired',
      'secret already used or token expired',
    ],
    ['keeps to one line', 'a\n\tb\u2028c', 'a b c'],
    ['cuts what is long', 'ab '.repeat(100), `${'ab '.repeat(54).slice(0, 160)}…`],
  ])('%s', (_, words, clean) => {
    expect(redact(words)).toBe(clean)
  })

  it('leaves nothing of a key, a nip19 word or a ciphertext, wherever it stands', () => {
    const secret = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
      fc.base64String({ minLength: 64, maxLength: 600 }),
      fc.string({ unit: fc.constantFrom(...'AbCdEfGhIjKlMnOpQrSt0123456789'), minLength: 32, maxLength: 32 }),
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), secret, fc.string({ maxLength: 40 }), (before, hidden, after) => {
        const clean = redact(`${before} ${hidden} ${after}`)
        for (let at = 0; at + 12 <= hidden.length; at += 4) {
          const piece = hidden.slice(at, at + 12)
          if (!before.includes(piece) && !after.includes(piece)) expect(clean).not.toContain(piece)
        }
      }),
      { numRuns: 1_000, seed: 20_261_122 },
    )
  })
})

describe('shortId', () => {
  it('leaves eight characters', () => {
    expect(shortId(HEX)).toBe('3bf0c63f…')
    expect(shortId('short')).toBe('short')
  })
})

describe('relayName', () => {
  it.each([
    ['wss://relay.example/', 'relay.example'],
    ['ws://127.0.0.1:7000', 'ws://127.0.0.1:7000'],
    ['wss://paid.example/members/ada?key=hunter2', 'paid.example/…'],
    ['wss://relay.example?key=hunter2', 'relay.example/…'],
    ['no relay', 'no relay'],
  ])('names %s', (url, name) => {
    expect(relayName(url)).toBe(name)
  })
})
