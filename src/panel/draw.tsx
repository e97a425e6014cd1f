import { effect, signal } from '@preact/signals'
import { render } from 'preact'
import { direction, language, onWord } from '../edges/words'
import type { RemoteCommands, Snapshot } from '../wire/panel'
import { App } from './app'
import { followLook } from './follow-look'
import { parseRoute } from './route'

/** Draws the panel, and again with every snapshot that the returned function is told. */
export function draw(first: Snapshot | null, commands: RemoteCommands): (next: Snapshot) => void {
  const snapshot = signal(first)
  const route = signal(parseRoute(location.hash))
  addEventListener('hashchange', () => {
    route.value = parseRoute(location.hash)
  })
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
  // a part that has the same to show is not drawn anew, but every part that said a word is; the focus stays where it is
  const tongue = signal(0)
  onWord(() => void tongue.value)
  const follow = followLook(() => {
    sayLanguage()
    tongue.value += 1
  })
  if (first) follow(first.settings)
  render(<App snapshot={snapshot} route={route} commands={commands} />, document.body)
  return (next) => {
    follow(next.settings)
    snapshot.value = next
  }
}
