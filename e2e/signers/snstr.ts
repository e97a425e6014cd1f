import {
  generateKeypair,
  initializeNIP04Crypto,
  NostrRemoteSignerBunker,
  SimpleNIP46Bunker,
  useWebSocketImplementation,
} from 'snstr'
import { bringWebSocket, type OutsideSigner, type Person, person } from './outside'

// its own import brings another, older one
bringWebSocket()
useWebSocketImplementation(globalThis.WebSocket)

const SECRET = 'secret0of0a0token'

/** What both of its bunkers have, and their private step that a person would stand in. */
interface Bunker {
  start(): Promise<void>
  stop(): Promise<void>
  setUserPrivateKey(key: string): void
  setSignerPrivateKey(key: string): void
  handleSignEvent(request: { id: string }, client: string): Promise<{ id: string; result?: string; error?: string }>
}

/** Its bunkers sign whatever a permission allows: let a person stand before it. */
function askFirst(bunker: Bunker, decide: Person['decide']): Bunker {
  const sign = bunker.handleSignEvent.bind(bunker)
  bunker.handleSignEvent = async (request, client) =>
    (await decide('sign_event')) ? sign(request, client) : { id: request.id, error: 'Permission denied' }
  return bunker
}

/** A `bunker://` signer of snstr; no QR flow, and its clients are forgotten at a restart. */
async function snstrSigner(name: string, relay: string, make: (user: string, self: string) => object) {
  await initializeNIP04Crypto()
  const user = await generateKeypair()
  const self = await generateKeypair()
  const { decide, ...phone } = person()
  async function open(): Promise<Bunker> {
    const bunker = askFirst(make(user.publicKey, self.publicKey) as Bunker, decide)
    bunker.setUserPrivateKey(user.privateKey)
    bunker.setSignerPrivateKey(self.privateKey)
    await bunker.start()
    return bunker
  }
  let bunker = await open()
  const signer: OutsideSigner = {
    ...{ ...phone, name, user: user.publicKey },
    scan: () => Promise.reject(new Error('it has no QR flow')),
    bunkerToken: async () => `bunker://${self.publicKey}?relay=${encodeURIComponent(relay)}&secret=${SECRET}`,
    async restart() {
      await bunker.stop()
      bunker = await open()
    },
    stop: () => bunker.stop(),
  }
  return signer
}

export const snstrBunker = (relay: string): Promise<OutsideSigner> =>
  snstrSigner('snstr NostrRemoteSignerBunker', relay, (userPubkey, signerPubkey) => {
    const options = { userPubkey, signerPubkey, relays: [relay], secret: SECRET }
    return new NostrRemoteSignerBunker(options)
  })

export const snstrSimple = (relay: string): Promise<OutsideSigner> =>
  snstrSigner(
    'snstr SimpleNIP46Bunker',
    relay,
    (user, self) => new SimpleNIP46Bunker([relay], user, self, { secret: SECRET }),
  )
