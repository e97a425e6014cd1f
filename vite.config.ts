import { appendFileSync } from 'node:fs'
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin'
import preact from '@preact/preset-vite'
import { build, defineConfig, type Plugin } from 'vite'
import manifest from './manifest.json' with { type: 'json' }
import { shrink } from './scripts/locales-files.ts'

const BROWSERS = ['chrome', 'firefox'] as const
type Browser = (typeof BROWSERS)[number]

/**
 * manifest.json is Chrome's, with Firefox's settings beside; each browser gets only what it knows. Chrome wants to be told
 * the hosts of registered scripts again, beside those of content_scripts, and warns of nothing more for it.
 */
function manifestFor(browser: Browser): ManifestV3Export {
  const { browser_specific_settings, minimum_chrome_version, background, host_permissions, ...common } = manifest
  const own =
    browser === 'chrome'
      ? { minimum_chrome_version, background, host_permissions }
      : { browser_specific_settings, background: { scripts: [background.service_worker], type: background.type } }
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
const words = ['off', 'firm', 'mark'].map(
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

/** What translators read (descriptions, examples, names of placeholders) is two thirds of `_locales`; no browser reads it. */
const smallLocales = (folder: string): Plugin => ({
  name: 'small-locales',
  apply: 'build',
  closeBundle: () => shrink(`${folder}/_locales`),
})

/** The panel's page names all scripts that it needs, so that none is found only when another was read. */
const readAhead: Plugin = {
  name: 'read-ahead',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle = {}, chunk }) => {
      const files = new Set<string>()
      const add = (file: string): void => {
        const one = bundle[file]
        if (files.has(file) || one?.type !== 'chunk') return
        files.add(file)
        one.imports.forEach(add)
      }
      for (const file of chunk?.imports ?? []) add(file)
      return [...files].map((file) => ({ tag: 'link', attrs: { rel: 'modulepreload', href: `/${file}` } }))
    },
  },
}

/** `vite build --mode chrome|firefox` writes dist/chrome or dist/firefox. */
export default defineConfig(({ mode }) => {
  const browser = BROWSERS.find((name) => name === mode) ?? 'chrome'
  const outDir = `dist/${browser}`
  return {
    plugins: [
      noHtml,
      preact(),
      readAhead,
      crx({ manifest: manifestFor(browser), browser }),
      ...words,
      namelessProvider(outDir),
      smallLocales(outDir),
    ],
    build: { outDir, emptyOutDir: true, target: 'esnext', modulePreload: false },
  }
})
