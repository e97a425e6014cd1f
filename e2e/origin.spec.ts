import { once } from 'node:events'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { type WebSocket, WebSocketServer } from 'ws'
import { selfSigned } from '../demo/relay/certificate'
import { BROWSERS, here, type Lanyard, launch } from './harness/lanyard'
import { command, until } from './harness/remote'

/** What a handshake says of whose it is. The relay has pages too, and gives cookies to whoever comes by. */

const HOST = 'signer.example'
const COOKIES = ['none=1; SameSite=None; Secure', 'lax=1; SameSite=Lax', 'strict=1; SameSite=Strict']
const PAGE = `<!doctype html><script>new WebSocket('wss://' + location.host + '/site')</script>`

/** The path that was dialled or fetched, and what came along. */
interface Caller {
  path: string
  origin: string | undefined
  cookies: string[]
}

for (const browser of BROWSERS) {
  test.describe(`${browser}: a handshake`, () => {
    let lanyard: Lanyard
    let server: Server
    let sockets: WebSocketServer
    let at: string
    const callers: Caller[] = []
    const of = (path: string) => callers.filter((caller) => caller.path === path)

    test.beforeAll(async () => {
      lanyard = await launch(browser, here(HOST))
      server = createServer(selfSigned(new Date()))
      sockets = new WebSocketServer({ server })
      sockets.on('headers', (headers, { url = '', headers: { origin, cookie } }) => {
        callers.push({ path: url, origin, cookies: (cookie ?? '').split('; ').filter(Boolean) })
        if (url !== '/site') headers.push('Set-Cookie: socket=1; SameSite=None; Secure')
      })
      sockets.on('connection', (socket: WebSocket) => {
        socket.on('message', (data) => {
          const [verb, name] = JSON.parse(String(data)) as string[]
          if (verb === 'REQ') socket.send(JSON.stringify(['EOSE', name]))
        })
      })
      server.on('request', ({ url = '', headers: { origin, cookie } }, response) => {
        callers.push({ path: url, origin, cookies: (cookie ?? '').split('; ').filter(Boolean) })
        response.setHeader('content-type', url === '/' ? 'text/html' : 'application/json')
        if (url === '/') response.setHeader('set-cookie', COOKIES)
        response.end(url === '/' ? PAGE : '{}')
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      at = `${HOST}:${(server.address() as AddressInfo).port}`
    })
    test.afterAll(async () => {
      await lanyard?.close()
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      server.close()
    })

    test('of a session, and of a look-up, has no id of this browser, and in Firefox no cookie', async () => {
      const page = await lanyard.newPage()
      await page.goto(`https://${at}/`)
      // pages’ own are left as they are
      await expect.poll(() => of('/site')).toHaveLength(1)
      expect(of('/site')[0]).toMatchObject({ origin: `https://${at}`, cookies: ['none=1', 'lax=1', 'strict=1'] })

      const panel = await lanyard.openPanel('#full/welcome')
      await until(panel, ({ pairing }) => pairing)
      await panel.evaluate(async (relay) => {
        const { settings } = await chrome.storage.local.get('settings')
        await chrome.storage.local.set({ settings: { ...settings, profileRelays: [relay] } })
      }, `wss://${at}/look-up`)
      await lanyard.killBackground()
      // first, for it keeps away from hosts that a session speaks over
      await command(panel, 'findSigners')
      for (const path of ['/one', '/two']) {
        await command(panel, 'pairByQr', [`wss://${at}${path}`])
        await expect.poll(() => of(path)).not.toEqual([])
      }
      const ours = ['/look-up', '/one', '/two'].map((path) => of(path)[0])

      if (browser === 'firefox') {
        for (const one of ours) expect(one).toMatchObject({ origin: undefined, cookies: [] })
        // what a relay sets there, its pages do not see
        await page.goto(`https://${at}/`)
        expect(of('/').at(-1)?.cookies).not.toContain('socket=1')
      } else {
        const host = await panel.evaluate(() => location.host)
        // the same for everybody; no rule reaches these sockets, and docs/privacy.md says so
        expect(ours.map((one) => one?.origin)).toEqual(Array(3).fill(`chrome-extension://${host}`))
        expect(ours.map((one) => one?.cookies)).toEqual([['none=1'], ['none=1', 'socket=1'], ['none=1', 'socket=1']])
      }
    })

    test('and a question to a domain have neither', async () => {
      const panel = await lanyard.openPanel('#full/welcome')
      await command(panel, 'pairByToken', at)
      const path = '/.well-known/nostr.json?name=_'
      await expect.poll(() => of(path)).toEqual([{ path, origin: undefined, cookies: [] }])
    })
  })
}

/** The part of the extension API that is used above, inside the panel. */
declare const chrome: {
  storage: { local: { get(key: string): Promise<Record<string, object>>; set(items: object): Promise<void> } }
}
