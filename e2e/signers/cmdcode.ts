import { InviteEncoder, type PermissionRequest, SignerClient, SimpleSigner } from '@cmdcode/nostr-connect'
import { bringWebSocket, type OutsideSigner, person } from './outside'

bringWebSocket()

/** The signer side of @cmdcode/nostr-connect, which Igloo is built on: QR only; its app carries out what is approved. */
export async function cmdcodeSigner(relay: string): Promise<OutsideSigner> {
  const key = new SimpleSigner()
  const { decide, ...phone } = person()

  async function perform({ method, params = [] }: PermissionRequest): Promise<string> {
    const [first = '', second = ''] = params
    if (method === 'sign_event') return JSON.stringify(await key.sign_event(JSON.parse(first)))
    if (method === 'nip04_encrypt') return key.nip04_encrypt(first, second)
    if (method === 'nip04_decrypt') return key.nip04_decrypt(first, second)
    if (method === 'nip44_encrypt') return key.nip44_encrypt(first, second)
    if (method === 'nip44_decrypt') return key.nip44_decrypt(first, second)
    throw new Error(`unknown method ${method}`)
  }

  function open(sessions: SignerClient['session']['active'] = []) {
    const client = new SignerClient(key, { sessions })
    const consider = async (request: PermissionRequest) => {
      if (!(await decide(request.method))) return client.request.reject(request, 'denied by user')
      const result = await perform(request).catch((error: Error) => error)
      // off its relay it would throw where nobody can catch
      if (!client.socket.is_ready) return
      if (result instanceof Error) client.request.reject(request, result.message)
      else client.request.resolve(request, result)
    }
    client.request.on('prompt', (request) => client.request.approve(request))
    client.request.on('approve', (request) => void consider(request))
    return client
  }

  /** A process that ends takes its timers with it: 30 s after a request it would answer "request timed out" too. */
  function close() {
    for (const request of client.request.queue) client.request._remove(request)
    client.close()
  }

  let client = open()
  await client.connect([relay])
  return {
    ...phone,
    name: '@cmdcode/nostr-connect',
    user: key.get_pubkey(),
    async scan(token) {
      if (!client.socket.is_ready) throw new Error('it is not on its relay')
      await client.session.join(InviteEncoder.decode(token))
    },
    bunkerToken: () => Promise.reject(new Error('it has no bunker flow')),
    async restart() {
      const { active } = client.session
      close()
      client = open(active)
      await client.connect([relay])
    },
    stop: async () => close(),
  }
}
