import { RelayPool } from 'applesauce-relay'
import { NostrConnectProvider, PrivateKeySigner } from 'applesauce-signers'
import { bringWebSocket, type OutsideSigner, person } from './outside'

bringWebSocket()

/** applesauce's NostrConnectProvider: its transport key is not the user's. An app keeps `client` over a restart. */
export async function applesauceSigner(relay: string): Promise<OutsideSigner> {
  const upstream = new PrivateKeySigner()
  const signer = new PrivateKeySigner()
  const { decide, ...phone } = person()
  const asks = (method: string) => () => decide(method)

  function open() {
    const pool = new RelayPool()
    const { challenge$ } = pool.relay(relay)
    challenge$.subscribe((challenge) => {
      if (challenge) void pool.relay(relay).authenticate(signer)
    })
    const provider = new NostrConnectProvider({
      ...{ relays: [relay], upstream, signer, pool },
      onConnect: asks('connect'),
      onSignEvent: asks('sign_event'),
      onNip04Encrypt: asks('nip04_encrypt'),
      onNip04Decrypt: asks('nip04_decrypt'),
      onNip44Encrypt: asks('nip44_encrypt'),
      onNip44Decrypt: asks('nip44_decrypt'),
      onSwitchRelays: () => decide('switch_relays').then(() => null),
      onLogout: () => decide('logout').then(() => undefined),
    })
    return { pool, provider }
  }

  let { pool, provider } = open()
  const stop = async () => {
    await provider.stop()
    pool.close()
  }
  return {
    ...phone,
    name: 'applesauce-signers',
    user: await upstream.getPublicKey(),
    async scan(token) {
      await provider.start(token)
    },
    async bunkerToken() {
      provider.bunkerSecret = 'secret0of0a0token'
      await provider.start()
      return provider.getBunkerURI()
    },
    async restart() {
      const { client, bunkerSecret } = provider
      await stop()
      ;({ pool, provider } = open())
      Object.assign(provider, { client, bunkerSecret, connected: client !== undefined })
      await provider.start()
    },
    stop,
  }
}
