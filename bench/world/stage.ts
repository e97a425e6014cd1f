import { setTimeout as pause } from 'node:timers/promises'
import { command, until } from '../../e2e/harness/remote'
import { type Site, serveSite } from '../../e2e/harness/site'
import { openSeat, type Seat, type Tab } from './browser'
import { type Remote, start } from './child'
import type { RelayCommands } from './relay'
import type { SignerCommands } from './signer'

/** Whose figures stand side by side. */
export type SideName = 'floor' | 'lanyard'

/** An extension, paired, in a browser of its own, with a page of the site open in it. */
export interface Side {
  name: SideName
  seat: Seat
  tab: Tab
}

/** Two browsers with an extension and one without, a relay, a signer at its other end, and a site. */
export interface Stage {
  sides: Side[]
  /** Without any extension. */
  none: Seat
  /** Folders of the two builds. */
  builds: Record<SideName, string>
  relay: Remote<RelayCommands>
  /** Guests say who they are by the path. */
  relayUrl: string
  signer: Remote<SignerCommands>
  who: Awaited<ReturnType<SignerCommands['who']>>
  site: Site
  close(): Promise<void>
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
})

/** The sites that may sign and decrypt: each is an origin and, to the browser, a site of its own. */
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

async function pairLanyard(seat: Seat, token: string, user: string, origin: string): Promise<void> {
  // the page that opens on installing
  await pause(1_000)
  for (const { targetId, url } of await seat.targets())
    if (url.endsWith('#welcome')) await (await seat.look(targetId)).close()
  const panel = await seat.open(`${seat.extension}/src/panel/index.html#full/settings`)
  await command(panel, 'setProfiles', false)
  await command(panel, 'pairByToken', token)
  await until(panel, ({ accounts }) => accounts.some((account) => account.user === user))
  for (const permission of ['sign_event:1', 'nip44_decrypt'])
    await command(panel, 'setRule', user, origin, permission, { kind: 'always' })
  await panel.close()
}

/** @param folder for profiles, and whatever else is gone afterwards */
export async function openStage(folder: string, builds: Stage['builds']): Promise<Stage> {
  const { remote: relay, stop: stopRelay } = start<RelayCommands>('relay.ts')
  const { remote: signer, stop: stopSigner } = start<SignerCommands>('signer.ts')
  const relayUrl = await relay.listen()
  await signer.join(relayUrl)
  const who = await signer.who()
  const site = await serveSite(pages)
  const seats = await Promise.all([null, builds.floor, builds.lanyard].map((build) => openSeat(folder, build)))
  const [none, floor, lanyard] = seats as [Seat, Seat, Seat]
  const secretKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
  await pairFloor(floor, { secretKey, peer: who.remoteSigner, relay: `${relayUrl}/floor` })
  const token = `bunker://${who.remoteSigner}?relay=${encodeURIComponent(`${relayUrl}/lanyard`)}&secret=${who.secret}`
  await pairLanyard(lanyard, token, who.user, site.origin)
  const sideOf = async (name: SideName, seat: Seat): Promise<Side> => ({
    ...{ name, seat },
    tab: await seat.open(`${site.origin}/`),
  })
  return {
    sides: [await sideOf('floor', floor), await sideOf('lanyard', lanyard)],
    ...{ none, builds, relay, relayUrl, signer, who, site },
    async close() {
      for (const seat of seats) await seat.close()
      await site.close()
      stopSigner()
      stopRelay()
    },
  }
}
