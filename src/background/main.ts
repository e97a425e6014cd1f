import '../edges/birth'
import { onWake } from '../edges/awake'
import type { Caller } from '../edges/caller'
import { after, now } from '../edges/clock'
import { onAllowKey } from '../edges/commands'
import { onTokenLink } from '../edges/links'
import { onNotification } from '../edges/notify'
import { type OpenPort, onMark, onPort } from '../edges/ports'
import { onBrowserStart } from '../edges/scripts'
import { onTabClosed, welcomeOnInstall } from '../edges/window'
import { fail } from '../protocol/error'
import { CALL_PORT, parseUp, type UpCall } from '../wire/background'
import { OTHER, TOUCH } from '../wire/handoff'
import { type CommandMessage, PANEL_PORT, type SeenMessage } from '../wire/panel'
import { runCommand } from './commands'
import { type House, openHouse } from './house'
import { tell } from './outbox'
import { seeOther } from './presence'
import { mark } from './toolbar'
import { type Watchers, watchersOf } from './watchers'

// Listeners stand before anything is awaited: an event that woke us would be lost otherwise (uBOL). All of them wait
// for the one `ready`.

interface Awake {
  house: House
  watchers: Watchers
}

let waking: Promise<Awake> | null = null

/** The house, opened once. Where storage cannot be read nothing is begun, for it would be overwritten: the next asks. */
function ready(): Promise<Awake> {
  waking ??= openHouse(now())
    .then((house) => ({ house, watchers: watchersOf(house) }))
    .catch((error: unknown) => {
      waking = null
      throw error
    })
  return waking
}

/** Run `task` in the house; where it does not open, `otherwise`. */
const atHome = (task: (awake: Awake) => void, otherwise: () => void = () => {}): Promise<void> =>
  ready().then(task, otherwise)

onWake(() => void atHome(({ house }) => house.look()))
onBrowserStart(() => void atHome(() => {}))
welcomeOnInstall()

onTabClosed(
  (tabId) =>
    void atHome(({ house, watchers }) => {
      watchers.tabClosed(tabId)
      void house.offers.tabClosed(tabId)
    }),
)

onTokenLink((link) => void atHome(({ house }) => void house.offers.take(link)))

onNotification((event) => void atHome(({ watchers }) => watchers.hear(event)))

onMark((caller) => void atHome(({ house }) => mark(house.store.state, caller)))

onAllowKey(() => void atHome(({ watchers }) => watchers.allowKeys()))

onPort((port) => {
  // whoever calls gets an answer, if only that nobody can tell who it is: hung up on, a bridge would dial for ever
  if (port.name === CALL_PORT && port.caller.kind !== 'panel') servePage(port)
  else if (port.name === PANEL_PORT && port.caller.kind === 'panel') servePanel(port)
  else port.disconnect()
})

void atHome(() => {})

function servePage(port: OpenPort): void {
  let isOpen = true
  const take = (house: House, calls: readonly UpCall[]): void => {
    const rest = house.out.together(port, calls, (call) => house.calls.take(call, port.caller, port))
    // nobody waits for what a page asked that has gone meanwhile
    if (rest.length > 0) after(0, () => isOpen && take(house, rest))
  }
  port.onMessage((message) => {
    const up = parseUp(message)
    if (!up) return port.disconnect()
    if (up === TOUCH || up === OTHER) return seen(up, port.caller)
    void atHome(
      ({ house }) => take(house, up),
      () => {
        for (const { id } of up) tell(port, id, fail('storage'))
      },
    )
  })
  port.onDisconnect(() => {
    isOpen = false
    void atHome(({ house }) => {
      for (const callId of house.out.detach(port)) house.calls.abandon(callId)
    })
  })
}

function seen(word: typeof TOUCH | typeof OTHER, caller: Caller): void {
  if (caller.kind !== 'page') return
  void atHome(({ house }) => (word === TOUCH ? house.warm(caller.origin) : seeOther(house.store, caller)))
}

const isSeen = (message: unknown): message is SeenMessage => Object.hasOwn(Object(message), 'seen')

function servePanel(port: OpenPort): void {
  let open = true
  port.onMessage((message) => {
    if (isSeen(message)) return void atHome(({ watchers }) => watchers.see(port, message.seen))
    const { n, command, args } = Object(message) as CommandMessage
    void atHome(
      async ({ house }) => {
        const outcome = await runCommand(house.commands, { n, command, args })
        if (open) port.postMessage({ n, outcome })
      },
      () => port.postMessage({ n, outcome: fail('storage') }),
    )
  })
  port.onDisconnect(() => {
    open = false
    void atHome(({ watchers }) => watchers.remove(port))
  })
  void atHome(
    ({ watchers }) => {
      if (open) watchers.add(port)
    },
    // it connects again after a while
    () => port.disconnect(),
  )
}
