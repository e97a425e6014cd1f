import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import preact from '@preact/preset-vite'
import { build, defineConfig, type Plugin } from 'vite'
import manifest from './manifest.json' with { type: 'json' }
import { shrink } from './scripts/locales-files.ts'
import { joinBackground, joinPanel, twiceWithState } from './scripts/one-file.ts'
import { smallPolyfill } from './scripts/small-polyfill.ts'

const BROWSERS = ['chrome', 'firefox'] as const
type Browser = (typeof BROWSERS)[number]

/**
 * manifest.json is Chrome's, with Firefox's settings beside; each browser gets only what it knows. Chrome wants to be told
 * the hosts of registered scripts again, beside those of content_scripts, and warns of nothing more for it. In Firefox a
 * rule keeps this browser's id from relays (src/edges/nameless.ts); the permission for it adds no warning either.
 */
function manifestFor(browser: Browser): ManifestV3Export {
  const { browser_specific_settings, minimum_chrome_version, background, host_permissions, ...common } = manifest
  const own =
    browser === 'chrome'
      ? { minimum_chrome_version, background, host_permissions }
      : {
          browser_specific_settings,
          background: { scripts: [background.service_worker], type: background.type },
          permissions: [...manifest.permissions, 'declarativeNetRequestWithHostAccess'],
        }
  return { ...common, ...own } as ManifestV3Export
}

/**
 * Preact has one place that writes HTML, for `dangerouslySetInnerHTML`. The panel shows texts of strangers and never uses
 * it: with text written in its place, no such place is left in the build (`web-ext lint` would name it).
 */
const noHtml: Plugin = {
  name: 'no-html',
  apply: 'build',
  transform: {
    filter: { id: /preact\/dist\/preact\.m?js$/ },
    handler: (code) => code.replace(/\.innerHTML=(\w+)\.__html/, '.textContent=$1.__html'),
  },
}

/**
 * A page can read stacks: of our errors, and of its own where we call its getters. They name each script by its address,
 * and in Firefox that holds an id that no other browser has. `sourceURL` puts a plain name in its place.
 */
const namelessProvider = (folder: string): Plugin => ({
  name: 'nameless-provider',
  apply: 'build',
  closeBundle: () => appendFileSync(`${folder}/src/provider/provider.iife.js`, '//# sourceURL=nostr'),
})

/**
 * The scripts that the background registers (src/edges/scripts.ts). As those of the manifest they are one synchronous file
 * each; CRXJS knows only what the manifest names.
 */
const words = ['off', 'firm', 'mark', 'links'].map(
  (word): Plugin => ({
    name: `word-${word}`,
    apply: 'build',
    async generateBundle() {
      const entry = `src/bridge/${word}.iife.ts`
      const options = { rolldownOptions: { input: entry, output: { format: 'iife' } }, write: false } as const
      const built = await build({ configFile: false, logLevel: 'warn', build: { ...options, target: 'esnext' } })
      const [chunk] = [built].flat().flatMap((one) => ('output' in one ? one.output : []))
      if (chunk?.type !== 'chunk') throw new Error(`${entry} was not built`)
      this.emitFile({ type: 'asset', fileName: `words/${word}.js`, source: chunk.code })
    },
  }),
)

/**
 * AES has two tables of 65,536 entries, which its library works out when it is read (14 ms of a waking, in one profile), for NIP-04,
 * which is seldom asked for. Here they are worked out with the first use.
 */
const tablesLater: Plugin = {
  name: 'tables-later',
  apply: 'build',
  transform: {
    filter: { id: /@noble\/ciphers\/aes\.js$/ },
    handler(code) {
      const made = /^const (table\w+) = \/\* @__PURE__ \*\/ (genTtable\(.+\));$/gm
      const names = [...code.matchAll(made)].map(([, name = '']) => name)
      if (names.length !== 2) this.error('the tables of AES were not found')
      const later = code.replace(made, 'let $1Made;\nconst $1 = () => ($1Made ??= $2);')
      return later.replace(/\} = (table\w+);/g, '} = $1();')
    },
  },
}

/**
 * As a CommonJS module all that the browser offers would be read once, and so made, to be copied (7 ms of a waking, in
 * one profile); its only export is `browser` itself. And of its table only what is used (scripts/small-polyfill.ts).
 */
const polyfillAsModule: Plugin = {
  name: 'polyfill-as-module',
  apply: 'build',
  transform: {
    filter: { id: /webextension-polyfill\/dist\/browser-polyfill\.js$/ },
    handler: (code) =>
      `const exports = {}, module = { exports };\n${smallPolyfill(code)}\nexport default module.exports;`,
  },
}

/** What translators read (descriptions, examples, names of placeholders) is two thirds of `_locales`; no browser reads it. */
const smallLocales = (folder: string): Plugin => ({
  name: 'small-locales',
  apply: 'build',
  closeBundle: () => shrink(`${folder}/_locales`),
})

/**
 * The panel's page as it is painted soonest. It has its styles in itself, so that no script waits for another file, and
 * before the scripts: they are read while the scripts are on their way (5 ms, measured). And it is not painted empty while
 * the module runs (`blocking`, which Firefox does not know).
 */
const paintedSoon: Plugin = {
  name: 'painted-soon',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(page, { bundle = {} }) {
      let styles = ''
      const bare = page.replace(/\s*<link rel="stylesheet"[^>]* href="\/([^"]+)">/g, (link, file: string) => {
        const style = bundle[file]
        if (style?.type !== 'asset') return link
        styles += `<style>${style.source}</style>`
        return ''
      })
      return bare
        .replace('<script', () => `${styles}\n    <script`)
        .replace('<script type="module"', '<script type="module" blocking="render"')
    },
  },
}

/** Each file costs a few ms, one after the other: the panel's module is one, and the background's (scripts/one-file.ts). */
const oneFile = (folder: string): Plugin => ({
  name: 'one-file',
  apply: 'build',
  generateBundle(_, bundle) {
    const twice = twiceWithState(bundle)
    if (twice.length > 0) this.error(`the panel would have twice: ${twice.join(', ')}`)
  },
  async closeBundle() {
    await joinPanel(folder)
    await joinBackground(folder)
  },
})

/**
 * Every library of the noble family brings a copy of its hashes; all that is built takes the one of nostr-tools, whose
 * version is pinned. (The folder of the project itself must have an older one: @nostr-relay/common imports it unnamed.)
 */
const hashes = dirname(
  createRequire(createRequire(import.meta.url).resolve('nostr-tools/pure')).resolve('@noble/hashes/sha2.js'),
)
const oneNoble = [{ find: /^@noble\/hashes(?=\/)/, replacement: hashes }]

/** `vite build --mode chrome|firefox` writes dist/chrome or dist/firefox. */
export default defineConfig(({ mode }) => {
  const browser = BROWSERS.find((name) => name === mode) ?? 'chrome'
  const outDir = `dist/${browser}`
  return {
    resolve: { alias: oneNoble },
    plugins: [
      noHtml,
      tablesLater,
      polyfillAsModule,
      preact(),
      paintedSoon,
      crx({ manifest: manifestFor(browser), browser }),
      ...words,
      namelessProvider(outDir),
      oneFile(outDir),
      smallLocales(outDir),
    ],
    build: {
      ...{ outDir, emptyOutDir: true, target: 'esnext', modulePreload: false },
      // a file of its own, or it would run after those that the background shares with the panel
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'birth', test: /src\/edges\/birth/ }] } } },
    },
  }
})
