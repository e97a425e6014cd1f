import { once } from 'node:events'
import { createServer as createSecure } from 'node:https'
import type { AddressInfo } from 'node:net'
import { crc32, deflateSync } from 'node:zlib'
import { WebSocketServer } from 'ws'
import { selfSigned } from '../../demo/relay/certificate'

/** A name on the web that leads to this machine: pictures of accounts are fetched from nowhere else. */
export const PICTURE_HOST = 'pictures.example'

/** A relay for profiles that checks nothing, as a lying one, and a server with one picture. */
export interface ProfileHouse {
  relay: string
  picture: string
  /** Answers to whatever is asked. */
  events: unknown[]
  /** What the relay was told, each socket with its number. */
  heard: { socket: number; frame: unknown[] }[]
  /** Headers of each request for the picture. */
  fetched: NodeJS.Dict<string | string[]>[]
  close(): void
}

export async function openProfileHouse(): Promise<ProfileHouse> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const pictures = createSecure(selfSigned(new Date()))
  pictures.listen(0, '127.0.0.1')
  await once(pictures, 'listening')
  const port = (it: { address(): unknown }) => (it.address() as AddressInfo).port
  const house: ProfileHouse = {
    relay: `ws://127.0.0.1:${port(server)}`,
    picture: `https://${PICTURE_HOST}:${port(pictures)}/ada.png`,
    ...{ events: [], heard: [], fetched: [] },
    close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
      pictures.close()
    },
  }
  let sockets = 0
  server.on('connection', (socket) => {
    sockets += 1
    const number = sockets
    socket.send(JSON.stringify(['AUTH', 'who are you?']))
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as unknown[]
      house.heard.push({ socket: number, frame })
      for (const event of house.events) socket.send(JSON.stringify(['EVENT', frame[1], event]))
      socket.send(JSON.stringify(['EOSE', frame[1]]))
    })
  })
  pictures.on('request', (request, response) => {
    house.fetched.push(request.headers)
    response.writeHead(200, { 'content-type': 'image/png', 'access-control-allow-origin': '*' }).end(redPng(300, 200))
  })
  return house
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** A red picture. */
function redPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2], 8)
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(width * 3, Buffer.from([200, 20, 20]))])
  const rows = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))])
}
