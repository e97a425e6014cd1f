import { createRequire } from 'node:module'
import { ConnectURI, NostrSigner } from '@nostr-connect/connect'
import { newSecretKey } from '../../src/edges/random'
import { bringWebSocket, type OutsideSigner, person } from './outside'

bringWebSocket()

/** An event on its way to be signed, as the package hands it over. */
interface Draft {
  pubkey: string
  kind: number
  created_at: number
  tags: string[][]
  content: string
  id?: string
  sig?: string
}

/** The nostr-tools of its day, which the package brings with it. */
const { getEventHash, signEvent } = createRequire(createRequire(import.meta.url).resolve('@nostr-connect/connect'))(
  'nostr-tools',
) as { getEventHash(event: Draft): string; signEvent(event: Draft, secretKey: string): string }

/** A signer of 2023, which its person can also make say that it is no longer connected. */
export interface OldSigner extends OutsideSigner {
  /** Of its person's screen: remove the app and tell it. */
  disconnect(): Promise<void>
}

/** As Nostrum has it, the reference signer that was built on the package: it signs for apps that its person has approved. */
class Handler extends NostrSigner {
  apps = new Set<string>()
  decide = (_method: string): Promise<boolean> => Promise.resolve(true)

  async describe(): Promise<string[]> {
    return ['describe', 'get_public_key', 'sign_event']
  }

  async get_public_key(): Promise<string> {
    await this.decide('get_public_key')
    return this.self.pubkey
  }

  async sign_event(event: Draft): Promise<Draft> {
    // an app that is not connected is shown to nobody
    if (!this.apps.has(this.event?.pubkey ?? '')) return new Promise(() => {})
    if (!(await this.decide('sign_event'))) throw new Error('User rejected request')
    event.id = getEventHash(event)
    event.sig = signEvent(event, this.self.secret)
    return event
  }
}

/** `@nostr-connect/connect` 0.4.0 on a relay, as its guide for signers has it. It cannot reconnect, and closes nothing. */
export async function nostrConnectSigner(relay: string): Promise<OldSigner> {
  const secretKey = newSecretKey()
  const { decide, ...phone } = person()
  const uris = new Map<string, ConnectURI>()
  async function open() {
    const handler = new Handler({ relay, secretKey })
    handler.decide = decide
    for (const app of uris.keys()) handler.apps.add(app)
    handler.events.on('disconnect', () => {
      phone.heard.push('disconnect')
      handler.apps.delete(handler.event?.pubkey ?? '')
    })
    return { handler, sub: await handler.listen() }
  }
  let { handler, sub } = await open()
  return {
    ...{ ...phone, name: '@nostr-connect/connect', user: handler.self.pubkey },
    async scan(token) {
      const uri = ConnectURI.fromURI(token)
      // Nostrum shows it
      if (!uri.metadata.url) throw new Error('it falls over without a url')
      uris.set(uri.target, uri)
      handler.apps.add(uri.target)
      await uri.approve(secretKey)
    },
    bunkerToken: () => Promise.reject(new Error('it has no token')),
    async disconnect() {
      for (const [app, uri] of uris) {
        await uri.reject(secretKey)
        handler.apps.delete(app)
      }
      uris.clear()
    },
    async restart() {
      sub.unsub()
      const again = await open()
      handler = again.handler
      sub = again.sub
    },
    stop: async () => sub.unsub(),
  }
}
