import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { oldAmongOthers, oldByBunker, oldByQr, oldDisconnects, oldIsLeft } from './old'
import { QUIRKS } from './quirks'
import { SCENES } from './scenes'
import { OUTSIDERS, versionOf } from './signers'
import { page, type Seen } from './table'

/** Every signer that we did not write, in every scene; what it was seen to do is the table of docs/signers.md. */
const seen: Seen = {}
const old: Record<string, string> = {}
const root = new URL('../', import.meta.url)
const DOCS = new URL('docs/signers.md', root)

/** Rows in which a signer's own timing decides between two outcomes (NDK logs in to a closed relay before it listens, or
 * after): each scene asserts our part of them, but the page need not say the same each time. */
const RACES = ['a relay that demands AUTH', 'sockets cut', 'relay down for a moment', 'signer restarted']

const steady = (text: string): string[] =>
  text.split('\n').filter((line) => !RACES.some((name) => line.startsWith(`| ${name}`)))

for (const outsider of OUTSIDERS) {
  describe.concurrent(outsider.name, () => {
    it.each(Object.entries(SCENES))('%s', { timeout: 90_000, retry: 2 }, async (name, scene) => {
      const said = await scene(outsider)
      seen[name] = { ...seen[name], [outsider.name]: said }
    })
  })
}

const OLD = [
  ['by QR is paired with once its person has confirmed its key, and signs', oldByQr],
  ['pairs after others have claimed to be it, and were refused', oldAmongOthers],
  ['ends the session by disconnect', oldDisconnects],
  ['is told of a log-out', oldIsLeft],
  ['by bunker:// is refused in words, after a second try in NIP-04', oldByBunker],
] as const

describe.concurrent('a signer of 2023', () => {
  it.each(OLD)('%s', { timeout: 60_000 }, async (name, scene) => {
    old[name] = await scene()
  })
})

it.each(QUIRKS)('$signer, $quirk: the test that plays it exists', ({ file, test }) => {
  const source = readFileSync(new URL(file, root), 'utf8')
  expect([`'${test}`, `"${test}`].some((title) => source.includes(title))).toBe(true)
})

it('docs/signers.md says what was seen', () => {
  const said = OLD.map(([name]) => old[name])
  const version = versionOf('@nostr-connect/connect')
  const text = page(Object.keys(SCENES), OUTSIDERS, seen, { version, said: said.join('\n') })
  if (process.env.UPDATE_DOCS) writeFileSync(DOCS, text)
  expect(steady(readFileSync(DOCS, 'utf8'))).toEqual(steady(text))
})
