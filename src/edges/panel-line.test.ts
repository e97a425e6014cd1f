import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { snapshot } from '../../e2e/panel/snapshots'
import { fail, succeed } from '../protocol/error'
import type { CommandMessage, PanelMessage, Snapshot } from '../wire/panel'
import { connectPanel } from './panel-line'

/** A port whose far end the test holds. */
function fakePort() {
  const heard: ((message: PanelMessage) => void)[] = []
  const gone: (() => void)[] = []
  const sent: CommandMessage[] = []
  return {
    sent,
    say: (message: PanelMessage) => heard.forEach((listener) => void listener(message)),
    die: () => gone.forEach((listener) => void listener()),
    postMessage: (message: CommandMessage) => void sent.push(message),
    onMessage: { addListener: (listener: (message: PanelMessage) => void) => void heard.push(listener) },
    onDisconnect: { addListener: (listener: () => void) => void gone.push(listener) },
  }
}

const world = vi.hoisted(() => ({ connect: (): unknown => undefined }))
vi.mock('webextension-polyfill', () => ({ default: { runtime: { connect: () => world.connect() } } }))

let ports: ReturnType<typeof fakePort>[]
let page: { visibilityState: string; seen: (() => void)[]; addEventListener(type: string, seen: () => void): void }

const last = () => ports[ports.length - 1] as ReturnType<typeof fakePort>

beforeEach(() => {
  vi.useFakeTimers()
  ports = []
  world.connect = () => {
    ports.push(fakePort())
    return last()
  }
  page = { visibilityState: 'visible', seen: [], addEventListener: (_, seen) => void page.seen.push(seen) }
  vi.stubGlobal('document', page)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('connectPanel', () => {
  it('connects at once and passes every snapshot on', () => {
    const seen: Snapshot[] = []
    connectPanel((next) => seen.push(next))
    last().say({ snapshot: snapshot({ takenAt: 1 }) })
    last().say({ snapshot: snapshot({ takenAt: 2 }) })
    expect(seen.map(({ takenAt }) => takenAt)).toEqual([1, 2])
  })

  it('connects later where it is told to, or with the first command', async () => {
    let resolve = (): void => undefined
    const first = new Promise<void>((settle) => {
      resolve = settle
    })
    connectPanel(() => undefined, first)
    expect(ports).toHaveLength(0)
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(ports).toHaveLength(1)
    const commands = connectPanel(() => undefined, new Promise(() => {}))
    void commands.forgetSites(['https://a.example'])
    expect(ports).toHaveLength(2)
    expect(last().sent).toHaveLength(1)
  })

  it('settles each command with its own answer, in any order', async () => {
    const commands = connectPanel(() => undefined)
    const first = commands.pairByToken('x')
    const second = commands.forgetSites(['https://a.example'])
    expect(last().sent.map(({ command, args }) => [command, args])).toEqual([
      ['pairByToken', ['x']],
      ['forgetSites', [['https://a.example']]],
    ])
    const [a, b] = last().sent as [CommandMessage, CommandMessage]
    last().say({ n: b.n, outcome: succeed(undefined) })
    last().say({ n: a.n, outcome: fail('token-unknown') })
    expect(await first).toEqual(fail('token-unknown'))
    expect(await second).toEqual(succeed(undefined))
  })

  it('fails what was unanswered when the worker dies, and connects again', async () => {
    const seen: Snapshot[] = []
    const commands = connectPanel((next) => seen.push(next))
    last().say({ snapshot: snapshot() })
    const lost = commands.cancelPairing()
    last().die()
    expect(await lost).toEqual(fail('internal'))
    await vi.advanceTimersByTimeAsync(0)
    expect(ports).toHaveLength(2)
    last().say({ snapshot: snapshot() })
    expect(seen).toHaveLength(2)
  })

  it('sends a command on a new port without waiting for the retry', async () => {
    const commands = connectPanel(() => undefined)
    last().die()
    const outcome = commands.cancelPairing()
    expect(ports).toHaveLength(2)
    last().say({ n: (last().sent[0] as CommandMessage).n, outcome: succeed(undefined) })
    expect(await outcome).toEqual(succeed(undefined))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(ports).toHaveLength(2)
  })

  it('comes back more and more slowly to a background that does not speak', async () => {
    connectPanel(() => undefined)
    const waits: number[] = []
    for (let i = 0; i < 5; i++) {
      const before = Date.now()
      last().die()
      await vi.advanceTimersToNextTimerAsync()
      waits.push(Date.now() - before)
    }
    expect(waits).toEqual([0, 200, 1_000, 5_000, 5_000])
  })

  it('does not wake the worker for a page that nobody sees', async () => {
    connectPanel(() => undefined)
    page.visibilityState = 'hidden'
    last().die()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ports).toHaveLength(1)
    page.visibilityState = 'visible'
    page.seen.forEach((seen) => void seen())
    expect(ports).toHaveLength(2)
  })

  it('says that the page must be reloaded when the extension is gone', async () => {
    const commands = connectPanel(() => undefined)
    last().die()
    world.connect = () => {
      throw new Error('Extension context invalidated.')
    }
    expect(await commands.cancelPairing()).toEqual(fail('reload-page'))
  })
})
