import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build, type Rolldown } from 'vite'

const PAGE = 'src/panel/index.html'
/** CRXJS's, which imports ours. */
const BACKGROUND = 'service-worker-loader.js'

type Bundle = Rolldown.OutputBundle

const chunkOf = (bundle: Bundle, file: string): Rolldown.OutputChunk | null => {
  const found = bundle[file]
  return found?.type === 'chunk' ? found : null
}

/** A file, and all that it imports at once. */
function withImports(bundle: Bundle, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const one of chunkOf(bundle, file)?.imports ?? []) withImports(bundle, one, seen)
  return seen
}

/** Libraries and `protocol`: without a state of their own, so that a page may hold them twice. */
const isStateless = (id: string): boolean =>
  id.startsWith('\0') || /\/node_modules\/(@noble|@scure|micro-packed|nostr-tools)\/|\/src\/protocol\//.test(id)

/**
 * What is wrong with reading the panel as one file: a part that is read later, and brings with it modules that the file
 * holds already and that have a state.
 */
export function twiceWithState(bundle: Bundle): string[] {
  const entry = Object.values(bundle).find((one) => one.type === 'chunk' && one.facadeModuleId?.endsWith(PAGE))
  if (entry?.type !== 'chunk') throw new Error('the panel was not built')
  const now = withImports(bundle, entry.fileName)
  const later = [...now].flatMap((file) => chunkOf(bundle, file)?.dynamicImports ?? [])
  const shared = later.flatMap((file) => [...withImports(bundle, file)]).filter((file) => now.has(file))
  return shared.flatMap((file) => chunkOf(bundle, file)?.moduleIds ?? []).filter((id) => !isStateless(id))
}

/** A script with all that it imports at once, as one text. What it reads later stays apart. */
async function joined(path: string): Promise<string> {
  const built = await build({
    ...{ configFile: false, publicDir: false, logLevel: 'warn' },
    plugins: [
      {
        name: 'later-stays-apart',
        resolveDynamicImport: (name) => (typeof name === 'string' ? { id: name, external: true } : null),
      },
    ],
    build: {
      ...{ write: false, target: 'esnext', modulePreload: false },
      rolldownOptions: { input: path, makeAbsoluteExternalsRelative: false },
    },
  })
  const chunks = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
  const [chunk] = chunks
  if (chunk?.type !== 'chunk' || chunks.length !== 1) throw new Error(`${path} is not one file`)
  return chunk.code
}

/**
 * Puts the panel's script and all that it imports into one file. What it shares with the background is then in the package
 * twice: measured, the first picture comes about 10 ms sooner.
 */
export async function joinPanel(folder: string): Promise<void> {
  const page = readFileSync(join(folder, PAGE), 'utf8')
  const [, entry] = /<script type="module"[^>]* src="\/([^"]+)"/.exec(page) ?? []
  if (entry === undefined) throw new Error('the panel has no script')
  writeFileSync(join(folder, entry), await joined(join(folder, entry)))
  // the page has them in itself
  const styles = readdirSync(join(folder, dirname(entry))).filter((file) => file.endsWith('.css'))
  for (const file of styles) if (!page.includes(basename(file))) rmSync(join(folder, dirname(entry), file))
}

/** The same for the background, in the file that the manifest names. Files that nobody names any more are taken away. */
export async function joinBackground(folder: string): Promise<void> {
  const path = join(folder, BACKGROUND)
  writeFileSync(path, await joined(path))
  const assets = join(folder, 'assets')
  const text = (file: string): string => readFileSync(file, 'utf8')
  for (;;) {
    const files = readdirSync(assets).filter((file) => file.endsWith('.js'))
    const readers = [join(folder, PAGE), path, ...files.map((file) => join(assets, file))]
    const unread = files.filter(
      (file) => !readers.some((reader) => basename(reader) !== file && text(reader).includes(file)),
    )
    if (unread.length === 0) return
    for (const file of unread) rmSync(join(assets, file))
  }
}
