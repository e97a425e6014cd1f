import { setTimeout as pause } from 'node:timers/promises'
import { type LocalRelay, type RelayOptions, startRelay } from '../../demo/relay/relay'
import type { SignedEvent } from '../../src/protocol/event'
import { applesauceSigner } from '../signers/applesauce'
import type { OutsideSigner } from '../signers/outside'
import { type BadWire, startBadWire } from './bad-wire'
import type { Lanyard, Page } from './lanyard'
import { command, until } from './remote'
import { type Site, serveSite } from './site'

/** What a Nostr site has. */
export interface Nip07 {
  getPublicKey(): Promise<string>
  getRelays(): Promise<unknown>
  signEvent(template: object): Promise<SignedEvent>
  nip04: Record<'encrypt' | 'decrypt', (pubkey: string, text: string) => Promise<string>>
  nip44: Record<'encrypt' | 'decrypt', (pubkey: string, text: string) => Promise<string>>
}

declare global {
  var nostr: Nip07
}

/** Around a browser with Lanyard: a relay, a site and a signer at the other end. */
export interface Stage {
  relay: LocalRelay
  /** Where there are any, the addresses by which Lanyard knows the relay; the signer has its own way to it. */
  wires: BadWire[]
  site: Site
  signer: OutsideSigner
  /** Opens the panel on a new QR code for our relay; the code is good once it comes back. */
  showQr(): Promise<{ panel: Page; token: string }>
  /** By the same commands as the panel's, which nobody looks at. */
  pairByQr(): Promise<void>
  openSite(path?: string): Promise<Page>
  /** Waits for the approval window, presses a button in it, and waits until it is gone. */
  decide(button: string): Promise<void>
  /** Rules for the site, as a person makes them under Sites. */
  allow(...permissions: string[]): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  relay?: RelayOptions
  /** How many bad wires stand between Lanyard and the relay, as so many relays; default: none. */
  wires?: number
  signer?: (relay: string) => Promise<OutsideSigner>
}

/** In a page: ten notes to sign, at once; how it went is told to all pages of the site. */
async function askTenTimes(): Promise<void> {
  const contents = Array.from({ length: 10 }, () => crypto.randomUUID())
  const events = contents.map((content) =>
    nostr.signEvent({ kind: 1, content }).catch((error) => ({ content: error.code })),
  )
  const isGood = (await Promise.all(events)).every(({ content }, i) => content === contents[i])
  new BroadcastChannel('ten').postMessage(isGood)
}

/**
 * The first wire has an address of its own, as relays have: Firefox opens one WebSocket at a time to an address (RFC
 * 6455, 4.1), so one that is never accepted holds up all that share it (seen). macOS has no 127.0.0.2, some have no IPv6.
 */
const HOSTS = [['127.0.0.2', '::1']]

export async function openStage(
  lanyard: Lanyard,
  { relay: options = {}, wires: count = 0, signer: start = applesauceSigner }: StageOptions = {},
): Promise<Stage> {
  const relay = await startRelay(options)
  const wires = await Promise.all(Array.from({ length: count }, (_, i) => startBadWire(relay.url, HOSTS[i])))
  const relays = count > 0 ? wires.map(({ url }) => url) : [relay.url]
  const site = await serveSite(({ otherOrigin }) => ({
    '/': { body: '<!doctype html><title>A Nostr site</title>' },
    '/framed': { body: `<!doctype html><title>Around a site</title><iframe src="${otherOrigin}/"></iframe>` },
    '/sandboxed': { body: '<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>' },
    '/ten': { body: `<!doctype html><title>Ten calls</title><script>(${askTenTimes})()</script>` },
    '/strict': {
      body: `<!doctype html><script nonce="n">window.signing = nostr.signEvent({ kind: 1, content: 'strict' })</script>`,
      headers: { 'content-security-policy': "default-src 'none'; script-src 'nonce-n'" },
    },
  }))
  const signer = await start(relay.url)
  async function newCode(page: Page): Promise<string> {
    await command(page, 'pairByQr', relays)
    return until(page, ({ pairing }) => pairing?.stage === 'waiting' && pairing.token)
  }
  const stage: Stage = {
    ...{ relay, wires, site, signer },
    async showQr() {
      const panel = await lanyard.openPanel('#full')
      // the view begins a pairing by itself where there is none: not after ours
      await until(panel, ({ pairing }) => pairing)
      return { panel, token: await newCode(panel) }
    },
    async pairByQr() {
      const desk = lanyard.desk()
      await signer.scan(await newCode(desk))
      await until(desk, ({ accounts }) => accounts.some(({ user }) => user === signer.user), 25_000)
    },
    async openSite(path = '/') {
      const page = await lanyard.newPage()
      await page.goto(site.origin + path)
      return page
    },
    async decide(button) {
      const window = await lanyard.approval()
      // it may go before its driver has heard of the click
      await window.press(button).catch(async (error) => {
        if (!(await window.isClosed())) throw error
      })
      while (!(await window.isClosed())) await pause(20)
    },
    async allow(...permissions) {
      for (const permission of permissions) {
        await command(lanyard.desk(), 'setRule', signer.user, site.origin, permission, { kind: 'always' })
      }
    },
    async close() {
      await lanyard.reset()
      await signer.stop()
      await site.close()
      for (const wire of wires) await wire.close()
      await relay.close()
    },
  }
  return stage
}
