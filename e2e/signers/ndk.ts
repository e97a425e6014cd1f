import NDK, { NDKNip46Backend, NDKPrivateKeySigner, NDKRelayAuthPolicies } from '@nostr-dev-kit/ndk'
import { bringWebSocket, type OutsideSigner, person } from './outside'

bringWebSocket()

/**
 * NDK's NIP-46 backend: its transport key is the user's own, and it keeps no sessions. It has no QR flow, so the
 * answer is sent by hand.
 */
export async function ndkSigner(relay: string): Promise<OutsideSigner> {
  const key = NDKPrivateKeySigner.generate()
  const { pubkey } = await key.user()
  const { decide, ...phone } = person()

  async function open() {
    const ndk = new NDK({ explicitRelayUrls: [relay], enableOutboxModel: false, signer: key })
    ndk.relayAuthDefaultPolicy = NDKRelayAuthPolicies.signIn({ ndk, signer: key })
    await ndk.connect(5_000)
    return { ndk, backend: new NDKNip46Backend(ndk, key, ({ method }) => decide(method)) }
  }

  let { ndk, backend } = await open()
  let started = false
  const start = async () => {
    if (started) return
    started = true
    await backend.start()
    // it does not tell when its relay listens, and what comes before that is lost
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  const stop = async () => {
    for (const connected of ndk.pool.relays.values()) connected.disconnect()
  }
  return {
    ...phone,
    name: '@nostr-dev-kit/ndk',
    user: pubkey,
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
    async restart() {
      await stop()
      started = false
      ;({ ndk, backend } = await open())
      await start()
    },
    stop,
  }
}
