import browser, { type Scripting } from 'webextension-polyfill'
import type { SitesMode } from '../wire/panel'

/** Where `window.nostr` is to be ours. Origins as browsers stamp them: scheme, host, port. */
export interface Presence {
  mode: SitesMode
  /** Switched on, or off, by name. */
  on: string[]
  off: string[]
  /** Where nobody else may take its place. */
  firm: string[]
  /** Does a click on a `bunker://` link come to us? */
  links: boolean
}

type Script = Scripting.RegisteredContentScript

const EVERYWHERE = ['http://*/*', 'https://*/*']

/**
 * Built by vite.config.ts. Provider and bridge stand in the manifest and so on every page; these are registered where
 * something else was chosen, and persist. `off` and `firm` tell the bridge of their frame one word (src/bridge/say.ts),
 * `mark` and `links` tell the background.
 */
const script = (id: 'off' | 'firm' | 'mark' | 'links', matches: string[], excludeMatches: string[] = []): Script => ({
  ...{ id, js: [`words/${id}.js`], matches, excludeMatches },
  ...{ allFrames: true, matchOriginAsFallback: true, runAt: 'document_start', persistAcrossSessions: true },
})

/** In the page on top, for its tab's icon (src/bridge/mark.iife.ts): of the few sites that are not as the others. */
const marking = (matches: string[]): Script => ({
  ...script('mark', matches),
  ...{ allFrames: false, matchOriginAsFallback: false },
})

/**
 * The scripts that bring about `presence`.
 * @param hasPorts does the browser tell ports apart? Firefox takes a pattern with a port and matches nothing by it
 *   (measured): there a pattern is a host with all its ports. So that Lanyard is never missing where it was wanted, such a
 *   host keeps it as soon as one of its ports does; calls from the others are refused (background/admit.ts).
 */
export function scriptsFor({ mode, on, off, firm, links }: Presence, hasPorts: boolean): Script[] {
  const patterns = (origins: string[]) => [...new Set(origins.flatMap((origin) => patternOf(origin, hasPorts)))].sort()
  const kept = patterns([...on, ...firm])
  const gone = mode === 'chosen' ? EVERYWHERE : patterns(off).filter((pattern) => !kept.includes(pattern))
  const held = patterns(firm)
  const marked = mode === 'chosen' ? kept : gone
  return [
    ...(gone.length > 0 ? [script('off', gone, mode === 'chosen' ? kept : [])] : []),
    ...(held.length > 0 ? [script('firm', held)] : []),
    ...(marked.length > 0 ? [marking(marked)] : []),
    ...(links ? [script('links', EVERYWHERE)] : []),
  ]
}

/** Nothing for what is no web origin: one bad pattern, and the browser refuses all. */
function patternOf(origin: string, hasPorts: boolean): string[] {
  if (!URL.canParse(origin)) return []
  const url = new URL(origin)
  if (url.origin !== origin || !/^https?:$/.test(url.protocol)) return []
  // a pattern without a port means every port, also in Chromium
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return [`${url.protocol}//${url.hostname}${hasPorts ? `:${port}` : ''}/*`]
}

const isFirefox = (): boolean => browser.runtime.getURL('').startsWith('moz-extension:')

/**
 * Bring the registered scripts in line; does nothing where they are. An update of the extension clears them in Chromium
 * and keeps them in Firefox (measured), so they are compared whole.
 * @throws where the browser refuses
 */
export async function bringInLine(presence: Presence): Promise<void> {
  const wanted = scriptsFor(presence, !isFirefox())
  const known = await browser.scripting.getRegisteredContentScripts()
  const registered = new Map(known.map((script) => [script.id, textOf(script)]))
  const ids = [...registered.keys()].filter((id) => !wanted.some((script) => script.id === id))
  const added = wanted.filter(({ id }) => !registered.has(id))
  const changed = wanted.filter((script) => (registered.get(script.id) ?? textOf(script)) !== textOf(script))
  if (added.length > 0) await browser.scripting.registerContentScripts(added)
  if (changed.length > 0) await browser.scripting.updateContentScripts(changed)
  if (ids.length > 0) await browser.scripting.unregisterContentScripts({ ids })
}

const FACETS = ['js', 'matches', 'excludeMatches', 'allFrames', 'matchOriginAsFallback', 'runAt'] as const

/** Equal for equal scripts: browsers give back paths as addresses, patterns in any order, and leave out what is empty. */
const textOf = (script: Scripting.RegisteredContentScript): string =>
  JSON.stringify(
    FACETS.map((facet) => {
      const value = script[facet] || []
      return Array.isArray(value) ? value.map((text) => text.replace(browser.runtime.getURL(''), '')).sort() : value
    }),
  )

/** Nothing to do but to be awake: what is registered is looked at. Must be called at top level. */
export function onBrowserStart(task: () => void): void {
  browser.runtime.onStartup.addListener(task)
}
