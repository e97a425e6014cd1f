import { render } from 'preact'
import { type Line, openLine } from '../shared/line'
import type { Nostr } from './author'
import { Site } from './site'

/** Looked up when needed, as sites do. */
const findNostr = (): Nostr | undefined => (window as unknown as { nostr?: Nostr }).nostr

const relay = new URLSearchParams(location.search).get('relay') ?? ''

let line: Line | null = null
/** Opened for whoever is logged in: a closed relay wants to know who comes (NIP-42). */
const lineOf = (nostr: Nostr): Line => {
  line ??= openLine(relay, { open: (url) => new WebSocket(url), logIn: (template) => nostr.signEvent(template) })
  return line
}

const root = document.getElementById('site')
if (root) render(<Site findNostr={findNostr} lineOf={lineOf} relay={relay} />, root)
