import { once } from 'node:events'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '../../demo/relay/certificate'

/** The page on which a signer wants its person to confirm. */
export interface ConfirmPage {
  url: string
  domain: string
  /** Once a browser has opened it. */
  opened: Promise<void>
  isOpened(): boolean
  close(): void
}

/** Serve such a page, as https with a certificate of its own. */
export async function serveConfirmPage(): Promise<ConfirmPage> {
  const server = createServer(selfSigned(new Date()))
  const path = '/confirm?id=7'
  let isOpened = false
  const opened = new Promise<void>((resolve) => {
    server.on('request', ({ url }, response) => {
      response.end('<!doctype html><title>Confirm</title>')
      if (url !== path) return
      isOpened = true
      resolve()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const domain = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...{ url: `https://${domain}${path}`, domain, opened, isOpened: () => isOpened },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
