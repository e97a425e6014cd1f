import { render } from 'preact'
import { openLine } from '../shared/line'
import type { Nostr } from './author'
import { Site } from './site'

/** Looked up when needed, as sites do. */
const findNostr = (): Nostr | undefined => (window as unknown as { nostr?: Nostr }).nostr

const relay = new URLSearchParams(location.search).get('relay') ?? ''
const line = openLine(relay, {
  open: (url) => new WebSocket(url),
  logIn: async (template) => {
    const nostr = findNostr()
    if (!nostr) throw new Error('nobody to log in')
    return nostr.signEvent(template)
  },
})
const root = document.getElementById('site')
if (root) render(<Site findNostr={findNostr} line={line} relay={relay} />, root)
