import { setTimeout as pause } from 'node:timers/promises'
import { command, until } from '../../e2e/harness/remote'
import { type Site, serveSite } from '../../e2e/harness/site'
import { openSeat, type Seat, type Tab } from './browser'
import { type Remote, start } from './child'
import type { RelayCommands } from './relay'
import type { SignerCommands } from './signer'

export type Extension = 'floor' | 'lanyard'

/** An extension, paired, in a browser of its own, with a page of the site open in it. */
export interface Side {
  /** Of the column; the relay counts by it. */
  name: string
  extension: Extension
  seat: Seat
  /** The same browser without the extension. */
  without: Seat
  tab: Tab
}

/** Whose figures stand side by side: what is compared with, and what is measured. */
export type Sides = readonly [Side, Side]

/** A relay, a signer at its other end, a site, and browsers. */
export interface Ground {
  relay: Remote<RelayCommands>
  /** Guests say who they are by the path. */
  relayUrl: string
  signer: Remote<SignerCommands>
  who: Awaited<ReturnType<SignerCommands['who']>>
  site: Site
  /** Folders of the two builds. */
  builds: Record<Extension, string>
  /** @param extension null: a browser without any */
  sit(extension: Extension | null): Promise<Seat>
  close(): Promise<void>
}

export interface Stage extends Ground {
  sides: Sides
  /** Without any extension. */
  none: Seat
}

const FRAMES = 20

const pages = () => ({
  '/': { body: '<!doctype html><title>Empty</title>' },
  '/frames': { body: `<!doctype html><title>Frames</title>${'<iframe src="/"></iframe>'.repeat(FRAMES)}` },
  // when is it there? 0: for the first script
  '/first': {
    body: `<!doctype html><script>{
      const start = performance.now()
      const look = () => window.nostr ? window.after = performance.now() - start : setTimeout(look)
      if (window.nostr) window.after = 0
      else look()
    }</script>`,
  },
  // as sites do that offer a log-in
  '/look': { body: '<!doctype html><title>Look</title><script>window.nostr</script>' },
})

/** Each is an origin and, to the browser, a site of its own. */
export const siteAt = (site: Site, n: number): string => `http://s${n}.localhost:${new URL(site.origin).port}`

async function pairFloor(seat: Seat, session: object): Promise<void> {
  const page = await seat.open(`${seat.extension}/page.html`)
  await page.evaluate(
    (session) =>
      (
        globalThis as unknown as { chrome: { storage: { local: { set(one: object): Promise<void> } } } }
      ).chrome.storage.local.set({ session }),
    session,
  )
  await page.close()
}

/** A page from which the background can be told things; the one that opens on installing would wake it again and again. */
async function panelOf(seat: Seat): Promise<Tab> {
  for (;;) {
    const welcome = (await seat.targets()).find(({ url }) => url.endsWith('#welcome'))
    if (welcome) {
      await (await seat.look(welcome.targetId)).close()
      break
    }
    await pause(100)
  }
  return seat.open(`${seat.extension}/src/panel/index.html#full/settings`)
}

/** @param name its path at the relay */
export const tokenOf = ({ relayUrl, who }: Ground, name: string, secret: string): string =>
  `bunker://${who.remoteSigner}?relay=${encodeURIComponent(`${relayUrl}/${name}`)}&secret=${secret}`

export async function pair(panel: Tab, token: string, user: string): Promise<void> {
  await command(panel, 'pairByToken', token)
  await until(panel, ({ accounts }) => accounts.some((account) => account.user === user))
}

/** @param furnish fills it with more */
export async function lanyardSide(
  ground: Ground,
  name: string,
  without: Seat,
  furnish: (seat: Seat, panel: Tab) => Promise<void> = async () => {},
): Promise<Side> {
  const { who, site } = ground
  const seat = await ground.sit('lanyard')
  const panel = await panelOf(seat)
  await command(panel, 'setProfiles', false)
  await pair(panel, tokenOf(ground, name, who.secret), who.user)
  for (const permission of ['sign_event:1', 'nip44_decrypt'])
    await command(panel, 'setRule', who.user, site.origin, permission, { kind: 'always' })
  await furnish(seat, panel)
  await panel.close()
  return { ...{ name, extension: 'lanyard', seat, without }, tab: await seat.open(`${site.origin}/`) }
}

async function floorSide({ relayUrl, who, site, sit }: Ground, without: Seat): Promise<Side> {
  const seat = await sit('floor')
  const secretKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
  await pairFloor(seat, { secretKey, peer: who.remoteSigner, relay: `${relayUrl}/floor` })
  return { ...{ name: 'floor', extension: 'floor', seat, without }, tab: await seat.open(`${site.origin}/`) }
}

/** @param folder for profiles, and whatever else is gone afterwards */
export async function openGround(folder: string, builds: Ground['builds']): Promise<Ground> {
  const { remote: relay, stop: stopRelay } = start<RelayCommands>('relay.ts')
  const { remote: signer, stop: stopSigner } = start<SignerCommands>('signer.ts')
  const relayUrl = await relay.listen()
  await signer.join(relayUrl)
  const site = await serveSite(pages)
  const seats: Seat[] = []
  return {
    ...{ relay, relayUrl, signer, who: await signer.who(), site, builds },
    async sit(extension) {
      const seat = await openSeat(folder, extension && builds[extension])
      seats.push(seat)
      return seat
    },
    async close() {
      for (const seat of seats) await seat.close()
      await site.close()
      stopSigner()
      stopRelay()
    },
  }
}

/** Lanyard beside the floor. */
export async function openStage(ground: Ground): Promise<Stage> {
  const none = await ground.sit(null)
  return { ...ground, none, sides: [await floorSide(ground, none), await lanyardSide(ground, 'lanyard', none)] }
}
