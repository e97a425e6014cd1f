import './tokens.css'
import './base.css'
import './shell.css'
import './parts.css'
import './views.css'
import './signer.css'
import './welcome.css'
import './claim.css'
import './approval.css'
import './lock.css'
import './settings.css'
import './accounts.css'
import './diagnostics.css'
import './bitcoin.css'
import './find.css'
import { activeSite } from '../edges/active-site'
import { after } from '../edges/clock'
import { lastLook } from '../edges/look'
import { connectPanel } from '../edges/panel-line'
import { lastStill, painted } from '../edges/still'
import { comeInside } from '../edges/window'
import { loadWords } from '../edges/words'
import type { Snapshot } from '../wire/panel'
import { draw } from './draw'
import { parseRoute } from './route'

// What the first picture needs is waited for, so that it is true and nothing moves after it.

/** ms, then a sentence says that it takes a while. */
const PATIENCE = 500

const { place } = parseRoute(location.hash)

/** What a background that may be asleep has left; it need not be up before that is painted. */
const still = await lastStill()
let newest: Snapshot | null = still
let tell = (next: Snapshot): void => {
  newest = next
}
let heard = (): void => undefined
const firstWord = new Promise<void>((resolve) => {
  heard = resolve
})
if (still) heard()
const connect = still ? painted() : undefined
const commands = connectPanel((next) => {
  tell(next)
  heard()
}, connect)
after(PATIENCE, heard)
if (place === 'approval') void comeInside()

await Promise.all([
  loadWords(lastLook().language).catch(() => undefined),
  place === 'popup' ? activeSite() : null,
  firstWord,
])
tell = draw(newest, commands)
// what was heard meanwhile
if (newest) tell(newest)
