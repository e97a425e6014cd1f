import { onWake } from '../edges/awake'
import { now } from '../edges/clock'
import { type OpenPort, onPort } from '../edges/ports'
import { onTabClosed, welcomeOnInstall } from '../edges/window'
import { CALL_PORT, parseUpCall } from '../wire/background'
import { type CommandMessage, PANEL_PORT } from '../wire/panel'
import { runCommand } from './commands'
import { type House, openHouse } from './house'
import { type Watchers, watchersOf } from './watchers'

// Listeners stand before anything is awaited: an event that woke us would be lost otherwise (uBOL). All of them wait
// for the one `ready`.

const ready: Promise<{ house: House; watchers: Watchers }> = openHouse(now()).then((house) => ({
  house,
  watchers: watchersOf(house),
}))

onWake(() => undefined)
welcomeOnInstall()

onTabClosed(async (tabId) => {
  const { house } = await ready
  if (house.store.state.approvalTab !== tabId) return
  house.store.update((state) => ({ ...state, approvalTab: null }))
  house.calls.consent.dismiss()
})

onPort((port) => {
  if (port.name === CALL_PORT && (port.caller.kind === 'page' || port.caller.kind === 'opaque')) servePage(port)
  else if (port.name === PANEL_PORT && port.caller.kind === 'panel') servePanel(port)
  else port.disconnect()
})

function servePage(port: OpenPort): void {
  port.onMessage(async (message) => {
    const up = parseUpCall(message)
    if (!up) return port.disconnect()
    const { house } = await ready
    house.calls.take(up, port.caller, port)
  })
  port.onDisconnect(async () => {
    const { house } = await ready
    for (const callId of house.out.detach(port)) house.calls.abandon(callId)
  })
}

function servePanel(port: OpenPort): void {
  let open = true
  port.onMessage(async (message) => {
    const { n, command, args } = message as CommandMessage
    const { house } = await ready
    const outcome = await runCommand(house.commands, { n, command, args })
    if (open) port.postMessage({ n, outcome })
  })
  port.onDisconnect(async () => {
    open = false
    const { watchers } = await ready
    watchers.remove(port)
  })
  void ready.then(({ watchers }) => open && watchers.add(port))
}
