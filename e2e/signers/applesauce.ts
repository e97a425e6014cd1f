import { RelayPool } from 'applesauce-relay'
import { NostrConnectProvider, PrivateKeySigner } from 'applesauce-signers'
import { bringWebSocket, closedGate, type OutsideSigner } from './outside'

bringWebSocket()

/** applesauce's NostrConnectProvider: its transport key is not the user's. */
export async function applesauceSigner(relay: string): Promise<OutsideSigner> {
  const pool = new RelayPool()
  const upstream = new PrivateKeySigner()
  const heard: string[] = []
  let refusing = false
  let held: Promise<void> = Promise.resolve()
  const note =
    <T>(method: string, answer: T) =>
    () => {
      heard.push(method)
      return answer
    }
  const provider = new NostrConnectProvider({
    relays: [relay],
    upstream,
    pool,
    onConnect: note('connect', true),
    onSignEvent: async () => {
      heard.push('sign_event')
      await held
      return !refusing
    },
    onNip04Encrypt: note('nip04_encrypt', true),
    onNip04Decrypt: note('nip04_decrypt', true),
    onNip44Encrypt: note('nip44_encrypt', true),
    onNip44Decrypt: note('nip44_decrypt', true),
    onSwitchRelays: note('switch_relays', null),
    onLogout: note('logout', undefined),
  })
  return {
    name: 'applesauce-signers',
    user: await upstream.getPublicKey(),
    heard,
    async scan(token) {
      await provider.start(token)
    },
    async bunkerToken() {
      provider.bunkerSecret = 'secret0of0a0token'
      await provider.start()
      return provider.getBunkerURI()
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
      await provider.stop()
      pool.close()
    },
  }
}
