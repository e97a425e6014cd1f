import type { Page } from '@playwright/test'
import { type LocalRelay, type RelayOptions, startRelay } from '../../demo/relay/relay'
import type { SignedEvent } from '../../src/protocol/event'
import { applesauceSigner } from '../signers/applesauce'
import type { OutsideSigner } from '../signers/outside'
import { type Chromium, launchChromium } from './chromium'
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

/** Chromium with Lanyard, a relay, a site and a signer at the other end. */
export interface Stage {
  lanyard: Chromium
  relay: LocalRelay
  site: Site
  signer: OutsideSigner
  pairByQr(): Promise<void>
  openSite(path?: string): Promise<Page>
  /** Waits for the approval window and presses a button in it. */
  decide(button: string): Promise<void>
  /** Rules for the site, as a person makes them under Sites. */
  allow(...permissions: string[]): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  relay?: RelayOptions
  signer?: (relay: string) => Promise<OutsideSigner>
}

export async function openStage({ relay: options = {}, signer: start = applesauceSigner }: StageOptions = {}) {
  const relay = await startRelay(options)
  const site = await serveSite(({ otherOrigin }) => ({
    '/': { body: '<!doctype html><title>A Nostr site</title>' },
    '/framed': { body: `<!doctype html><title>Around a site</title><iframe src="${otherOrigin}/"></iframe>` },
    '/sandboxed': { body: '<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>' },
  }))
  const lanyard = await launchChromium()
  await (await lanyard.welcome()).close()
  const signer = await start(relay.url)
  const stage: Stage = {
    ...{ lanyard, relay, site, signer },
    async pairByQr() {
      const panel = await lanyard.openPanel('#full')
      await command(panel, 'pairByQr', [relay.url])
      const token = await until(panel, ({ pairing }) => pairing?.stage === 'waiting' && pairing.token)
      await signer.scan(token)
      await until(panel, ({ accounts }) => accounts.some(({ user }) => user === signer.user), 25_000)
      await panel.close()
    },
    async openSite(path = '/') {
      const page = await lanyard.context.newPage()
      await page.goto(site.origin + path)
      return page
    },
    async decide(button) {
      const window = await lanyard.approval()
      await window.getByRole('button', { name: button, exact: true }).click()
    },
    async allow(...permissions) {
      const panel = await lanyard.openPanel('#full')
      for (const permission of permissions) {
        await command(panel, 'setRule', site.origin, permission, { kind: 'always' })
      }
      await panel.close()
    },
    async close() {
      await lanyard.close()
      await signer.stop()
      await site.close()
      await relay.close()
    },
  }
  return stage
}
