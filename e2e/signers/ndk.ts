import NDK, { NDKNip46Backend, NDKPrivateKeySigner } from '@nostr-dev-kit/ndk'
import { bringWebSocket, closedGate, type OutsideSigner } from './outside'

bringWebSocket()

/** NDK's NIP-46 backend: its transport key is the user's own. It has no QR flow, so the answer is sent by hand. */
export async function ndkSigner(relay: string): Promise<OutsideSigner> {
  const ndk = new NDK({ explicitRelayUrls: [relay], enableOutboxModel: false })
  const key = NDKPrivateKeySigner.generate()
  const heard: string[] = []
  let refusing = false
  let held: Promise<void> = Promise.resolve()
  const backend = new NDKNip46Backend(ndk, key, async ({ method }) => {
    heard.push(method)
    if (method === 'sign_event') await held
    return !(refusing && method === 'sign_event')
  })
  const { pubkey } = await key.user()
  await ndk.connect(5_000)
  let started = false
  const start = async () => {
    if (!started) await backend.start()
    started = true
  }
  return {
    name: '@nostr-dev-kit/ndk',
    user: pubkey,
    heard,
    async scan(token) {
      await start()
      const url = new URL(token)
      backend.rpc.encryptionType = 'nip44'
      await backend.rpc.sendResponse('scanned', url.host || url.pathname.slice(2), url.searchParams.get('secret') ?? '')
    },
    async bunkerToken() {
      await start()
      return `bunker://${pubkey}?relay=${encodeURIComponent(relay)}`
    },
    refuse: (yes) => {
      refusing = yes
    },
    hold() {
      const gate = closedGate()
      held = gate.passed
      return gate.open
    },
    async stop() {
      for (const connected of ndk.pool.relays.values()) connected.disconnect()
    },
  }
}
