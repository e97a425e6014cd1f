import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path/posix'
import { describe, expect, it } from 'vitest'

/** The law of the house (src/README.md): what each room may import. Nothing imports upward or sideways. */
interface Room {
  rooms: readonly string[]
  packages: readonly string[]
  /** Files of which the room may take values; of all others of that room only types, which weigh nothing when built. */
  light?: { room: string; values: readonly string[] }
}

const BELOW = ['protocol', 'wire', 'signer', 'policy']
const IN_PAGE: Room = {
  rooms: ['protocol', 'wire'],
  packages: [],
  light: { room: 'protocol', values: ['protocol/error', 'protocol/limits'] },
}

const ROOMS: Record<string, Room> = {
  protocol: {
    rooms: [],
    packages: [
      ...['pure', 'nip44', 'nip04', 'nip19', 'utils'].map((name) => `nostr-tools/${name}`),
      '@noble/curves/secp256k1.js',
      '@noble/hashes/sha2.js',
    ],
  },
  wire: { rooms: ['protocol'], packages: [] },
  signer: { rooms: ['protocol'], packages: [] },
  policy: { rooms: ['protocol'], packages: [] },
  edges: {
    rooms: BELOW,
    packages: [
      'webextension-polyfill',
      'valibot',
      '@noble/hashes/scrypt.js',
      'nostr-tools/abstract-relay',
      'nostr-tools/relay',
      'nostr-tools/pure',
      'nostr-tools/utils',
    ],
  },
  background: { rooms: [...BELOW, 'edges'], packages: ['nostr-tools/pure', 'nostr-tools/utils', 'nostr-tools/nip19'] },
  panel: {
    rooms: ['protocol', 'wire', 'edges', 'policy'],
    packages: ['preact', 'preact/hooks', '@preact/signals', 'uqr', '@scure/btc-signer'],
    // the table that a person reads is the one that is gone by
    light: { room: 'policy', values: ['policy/everyday'] },
  },
  provider: IN_PAGE,
  bridge: IN_PAGE,
  testing: {
    rooms: BELOW,
    packages: [
      ...['nostr-tools/pure', 'nostr-tools/utils'],
      ...['@scure/btc-signer', '@noble/curves/secp256k1.js', '@noble/hashes/sha2.js'],
    ],
  },
}

/** Rooms that are handed their world, and what of the world they must not reach for. */
const PURE = ['protocol', 'wire', 'signer', 'policy']
const WORLD =
  /(?<![.\w$])(Date\.now|new Date\(\s*\)|Date\(\s*\)|performance\.|set(Timeout|Interval)\b|WebSocket\b|Math\.random|fetch\s*\(|(browser|chrome|window|document|navigator|localStorage|crypto|globalThis|self|process)\s*[.[])/g

/** Files outside src that a room may name. */
const OUTSIDE: Record<string, readonly string[]> = { edges: ['public/_locales/en/messages.json'] }

const MAX_LINES = 250
/** Provider and bridge together: every page and every frame carries both. */
const IN_PAGE_BYTES = 3850

/** The code without comments; with `texts` false, also without the insides of strings. */
function bare(source: string, texts: boolean): string {
  const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|(?<!\\)\/\/[^\n]*/g
  return source.replace(token, (found) => {
    if (found.startsWith('/')) return ' '
    // a template's holes are code
    return texts || found.startsWith('`') ? found : "''"
  })
}

interface Import {
  from: string
  typeOnly: boolean
}

/** Every import, re-export, `import()` and `import('…').Type` of a source. */
function importsOf(source: string): Import[] {
  const code = bare(source, true)
  const statement = /^\s*(?:import|export)\s+(?:([^'"`;=()]*?)\s*\bfrom\s*)?['"]([^'"]+)['"]/gm
  const statements = [...code.matchAll(statement)].map(([, clause = '', from = '']) => ({
    from,
    typeOnly: isTypeOnly(clause),
  }))
  const calls = [...code.matchAll(/\bimport\s*\(\s*(?:['"]([^'"]+)['"])?/g)].map(([, from = 'import(computed)']) => ({
    from,
    typeOnly: false,
  }))
  return [...statements, ...calls]
}

function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause)) return true
  const named = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]
  if (named === undefined) return false
  return named.split(',').every((name) => name.trim() === '' || /^\s*type\s/.test(name))
}

/** What is wrong with an import that stands in `file` (a path in src); null: nothing. */
function judgeImport(file: string, { from, typeOnly }: Import): string | null {
  const room = ROOMS[file.split('/')[0] ?? '']
  if (!room) return 'stands in no room'
  if (!from.startsWith('.')) return room.packages.includes(from) ? null : `may not use ${from}`
  const path = normalize(join('src', dirname(file), from))
  const target = relative('src', path)
  const [own, other] = [file.split('/')[0] ?? '', target.split('/')[0] ?? '']
  if (other === '..') return OUTSIDE[own]?.includes(path) ? null : `may not use ${path}`
  if (other === own) return null
  if (!room.rooms.includes(other)) return `may not use ${target}`
  if (room.light?.room !== other || typeOnly || room.light.values.includes(target)) return null
  return `may use only types of ${target}`
}

/** What a source of a pure room takes from the world by itself. */
const worldIn = (source: string): string[] => [...bare(source, false).matchAll(WORLD)].map(([found]) => found)

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }))

describe('the floors', () => {
  it('have no rooms but those of the table, and every source stands in one', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => name).filter((name) => !ROOMS[name])).toEqual([])
    expect(sources.map(({ file }) => file).filter((file) => !file.includes('/'))).toEqual([])
  })

  it.each(Object.keys(ROOMS))('%s imports only what the table allows', (room) => {
    const wrong = sources
      .filter(({ file }) => file.startsWith(`${room}/`))
      .flatMap(({ file, text }) => importsOf(text).map((one) => ({ file, wrong: judgeImport(file, one) })))
      .filter((found) => found.wrong !== null)
    expect(wrong).toEqual([])
  })

  it.each(PURE)('%s is handed its clock, sockets, chance and storage', (room) => {
    const wrong = sources
      .filter(({ file }) => file.startsWith(`${room}/`))
      .flatMap(({ file, text }) => worldIn(text).map((found) => ({ file, found })))
    expect(wrong).toEqual([])
  })

  it(`has no source of more than ${MAX_LINES} lines`, () => {
    // the test rig may be as long as its stories are
    const long = sources.filter(
      ({ file, text }) => !file.startsWith('testing/') && text.trimEnd().split('\n').length > MAX_LINES,
    )
    expect(long.map(({ file }) => file)).toEqual([])
  })
})

interface Manifest {
  content_scripts: { js: string[]; world?: string }[]
}

describe.each(['chrome', 'firefox'])('the build for %s', (browser) => {
  const dist = `dist/${browser}`
  const built = existsSync(`${dist}/manifest.json`)
  const manifest = () => JSON.parse(readFileSync(`${dist}/manifest.json`, 'utf8')) as Manifest
  const scripts = (): string[] => manifest().content_scripts.flatMap(({ js }) => js)

  it.skipIf(!built)('shows no resource to pages', () => {
    expect(manifest()).not.toHaveProperty('web_accessible_resources')
  })

  it.skipIf(!built)('puts little into every page', () => {
    const sizes = scripts().map((file) => statSync(`${dist}/${file}`).size)
    expect(sizes).toHaveLength(2)
    expect(Math.min(...sizes)).toBeGreaterThan(500)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(IN_PAGE_BYTES)
  })

  it.skipIf(!built)('has content scripts that import nothing, so that they run at once', () => {
    for (const file of scripts()) expect(bare(readFileSync(`${dist}/${file}`, 'utf8'), false)).not.toMatch(/\bimport\b/)
  })
})

describe('the law itself', () => {
  it.each<[string, string, string | null]>([
    ['protocol/x.ts', "import { finalizeEvent } from 'nostr-tools/pure'", null],
    ['protocol/x.ts', "import { SimplePool } from 'nostr-tools/pool'", 'may not use nostr-tools/pool'],
    ['protocol/x.ts', "import x from 'nostr-tools'", 'may not use nostr-tools'],
    ['protocol/x.ts', "import type { Line } from '../signer/line'", 'may not use signer/line'],
    ['signer/x.ts', "import { judge } from '../policy/judge'", 'may not use policy/judge'],
    ['policy/x.ts', "export * from '../wire/panel'", 'may not use wire/panel'],
    ['policy/x.ts', "const x = await import('../edges/clock')", 'may not use edges/clock'],
    ['policy/x.ts', "let x: import('../wire/panel').Verdict", 'may not use wire/panel'],
    ['policy/x.ts', 'const x = import(name)', 'may not use import(computed)'],
    ['panel/views/x.tsx', "import { act } from '../parts/act'", null],
    ['panel/views/x.tsx', "import { state } from '../../background/state'", 'may not use background/state'],
    ['panel/x.tsx', "import browser from 'webextension-polyfill'", 'may not use webextension-polyfill'],
    ['background/x.ts', "import browser from 'webextension-polyfill'", 'may not use webextension-polyfill'],
    ['edges/x.ts', "import browser, {\n  type Runtime,\n} from 'webextension-polyfill'", null],
    ['provider/x.ts', "import type { Call } from '../protocol/nip07'", null],
    ['provider/x.ts', "import { type Call, type Nip07Method } from '../protocol/nip07'", null],
    [
      'provider/x.ts',
      "import { type Call, parseCall } from '../protocol/nip07'",
      'may use only types of protocol/nip07',
    ],
    ['bridge/x.ts', "import { MAX_CALL_CHARS } from '../protocol/limits'", null],
    ['bridge/x.ts', "import '../protocol/nip46'", 'may use only types of protocol/nip46'],
    ['wire/x.ts', "import x from '../../package.json'", 'may not use package.json'],
    ['attic/x.ts', "import x from '../wire/page'", 'stands in no room'],
  ])('of %s with %j is %j', (file, source, verdict) => {
    const found = importsOf(source)
    expect(found).toHaveLength(1)
    expect(found.map((one) => judgeImport(file, one))).toEqual([verdict])
  })

  it.each([
    'const t = Date.now()',
    'const t = new Date()',
    'setTimeout(run, 5)',
    'const later = setInterval',
    'new WebSocket(url)',
    'const n = Math.random()',
    'await fetch(url)',
    'browser.storage',
    'chrome.runtime',
    'crypto.randomUUID()',
    'globalThis["Date"]',
  ])('finds the world in %s', (source) => {
    expect(worldIn(source)).toHaveLength(1)
  })

  it.each([
    'const t = new Date(at)',
    "// Date.now() is the edges' business",
    '/* new WebSocket(url) */',
    "const words = 'setTimeout( fetch( browser.'",
    'const { window } = line; line.window.size',
    "const url = 'https://x.example' // fetch(url)",
    'prefetch(it)',
    'line.chrome.x',
  ])('finds nothing of it in %s', (source) => {
    expect(worldIn(source)).toEqual([])
  })
})
