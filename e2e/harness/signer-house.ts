import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '../../demo/relay/certificate'

/** Names on the web that lead to this machine: domains of signers. */
export const SIGNER_HOSTS = ['signer.example', 'liar.example', 'empty.example'] as const

export interface Answer {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** A web server with `nostr.json` for several domains. */
export interface SignerHouse {
  port: number
  /** By host name; what is not here is not found. */
  answers: Partial<Record<string, Answer>>
  /** Each request: host without port, path, and what must not be in it. */
  asked: { host: string; path: string; cookie: string | undefined; referer: string | undefined }[]
  close(): void
}

export async function openSignerHouse(): Promise<SignerHouse> {
  const server = createServer(selfSigned(new Date()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const house: SignerHouse = {
    ...{ port, answers: {}, asked: [] },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
  server.on('request', ({ url: path = '', headers }, response) => {
    const [host = ''] = (headers.host ?? '').split(':')
    house.asked.push({ host, path, cookie: headers.cookie, referer: headers.referer })
    const { status = 200, headers: own, body } = house.answers[host] ?? { status: 404 }
    // NIP-05 asks servers for the first
    response.writeHead(status, { 'access-control-allow-origin': '*', 'content-type': 'application/json', ...own })
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}))
  })
  return house
}
