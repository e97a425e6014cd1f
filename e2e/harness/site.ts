import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A name for this machine that browsers do not trust as they do `localhost`: a site without TLS. */
export const PLAIN_HOST = 'plain.example'

/** What a path serves. */
export interface Fixture {
  body: string
  headers?: Record<string, string>
}

/** One server, two sites: the same port under two names is two origins. */
export interface Site {
  /** `http://127.0.0.1:port` */
  origin: string
  /** `http://localhost:port` */
  otherOrigin: string
  close(): Promise<void>
}

/** @param pages by path; a function gets both origins, for pages that name the other */
export async function serveSite(
  pages: (origins: { origin: string; otherOrigin: string }) => Record<string, Fixture>,
): Promise<Site> {
  let fixtures: Record<string, Fixture> = {}
  const servers = ['127.0.0.1', '::1'].map(() =>
    createServer((request, response) => {
      const page = fixtures[new URL(request.url ?? '/', 'http://site').pathname]
      response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers })
      response.end(page?.body)
    }),
  ) as [Server, Server]
  servers[0].listen(0, '127.0.0.1')
  await once(servers[0], 'listening')
  const { port } = servers[0].address() as AddressInfo
  // localhost may mean ::1 first; a machine without IPv6 does without
  servers[1].on('error', () => {}).listen(port, '::1')
  const origins = { origin: `http://127.0.0.1:${port}`, otherOrigin: `http://localhost:${port}` }
  fixtures = pages(origins)
  return {
    ...origins,
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}
