import type { Page } from '@playwright/test'
import { type DemoBrowser, openBrowser } from './browser'
import { type LocalRelay, startRelay } from './relay/relay'
import { type Served, servePage } from './serve'

/** Everything that the demo runs: a relay, two pages on origins of their own, a browser with Lanyard. */
export interface DemoWorld {
  relay: LocalRelay
  phone: Served
  site: Served
  browser: DemoBrowser
  close(): Promise<void>
}

/** Start it all; what had started is ended again where something does not. */
export async function openWorld({ headless }: { headless: boolean }): Promise<DemoWorld> {
  const open: { close(): Promise<void> }[] = []
  const close = async () => {
    for (const thing of open.splice(0).reverse()) await thing.close().catch(() => {})
  }
  const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const thing = await starting
    open.push(thing)
    return thing
  }
  try {
    const relay = await keep(startRelay())
    const phone = await keep(servePage('phone', relay.url))
    const site = await keep(servePage('site', relay.url))
    const browser = await keep(openBrowser({ headless }))
    return { relay, phone, site, browser, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The phone's eye: what stands on the screen of the panel page that shows a code. */
export async function lendEyes(phone: Page, panel: () => Promise<Page | undefined>): Promise<void> {
  await phone.exposeFunction('lookAtScreen', async () => {
    const pixels = await (await panel())?.screenshot()
    return pixels ? `data:image/png;base64,${pixels.toString('base64')}` : ''
  })
}
