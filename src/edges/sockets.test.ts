import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { type LocalRelay, startRelay } from '../../demo/relay/relay'
import { seal } from '../protocol/envelope'
import type { SignedEvent } from '../protocol/event'
import type { LineInput } from '../signer/line'
import { keys } from '../testing/keys'
import { type LineWish, relaySockets, type Sockets } from './sockets'

/** Real sockets to real relays on this machine; only the timers are faked, so that nobody waits. */

const [ONE, TWO, PEER] = [keys(10), keys(11), keys(1)]
const seconds = () => Math.floor(Date.now() / 1000)
const request = (from = ONE, text = 'hello'): SignedEvent =>
  seal({ clientSecretKey: from.secret, peer: PEER.pubkey }, 'nip44', text, seconds())
const answer = (to = ONE, text = 'well'): SignedEvent =>
  seal({ clientSecretKey: PEER.secret, peer: to.pubkey }, 'nip44', text, seconds())

const closing: (() => unknown)[] = []
let sockets: Sockets
let heard: (LineInput & { line: string })[]
let opened: WebSocket[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  opened = []
  // as in browsers, an error that nobody listens for is no exception
  const Quiet = class extends WebSocket {
    constructor(url: string) {
      super(url)
      this.on('error', () => {})
      opened.push(this)
    }
  }
  vi.stubGlobal('WebSocket', Quiet)
  heard = []
  sockets = relaySockets((line, input) => void heard.push({ line, ...input }))
})

afterEach(async () => {
  sockets.want([])
  for (const close of closing.splice(0).reverse()) await close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Let the machine's own I/O happen, until it has. */
async function io(isDone: () => boolean): Promise<void> {
  const start = Date.now()
  while (!isDone()) {
    if (Date.now() - start > 3_000) throw new Error(`did not happen: ${isDone}, heard: ${JSON.stringify(heard)}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Long enough for anything on this machine to have happened. */
async function quiet(): Promise<void> {
  const start = Date.now()
  await io(() => Date.now() - start > 100)
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

async function relay(options: Parameters<typeof startRelay>[0] = {}): Promise<LocalRelay> {
  const started = await startRelay(options)
  closing.push(() => started.close())
  return started
}

const wish = (relays: string[], { lineId = 'one', client = ONE, since = seconds() - 60 } = {}): LineWish => ({
  lineId,
  clientSecretKey: client.secret,
  wanted: { relays, filter: { kinds: [24_133], '#p': [client.pubkey], since } },
})
const nothing = (lineId = 'one'): LineWish => ({ lineId, clientSecretKey: ONE.secret, wanted: null })

const told = <T extends LineInput['type']>(type: T) =>
  heard.filter((input): input is Extract<LineInput, { type: T }> & { line: string } => input.type === type)
/** What a relay was asked to send. */
const requests = (frames: LocalRelay['frames']) =>
  frames.flatMap(({ message }) => ((message as unknown[])[0] === 'REQ' ? [message] : []))
const alive = () => opened.filter(({ readyState }) => readyState < 2)

async function open(...urls: string[]): Promise<void> {
  sockets.want([wish(urls)])
  await io(() => told('open').length >= urls.length)
}

/** A relay of our own making, that speaks as `hear` says. */
async function madeUp(hear: (say: (...frame: unknown[]) => void, frame: unknown[], socket: WebSocket) => void) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  server.on('connection', (socket) => {
    const say = (...frame: unknown[]) => socket.send(JSON.stringify(frame))
    hear(say, ['HELLO'], socket)
    socket.on('message', (text) => hear(say, JSON.parse(String(text)) as unknown[], socket))
  })
  closing.push(async () => {
    for (const socket of server.clients) socket.terminate()
    await new Promise((resolve) => server.close(resolve))
  })
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`
}

/** A host that takes the connection and never says a word. */
async function blackhole(): Promise<string> {
  const held: { destroy(): void }[] = []
  const server: Server = createServer((socket) => void held.push(socket.on('error', () => {})))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of held) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return `ws://127.0.0.1:${(server.address() as { port: number }).port}`
}

describe('a socket', () => {
  it('is told open when the relay listens for us, carries events both ways, and tells that they were taken', async () => {
    const { url, frames } = await relay()
    await open(url)
    await io(() => requests(frames).length === 1)
    const [out, back] = [request(), answer()]
    sockets.publish('one', url, out)
    sockets.publish('one', url, back)
    await io(() => told('ok').length === 2 && told('event').length === 1)
    expect(told('ok').map(({ eventId, accepted }) => [eventId, accepted])).toEqual([
      [out.id, true],
      [back.id, true],
    ])
    expect(told('event')).toEqual([{ line: 'one', type: 'event', relay: url, event: back }])
  })

  it('passes a refusal on in the words of the relay', async () => {
    const { url } = await relay()
    await open(url)
    sockets.publish('one', url, { ...request(), content: 'forged' })
    await io(() => told('ok').length === 1)
    expect(told('ok')).toMatchObject([{ accepted: false, reason: expect.stringContaining('invalid') }])
  })

  it('brings an event once, from whichever relay, and never one whose signature is wrong', async () => {
    const event = answer()
    const serve = (...events: unknown[]) =>
      madeUp((say, [type, id]) => type === 'REQ' && events.forEach((one) => void say('EVENT', id, one)))
    const liar = await serve({ ...event, content: 'forged' }, { ...event, sig: '0'.repeat(128) })
    await open(liar)
    const [a, b] = [await serve(event, event), await serve(event)]
    sockets.want([wish([liar, a, b])])
    await io(() => told('open').length === 3 && told('event').length > 0)
    await quiet()
    expect(told('event').map((input) => input.event)).toEqual([event])
  })

  it('hears nothing but what is meant for it, and no noise disturbs it', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const event = answer()
    const url = await madeUp((say, [type, id], socket) => {
      if (type !== 'REQ') return
      for (const noise of ['', '{', '[]', '[1]', 'null', '["EVENT"]', '["OK"]', '["EOSE","x"]', '["NOTICE","hi"]'])
        socket.send(noise)
      say('EVENT', id, { ...event, kind: 'one' })
      say('EVENT', id, answer(TWO))
      say('EVENT', 'other', event)
      say('EVENT', id, event)
    })
    await open(url)
    await io(() => told('event').length > 0)
    await quiet()
    expect(heard.map(({ type }) => type)).toEqual(['open', 'event'])
    expect(alive()).toHaveLength(1)
    warned.mockRestore()
  })

  it('belongs to one line: another with the same relay has its own, and neither hears of the other', async () => {
    const { url, guests, frames } = await relay()
    sockets.want([wish([url]), wish([url], { lineId: 'two', client: TWO })])
    await io(() => told('open').length === 2 && requests(frames).length === 2)
    expect(guests()).toBe(2)
    sockets.publish('one', url, answer(TWO))
    await io(() => told('event').length === 1 && told('ok').length === 1)
    expect([told('event')[0]?.line, told('ok')[0]?.line]).toEqual(['two', 'one'])
  })
})

describe('what is wanted', () => {
  it('opens what is new, closes what is not named any more, and leaves the rest', async () => {
    const [a, b, c] = [await relay(), await relay(), await relay()]
    await open(a.url, b.url)
    sockets.want([wish([b.url, c.url])])
    await io(() => told('open').length === 3 && a.guests() === 0)
    expect(told('closed')).toEqual([{ line: 'one', type: 'closed', relay: a.url, reason: '' }])
    expect([b.guests(), c.guests(), opened.length]).toEqual([1, 1, 3])
  })

  it('in another spelling is the same', async () => {
    const { url, guests } = await relay()
    await open(url)
    sockets.want([wish([`${url}/`])])
    await quiet()
    expect([guests(), opened.length, told('closed')]).toEqual([1, 1, []])
  })

  it.each<[string, LineWish[]]>([
    ['a line that wants nothing', [nothing()]],
    ['a line that is gone', []],
  ])('of %s is nothing: no socket is left, and no timer', async (_, wishes) => {
    const [a, b] = [await relay(), await relay({ closed: true })]
    await open(a.url, b.url)
    sockets.publish('one', a.url, request())
    await io(() => told('ok').length === 1 && told('open').length === 3)
    await quiet()
    sockets.want(wishes)
    expect(alive()).toEqual([])
    await io(() => a.guests() + b.guests() === 0 && opened.every(({ readyState }) => readyState === 3))
    expect(vi.getTimerCount()).toBe(0)
    expect(told('closed').map(({ reason }) => reason)).toEqual(['', ''])
  })

  it('no more while it is being opened, leaves nothing either, and nobody hears of it', async () => {
    const [near, far] = [await relay(), await blackhole()]
    sockets.want([wish([near.url, far])])
    sockets.want([])
    heard = []
    await wait(60_000)
    await quiet()
    expect([alive(), near.guests(), vi.getTimerCount(), heard]).toEqual([[], 0, 0, []])
  })

  it('no more while it waits to be opened again, is not opened again', async () => {
    const { url, dropAll } = await relay()
    await open(url)
    dropAll()
    await io(() => told('closed').length === 1)
    sockets.want([nothing()])
    await wait(60_000)
    await quiet()
    expect([opened.length, vi.getTimerCount()]).toEqual([1, 0])
  })
})

describe('a relay that breaks', () => {
  it('is opened again, with the filter as it is wanted by then', async () => {
    const { url, frames, dropAll } = await relay()
    await open(url)
    await io(() => requests(frames).length === 1)
    sockets.want([wish([url], { since: 1_795_000_123 })])
    dropAll()
    await io(() => told('closed').length === 1)
    expect(told('closed')[0]?.reason).not.toBe('')
    await wait(500)
    await io(() => told('open').length === 2 && requests(frames).length === 2)
    expect(requests(frames).at(-1)).toMatchObject(['REQ', 'sub:1', { since: 1_795_000_123 }])
    const event = answer()
    sockets.publish('one', url, event)
    await io(() => told('event').length === 1 && told('ok').length === 1)
  })

  it('is tried less and less often while it is down, and again at once after it was up', async () => {
    const local = await relay()
    await open(local.url)
    await local.stop()
    await io(() => told('closed').length === 1)
    const waits: number[] = []
    for (let failure = 2; failure < 9; failure++) {
      let waited = 0
      while (told('closed').length < failure) {
        const before = opened.length
        await wait(50)
        waited += 50
        if (opened.length > before) await io(() => told('closed').length >= failure)
      }
      waits.push(waited)
    }
    const [first = 0, second = 0, ...later] = waits
    expect(first).toBeLessThanOrEqual(550)
    expect(second).toBeGreaterThan(450)
    expect(Math.max(...later)).toBeGreaterThan(2_000)
    expect(opened).toHaveLength(8)
    await local.start()
    await wait(5_000)
    await io(() => told('open').length === 2)
    const breaks = told('closed').length
    local.dropAll()
    await io(() => told('closed').length > breaks)
    await wait(550)
    await io(() => told('open').length === 3)
  })

  it('without a word is found by a probe, and opened again', async () => {
    let isMute = false
    const url = await madeUp((say, [type, id]) => void (type === 'REQ' && !isMute && say('EOSE', id)))
    await open(url)
    sockets.probe()
    await quiet()
    await wait(30_000)
    expect([alive().length, told('closed')]).toEqual([1, []])
    isMute = true
    sockets.probe()
    await wait(5_000)
    expect(told('closed')).toEqual([])
    await wait(2_000)
    expect(told('closed')).toHaveLength(1)
    await wait(1_000)
    await io(() => told('open').length === 2)
    expect(alive()).toHaveLength(1)
  })

  it('is missed within ten seconds where it says no OK, without a probe of anybody’s', async () => {
    const url = await madeUp(() => {})
    await open(url)
    sockets.publish('one', url, request())
    await wait(8_900)
    expect(told('closed')).toEqual([])
    await wait(200)
    expect(told('closed')).toMatchObject([{ reason: 'no sign of life' }])
  })

  it('only where it does not speak: one that says no OK and is there is told of, and kept', async () => {
    const url = await madeUp((say, [type, id]) => void (type === 'REQ' && say('EOSE', id)))
    await open(url)
    const event = request()
    sockets.publish('one', url, event)
    await wait(9_900)
    await quiet()
    expect(told('unsaid')).toEqual([])
    await wait(200)
    await io(() => told('unsaid').length === 1)
    expect([told('unsaid')[0], told('closed')]).toMatchObject([{ relay: url, eventId: event.id }, []])
  })

  it('off in the middle of an answer: the next look brings it, once, where the relay has kept it', async () => {
    const lost = answer()
    let looks = 0
    const url = await madeUp((say, [type, id]) => {
      if (type !== 'REQ') return
      if (looks++ > 0) say('EVENT', id, lost)
      say('EOSE', id)
    })
    await open(url)
    await io(() => looks === 1)
    sockets.probe()
    await io(() => told('event').length === 1)
    sockets.probe()
    await io(() => looks === 3)
    await quiet()
    expect(told('event').map(({ event }) => event)).toEqual([lost])
  })

  it('takes the connection and never answers: the others are open meanwhile, and it is given up after a while', async () => {
    const [near, far] = [await relay(), await blackhole()]
    sockets.want([wish([far, near.url])])
    await io(() => told('open').length === 1)
    const event = request()
    sockets.publish('one', near.url, event)
    sockets.publish('one', far, event)
    await io(() => told('ok').length === 1)
    expect(told('ok')).toMatchObject([{ relay: near.url, accepted: true }])
    expect(told('closed')).toEqual([])
    await wait(10_000)
    await io(() => told('closed').length === 1)
    expect(told('closed')).toMatchObject([{ relay: far, reason: expect.stringContaining('timed out') }])
  })

  it('closes our subscription for a reason of its own: says so, and is opened again', async () => {
    let isFull = true
    const url = await madeUp((say, [type, id]) => {
      if (type === 'REQ') say(...(isFull ? ['CLOSED', id, 'error: too many subscriptions'] : ['EOSE', id]))
    })
    sockets.want([wish([url])])
    await io(() => told('closed').length === 1)
    expect(told('closed')).toMatchObject([{ reason: 'error: too many subscriptions' }])
    isFull = false
    await wait(1_000)
    await quiet()
    expect([alive().length, heard.at(-1)?.type]).toEqual([1, 'open'])
  })

  it('or rather turns us away each time, is tried less and less often, although each connection opens', async () => {
    const url = await madeUp((say, [type, id]) => void (type === 'REQ' && say('CLOSED', id, 'restricted: no')))
    await open(url)
    await io(() => told('closed').length === 1)
    let waited = 0
    for (let refusal = 2; refusal < 7; refusal++) {
      for (waited = 0; told('closed').length < refusal; waited += 50) {
        const before = opened.length
        await wait(50)
        if (opened.length > before) await io(() => told('closed').length >= refusal)
      }
    }
    expect(waited).toBeGreaterThan(2_000)
    expect(told('open')).toHaveLength(6)
  })

  it('and all others are opened anew at once when none is to be trusted', async () => {
    const [a, b] = [await relay(), await relay()]
    await open(a.url, b.url)
    sockets.renew()
    await io(() => told('open').length === 4)
    await quiet()
    expect([a.guests(), b.guests(), alive().length]).toEqual([1, 1, 2])
    expect(told('closed').map(({ reason }) => reason)).toEqual(['', ''])
  })
})

describe('a relay that wants AUTH', () => {
  it('gets it, signed with the key of the line only, and then takes and gives', async () => {
    const { url, frames } = await relay({ closed: true })
    sockets.want([wish([url]), wish([url], { lineId: 'two', client: TWO })])
    await io(() => told('open').length === 4)
    const auths = frames.flatMap(({ socket, way, message }) => {
      const [type, event] = message as [string, SignedEvent]
      return type === 'AUTH' && way === 'in' ? [[socket, event.pubkey, event.tags[0]]] : []
    })
    expect(auths).toHaveLength(2)
    expect(new Set(auths.map(([socket]) => socket)).size).toBe(2)
    expect(new Set(auths.map(([, pubkey]) => pubkey))).toEqual(new Set([ONE.pubkey, TWO.pubkey]))
    expect(auths[0]?.[2]).toEqual(['relay', url])
    sockets.publish('one', url, answer(TWO))
    await io(() => told('ok').length === 1 && told('event').length === 1)
    expect([told('ok')[0]?.accepted, told('event')[0]?.line]).toEqual([true, 'two'])
  })

  /** As strfry does: the `relay` tag must be the relay's own name for itself, byte for byte. */
  const picky = (suffix: string, auths: string[]) =>
    madeUp((say, [type, body]) => {
      if (type === 'HELLO') say('AUTH', 'challenge')
      if (type === 'REQ') say('EOSE', body)
      if (type !== 'AUTH') return
      const { id, tags } = body as SignedEvent
      const named = tags[0]?.[1] ?? ''
      auths.push(named)
      const isRight = named.endsWith('/') === (suffix === '/')
      say('OK', id, isRight, isRight ? '' : 'restricted: bad relay tag')
    })

  it.each(['/', ''])('and names itself with %j at its end is tried in both spellings', async (suffix) => {
    const auths: string[] = []
    const url = await picky(suffix, auths)
    sockets.want([wish([`${url}${suffix === '/' ? '' : '/'}`])])
    await io(() => auths.length === 1 && told('closed').length === 1)
    expect(told('closed')).toMatchObject([{ reason: 'restricted: bad relay tag' }])
    await wait(1_000)
    await io(() => auths.length === 2 && heard.filter(({ type }) => type === 'open').length >= 2)
    await quiet()
    expect(auths.map((named) => named.endsWith('/'))).toEqual([suffix !== '/', suffix === '/'])
    expect([alive().length, told('closed').length]).toEqual([1, 1])
  })

  it('and breaks before it has answered it, is opened again once, and in the same spelling', async () => {
    const auths: string[] = []
    let isBroken = true
    const url = await madeUp((say, [type, body], socket) => {
      if (type === 'HELLO') say('AUTH', 'challenge')
      if (type === 'REQ') say('EOSE', body)
      if (type !== 'AUTH') return
      auths.push((body as SignedEvent).tags[0]?.[1] ?? '')
      if (isBroken) socket.terminate()
      else say('OK', (body as SignedEvent).id, true, '')
    })
    sockets.want([wish([url])])
    await io(() => told('closed').length > 0)
    await quiet()
    isBroken = false
    await wait(1_000)
    await quiet()
    expect([auths, alive().length, told('closed').length]).toEqual([[url, url], 1, 1])
    sockets.want([])
    await quiet()
    expect(alive()).toEqual([])
  })
})
