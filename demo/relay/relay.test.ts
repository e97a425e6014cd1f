import { type EventTemplate, finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Line, openLine } from '../shared/line'
import { type LocalRelay, type RelayOptions, startRelay } from './relay'

const secret = generateSecretKey()
const author = getPublicKey(secret)
const open: { close(): unknown }[] = []

const sign = (template: Partial<EventTemplate>) =>
  finalizeEvent({ kind: 1, created_at: Math.floor(Date.now() / 1000), tags: [], content: '', ...template }, secret)

async function relayWith(options: RelayOptions = {}): Promise<LocalRelay> {
  const relay = await startRelay(options)
  open.push(relay)
  return relay
}

function lineTo(relay: LocalRelay, logsIn = false): Line {
  const line = openLine(relay.url, {
    open: (url) => new WebSocket(url, { rejectUnauthorized: false }) as unknown as globalThis.WebSocket,
    ...(logsIn ? { logIn: async (template: EventTemplate) => finalizeEvent(template, secret) } : {}),
  })
  open.unshift(line)
  return line
}

const until = async (isTrue: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !isTrue(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(isTrue()).toBe(true)
}

afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close()
})

describe('the local relay', () => {
  it('stores a note and serves it', async () => {
    const line = lineTo(await relayWith())
    const note = sign({ content: 'hello' })
    expect(await line.publish(note)).toEqual({ ok: true, message: '' })
    expect((await line.fetch({ ids: [note.id] })).map(({ id }) => id)).toEqual([note.id])
  })

  it('refuses an event whose signature is wrong', async () => {
    const note = sign({ content: 'hello' })
    const said = await lineTo(await relayWith()).publish({ ...note, content: 'hullo' })
    expect(said).toMatchObject({ ok: false, message: expect.stringContaining('invalid') })
  })

  it('passes live events only to those whose filter names the tag', async () => {
    const relay = await relayWith()
    const heard: string[] = []
    for (const to of ['a', 'b'])
      lineTo(relay).subscribe({ kinds: [24_133], '#p': [to.repeat(64)] }, () => heard.push(to))
    await until(() => relay.frames.filter(({ message }) => (message as string[])[0] === 'EOSE').length === 2)
    await lineTo(relay).publish(sign({ kind: 24_133, tags: [['p', 'a'.repeat(64)]] }))
    await until(() => heard.length > 0)
    expect(heard).toEqual(['a'])
  })

  it.each([
    { keepsEphemeral: false, found: 0 },
    { keepsEphemeral: true, found: 1 },
  ])('finds $found ephemeral events again where it keeps them: $keepsEphemeral', async ({ keepsEphemeral, found }) => {
    const line = lineTo(await relayWith({ keepsEphemeral }))
    await line.publish(sign({ kind: 24_133 }))
    expect(await line.fetch({ kinds: [24_133] })).toHaveLength(found)
  })

  it.each([
    { what: 'a profile', first: { kind: 0 }, second: { kind: 0 }, left: 1 },
    {
      what: 'a draft',
      first: { kind: 31_234, tags: [['d', 'x']] },
      second: { kind: 31_234, tags: [['d', 'x']] },
      left: 1,
    },
    {
      what: 'another draft',
      first: { kind: 31_234, tags: [['d', 'x']] },
      second: { kind: 31_234, tags: [['d', 'y']] },
      left: 2,
    },
    { what: 'a note', first: { kind: 1 }, second: { kind: 1 }, left: 2 },
  ])('keeps $left of two events: $what', async ({ first, second, left }) => {
    const line = lineTo(await relayWith())
    await line.publish(sign({ ...first, created_at: 1000, content: 'old' }))
    await line.publish(sign({ ...second, created_at: 2000, content: 'new' }))
    const found = await line.fetch({ authors: [author] })
    expect(found).toHaveLength(left)
    expect(found[0]?.content).toBe('new')
  })

  it('forgets what its author asks to delete, and does not take it again', async () => {
    const line = lineTo(await relayWith())
    const note = sign({ content: 'regretted' })
    await line.publish(note)
    await line.publish(sign({ kind: 5, tags: [['e', note.id]] }))
    await line.publish(note)
    expect(await line.fetch({ kinds: [1] })).toEqual([])
  })

  it('serves nobody who has not logged in, where it is closed', async () => {
    const relay = await relayWith({ closed: true })
    expect(await lineTo(relay).publish(sign({}))).toMatchObject({ message: expect.stringContaining('auth-required') })
    expect(await lineTo(relay, true).publish(sign({ content: 'inside' }))).toMatchObject({ ok: true })
    expect(relay.find({ kinds: [1] }).map(({ content }) => content)).toEqual(['inside'])
  })

  it('speaks wss with a certificate of its own', async () => {
    const relay = await relayWith({ tls: true })
    expect(relay.url).toMatch(/^wss:/)
    expect(await lineTo(relay).publish(sign({}))).toMatchObject({ ok: true })
  })

  it('writes down who came, as the handshake has it', async () => {
    const relay = await relayWith()
    const socket = new WebSocket(relay.url, {
      origin: 'https://papers.example',
      headers: { 'user-agent': 'a browser' },
    })
    open.unshift({ close: () => socket.terminate() })
    await new Promise((resolve) => socket.once('open', resolve))
    expect(relay.visits).toMatchObject([
      { socket: 1, origin: 'https://papers.example', agent: 'a browser', language: '' },
    ])
  })

  it('takes its time each way', async () => {
    const line = lineTo(await relayWith({ latency: 60 }))
    await line.publish(sign({ content: 'warm up' }))
    const start = performance.now()
    await line.publish(sign({ content: 'timed' }))
    expect(performance.now() - start).toBeGreaterThan(110)
  })

  it('comes back on the same port with what it had, and lines find it again', async () => {
    const relay = await relayWith()
    const line = lineTo(relay)
    await line.publish(sign({ content: 'before' }))
    await relay.stop()
    await until(() => relay.guests() === 0)
    const after = line.publish(sign({ content: 'after' }))
    await relay.start()
    expect(await after).toMatchObject({ ok: true })
    expect(await line.fetch({ kinds: [1] })).toHaveLength(2)
  })

  it('cuts every socket at once and stays up', async () => {
    const relay = await relayWith()
    const line = lineTo(relay)
    await line.publish(sign({}))
    relay.dropAll()
    await until(() => relay.guests() === 0)
    await until(() => relay.guests() === 1)
  })

  it('answers garbage with a notice', async () => {
    const relay = await relayWith()
    const socket = new WebSocket(relay.url)
    open.unshift({ close: () => socket.terminate() })
    await new Promise((resolve) => socket.once('open', resolve))
    const answer = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
    socket.send('{"not": "a frame"')
    expect(await answer).toMatchObject(['NOTICE', expect.stringContaining('invalid')])
    expect(relay.frames[0]).toMatchObject({ way: 'in', message: '{"not": "a frame"', socket: 1 })
  })
})
