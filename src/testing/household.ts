import type { Outcome } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import { DEFAULT_RELAYS } from '../protocol/relay'
import type { SessionRecord } from '../signer/line'
import {
  type CommandName,
  PANEL_PORT,
  type PanelCommands,
  type PanelMessage,
  type Snapshot,
  type Verdict,
} from '../wire/panel'
import { type Machine, machine } from './browser'
import { seeded } from './clock'
import { type Keys, keys } from './keys'
import type { Manner } from './manner'
import { type Courier, type Page, playedPage } from './page'
import type { FakePort } from './port'
import { type FakeRelay, type Faults, fakeRelay } from './relay'
import { pageSender, panelSender, type Sender } from './sender'
import { type FakeSigner, fakeSigner } from './signer'
import { type FakeNetwork, network } from './websocket'
import { worldClock } from './world-clock'

/** What this room may not name itself. */
export interface Tools {
  /** The test runner's timers, which must be faked: all time is theirs. */
  timers: {
    advanceTimersToNextTimerAsync(): Promise<unknown>
    advanceTimersByTimeAsync(ms: number): Promise<unknown>
    clearAllTimers(): unknown
    setSystemTime(ms: number): unknown
    getTimerCount(): number
  }
  messages: Record<string, { message: string }>
  /** Run the background's top level, as new modules, against this `browser`. */
  wake(browser: object): Promise<unknown>
  courier: Courier
}

export interface Panel {
  snapshot(): Snapshot
  run<K extends CommandName>(command: K, ...args: Parameters<PanelCommands[K]>): Promise<Outcome<void>>
  /** Wait for an approval, look at it, and decide. */
  decide(verdict: Verdict['kind'], skip?: string[]): Promise<void>
  close(): void
}

/** A port in a test's own hand. */
export interface RawPort {
  port: FakePort
  heard: unknown[]
  isGone(): boolean
}

/** The whole extension but for its panel's looks, with a signer on relays and pages that ask. */
export interface Household {
  machine: Machine
  relays: FakeRelay[]
  signer: FakeSigner
  /** Another phone on the same relays. */
  another(transport: Keys, user: Keys): FakeSigner
  net: FakeNetwork
  page(origin: string, sender?: Sender): Page
  panel(tabId?: number): Promise<Panel>
  knock(name: string, sender: Sender): RawPort
  /** The background dies; it comes back when something wakes it. */
  die(): Promise<void>
  /** The browser closes; the background comes up when something wakes it in the next one. */
  quit(): Promise<void>
  /** The computer sleeps for `ms`: the time jumps, and no timer has run. */
  sleep(ms: number): void
  pass(ms: number): Promise<void>
  /** Let time go by until `done`; fails after `ms`. */
  until(done: () => boolean, ms?: number): Promise<void>
  /** Timers of the background. */
  timers(): number
}

export const CLIENT = keys(10)

/** The record of a session with the signer of `household`, or with another user's. */
export const sessionOf = (user: Hex, remoteSigner: Hex, relays: string[], client = CLIENT.secret): SessionRecord => ({
  ...{ clientSecretKey: client, remoteSigner, user, relays, former: null, cipher: 'nip44' },
  ...{ pairedAt: Date.now(), answeredAt: null, switchedAt: Date.now(), learned: {}, signer: null },
})

export interface Given {
  manner?: Partial<Manner>
  faults?: Partial<Faults>[]
  /** Default: with the signer, since an earlier start of the browser. */
  isPaired?: boolean
  /** Permissions that `SITE` has for good. */
  allowed?: string[]
}

export const SITE = 'https://site.example'

export function household(tools: Tools, given: Given = {}): Household {
  const clock = worldClock()
  const random = seeded(1)
  const relays = (given.faults ?? [{}, {}]).map((fault, n) =>
    fakeRelay(`wss://relay${n}.example`, clock, random, fault),
  )
  const signer = fakeSigner(clock, relays, given.manner)
  const net = network(clock, relays)
  const browser = machine(clock, tools.messages, tools.wake)
  const { local } = browser.disk
  const account = signer.user.pubkey
  const urls = relays.map(({ url }) => url)
  if (given.isPaired !== false) local[`session:${account}`] = sessionOf(account, signer.pubkey, urls)
  // nothing but what a test is about goes over the wire
  local.settings = { relays: [...DEFAULT_RELAYS], account: null, profiles: false }
  local.rules = (given.allowed ?? []).map((permission) => ({
    ...{ account, origin: SITE, permission, allow: true, until: null },
  }))

  async function until(done: () => boolean, ms = 10_000): Promise<void> {
    let isLate = false
    const end = setTimeout(() => (isLate = true), ms)
    await browser.stir()
    while (!done()) {
      if (isLate) throw new Error(`did not come to be in ${ms} ms: ${done}`)
      await tools.timers.advanceTimersToNextTimerAsync()
      await browser.stir()
    }
    clearTimeout(end)
  }

  async function pass(ms: number): Promise<void> {
    let isOver = false
    setTimeout(() => (isOver = true), ms)
    await until(() => isOver, ms + 1)
  }

  function knock(name: string, sender: Sender): RawPort {
    const port = browser.connect(name, sender)
    const heard: unknown[] = []
    let isGone = false
    port.onMessage.addListener((message) => void heard.push(message))
    port.onDisconnect.addListener(() => (isGone = true))
    return { port, heard, isGone: () => isGone }
  }

  const page = (origin: string, sender: Sender = pageSender(origin)): Page =>
    playedPage(tools.courier, browser, clock, sender)

  async function panel(tabId?: number): Promise<Panel> {
    const { port, heard } = knock(PANEL_PORT, panelSender(tabId))
    let count = 0
    const said = () => heard as PanelMessage[]
    const snapshot = () => said().findLast((message) => 'snapshot' in message)?.snapshot as Snapshot
    await tools.timers.advanceTimersByTimeAsync(0)
    await until(() => snapshot() !== undefined)
    const run: Panel['run'] = async (command, ...args) => {
      const n = ++count
      port.postMessage({ n, command, args })
      // until what it changed is drawn
      await tools.timers.advanceTimersByTimeAsync(50)
      const answer = () => said().find((message) => 'n' in message && message.n === n)
      await until(() => answer() !== undefined)
      return (answer() as { outcome: Outcome<void> }).outcome
    }
    return {
      ...{ snapshot, run, close: () => port.disconnect() },
      async decide(kind, skip = []) {
        await until(() => snapshot().approvals.length > 0)
        await pass(100)
        await run('decide', snapshot().approvals[0]?.id ?? '', { kind } as Verdict, skip)
      },
    }
  }

  async function die(end = browser.kill): Promise<void> {
    end()
    // what the dead one had begun to do plays out in the void
    await tools.timers.advanceTimersByTimeAsync(0)
    const now = Date.now()
    tools.timers.clearAllTimers()
    tools.timers.setSystemTime(now)
    net.cut()
    clock.rearm()
  }

  return {
    ...{ machine: browser, relays, signer, net, page, panel, knock, pass, until },
    another: (transport, user) => fakeSigner(clock, relays, {}, { transport, user }),
    die: () => die(),
    sleep: (ms) => void tools.timers.setSystemTime(Date.now() + ms),
    quit: () => die(browser.quit),
    timers: () => tools.timers.getTimerCount() - clock.pending(),
  }
}
