import type { BrowserContext } from '@playwright/test'
import { type DemoMachine, openMachine, openPhone, type Shown } from './browser'
import { type LocalRelay, type RelayOptions, startRelay } from './relay/relay'
import { type Served, servePage } from './serve'

/** Everything that the demo runs but for the computers: a relay, two pages on origins of their own, a phone. */
export interface DemoTown {
  relay: LocalRelay
  site: Served
  phonePage: Served
  phone: BrowserContext
  close(): Promise<void>
}

interface Closing {
  close(): Promise<void>
}

/** Starts things, and ends them again in the other order. */
function closet() {
  const open: Closing[] = []
  return {
    keep: async <T extends Closing>(starting: Promise<T>): Promise<T> => {
      const thing = await starting
      open.push(thing)
      return thing
    },
    close: async () => {
      for (const thing of open.splice(0).reverse()) await thing.close().catch(() => {})
    },
  }
}

/** Start it all; what had started is ended again where something does not. */
export async function openTown(shown: Shown, options: RelayOptions = {}): Promise<DemoTown> {
  const { keep, close } = closet()
  try {
    const relay = await keep(startRelay(options))
    const site = await keep(servePage('site', relay.url))
    const phonePage = await keep(servePage('phone', relay.url))
    const phone = await keep(openPhone(shown))
    return { relay, site, phonePage, phone, close }
  } catch (error) {
    await close()
    throw error
  }
}

export interface DemoWorld extends DemoTown {
  desktop: DemoMachine
  laptop: DemoMachine
}

/** The places of their windows; null: nothing is shown. */
export type Layout = Record<'desktop' | 'phone' | 'laptop', Shown>

/** With two computers that have nothing in common but their person. */
export async function openWorld(layout: Layout): Promise<DemoWorld> {
  const { keep, close } = closet()
  try {
    const opening = [openTown(layout.phone), openMachine(layout.desktop), openMachine(layout.laptop)] as const
    const ends = await Promise.allSettled(opening.map((one) => keep<Closing>(one)))
    for (const end of ends) if (end.status === 'rejected') throw end.reason
    const [town, desktop, laptop] = await Promise.all(opening)
    return { ...town, desktop, laptop, close }
  } catch (error) {
    await close()
    throw error
  }
}
