import { v2 } from 'nostr-tools/nip44'
import { finalizeEvent, getPublicKey, verifyEvent } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import type { FloorPort, Session } from './port'

declare const chrome: {
  storage: { local: { get(key: string): Promise<{ session?: Session }> } }
  runtime: { onConnect: { addListener(listen: (port: FloorPort) => void): void } }
  windows: { create(options: object): Promise<unknown> }
}

/** Open: the socket, and the keys beside it. One for the life of the worker. */
async function open() {
  const { session } = await chrome.storage.local.get('session')
  if (!session) throw new Error('not paired')
  const { peer, relay } = session
  const secret = hexToBytes(session.secretKey)
  const socket = new WebSocket(relay)
  const listening = new Promise((resolve) => {
    socket.onopen = resolve
  })
  const key = v2.utils.getConversationKey(secret, peer)
  const client = getPublicKey(secret)
  const waiting = new Map<string, (result: string) => void>()
  socket.onmessage = ({ data }) => {
    const [type, , event] = JSON.parse(data)
    if (type !== 'EVENT' || event.pubkey !== peer || !verifyEvent(event)) return
    const { id, result } = JSON.parse(v2.decrypt(event.content, key))
    waiting.get(id)?.(result)
    waiting.delete(id)
  }
  await listening
  socket.send(JSON.stringify(['REQ', 'floor', { kinds: [24133], '#p': [client] }]))
  return (method: string, params: string[]): Promise<string> =>
    new Promise((resolve) => {
      const id = crypto.randomUUID()
      const content = v2.encrypt(JSON.stringify({ id, method, params }), key)
      const template = { kind: 24133, created_at: Math.floor(Date.now() / 1000), tags: [['p', peer]], content }
      waiting.set(id, resolve)
      socket.send(JSON.stringify(['EVENT', finalizeEvent(template, secret)]))
    })
}

let line: ReturnType<typeof open> | undefined
const cache = new Map<string, Promise<string>>()

async function answer(method: string, params: string[]): Promise<unknown> {
  if (method === 'window')
    return void (await chrome.windows.create({ type: 'popup', url: 'page.html', width: 400, height: 640 }))
  line ??= open()
  const ask = await line
  const name = params.join()
  if (method !== 'nip44_decrypt') return checked(await ask(method, params))
  const known = cache.get(name) ?? ask(method, params)
  cache.set(name, known)
  return known
}

function checked(signed: string): string {
  if (!verifyEvent(JSON.parse(signed))) throw new Error('not what was asked')
  return signed
}

chrome.runtime.onConnect.addListener((port) => {
  port.onMessage.addListener(async (message) => {
    port.postMessage({ answer: message.ask, result: await answer(message.method, message.params) })
  })
})
