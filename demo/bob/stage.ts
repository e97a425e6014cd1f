import type { PhoneInHand } from '../phone-screen'
import type { LocalRelay } from '../relay/relay'
import { click, fill, type Machine, pause, type Screen, sees, until } from '../screen'
import type { Served } from '../serve'
import type { Teller } from '../teller'

/** One of Bob's computers, with the web app open on it. */
export interface Desk {
  name: 'Desktop' | 'Laptop'
  machine: Machine
  /** The web app. */
  site: Screen
}

/** Everything that Bob's story happens between. */
export interface Stage {
  relay: LocalRelay
  /** The web app, on a server of its own. */
  site: Served
  /** The relay is for nobody who has not logged in (NIP-42). */
  isClosed: boolean
  phone: PhoneInHand
  teller: Teller
}

/** Press a button in the window in which Lanyard asks, and wait until that is gone. */
export async function decide(machine: Machine, button: string, look = async (_: Screen): Promise<void> => {}) {
  const asking = await machine.approval()
  await look(asking)
  // it may go before its driver has heard of the click
  await asking.press(button).catch(async (error) => {
    if (!(await asking.isClosed())) throw error
  })
  await until('the end of the question', () => asking.isClosed())
}

/** Make Lanyard use the local relay, as a person would: in its settings. It has begun to pair over public ones. */
export async function useRelay(machine: Machine, relay: string): Promise<void> {
  const panel = await machine.openPanel('#full/welcome')
  await sees(panel, 'Relays')
  await panel.press('Cancel')
  await sees(panel, 'Show QR code')
  await panel.close()
  const settings = await machine.openPanel('#full/settings')
  for (const number of [1, 2, 3, 4]) await fill(settings, `Relay ${number}`, number === 1 ? relay : '')
  await settings.press('Save')
  await sees(settings, 'Saved.')
  await settings.close()
}

/** Choose an option by what its label begins with. */
export const choose = (screen: Screen, label: string): Promise<boolean> => click(screen, 'label', label)

/** The code of the site's error, once there is one. */
export async function troubleOn(site: Screen): Promise<{ code: string; text: string }> {
  const found = await until('an error on the site', () =>
    site.evaluate(() => {
      const alert = document.querySelector<HTMLElement>('[role=alert]')
      return alert && { code: alert.dataset.code ?? '', text: alert.textContent }
    }),
  )
  return found
}

/** No button is dim: a site does nothing just now, a question may be answered. */
export const isAtRest = async (screen: Screen): Promise<void> => {
  await pause(50)
  await until('the end of what it does', () =>
    screen.evaluate(() => document.querySelector('button:disabled') === null),
  )
}
