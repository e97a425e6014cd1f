import './tokens.css'
import './base.css'
import './parts.css'
import './views.css'
import './signer.css'
import './approval.css'
import { signal } from '@preact/signals'
import { render } from 'preact'
import { connectPanel } from '../edges/panel-line'
import { comeInside } from '../edges/window'
import { direction, language, loadWords } from '../edges/words'
import type { Snapshot } from '../wire/panel'
import { App } from './app'
import { parseRoute } from './route'

const snapshot = signal<Snapshot | null>(null)
const route = signal(parseRoute(location.hash))

const commands = connectPanel((next) => {
  snapshot.value = next
})

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash)
})

if (route.value.place === 'approval') void comeInside()

await loadWords().catch(() => undefined)
const page = document.documentElement
page.lang = language()
page.dir = direction()
page.dataset.place = route.value.place

render(<App snapshot={snapshot} route={route} commands={commands} />, document.body)
