import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { after } from '../edges/clock'
import { direction, language } from '../edges/words'
import type { RemoteCommands, Snapshot } from '../wire/panel'
import { App } from './app'
import { fetchLater, isThere } from './drawn'
import { followLook } from './follow-look'
import { parseRoute } from './route'

/** ms until the first picture is surely painted: the other views are read then, before anybody goes to one. */
const PAINTED = 100

/** Draws the panel, and again with every snapshot that the returned function is told. */
export async function draw(first: Snapshot | null, commands: RemoteCommands): Promise<(next: Snapshot) => void> {
  const snapshot = signal(first)
  const route = signal(parseRoute(location.hash))
  const go = () => {
    route.value = parseRoute(location.hash)
  }
  addEventListener('hashchange', () => {
    if (isThere(parseRoute(location.hash).view)) go()
    else void fetchLater().then(go)
  })
  if (!isThere(route.value.view)) await fetchLater()
  const page = document.documentElement
  const sayLanguage = () => {
    page.lang = language()
    page.dir = direction()
  }
  sayLanguage()
  // an address may be typed over: what is only for a popup goes with it
  effect(() => {
    page.dataset.place = route.value.place
  })
  const follow = followLook(() => {
    sayLanguage()
    // every word is said anew, and the focus stays where it is
    route.value = { ...route.value }
  })
  if (first) follow(first.settings)
  render(<App snapshot={snapshot} route={route} commands={commands} />, document.body)
  after(PAINTED, () => void fetchLater())
  return (next) => {
    follow(next.settings)
    snapshot.value = next
  }
}
