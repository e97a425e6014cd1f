import { type Given, type Household, household, type Tools } from './household'
import { BrowserURL } from './sender'

/** Vitest, which this room does not name itself. */
interface Runner {
  vi: Tools['timers'] & {
    useFakeTimers(options: { now: number }): unknown
    useRealTimers(): unknown
    resetModules(): unknown
    doMock(path: string, factory: () => object): unknown
    stubGlobal(name: string, value: unknown): unknown
    unstubAllGlobals(): unknown
  }
  beforeEach(set: () => void): void
  afterEach(clear: () => void): void
}

interface Parts extends Pick<Tools, 'messages' | 'courier'> {
  /** Runs the background's top level. */
  main(): Promise<unknown>
}

const NOW = 1_795_000_000_000

/**
 * Plays time, addresses and sockets around each test of a file.
 * @returns what sets up a household with the whole background in it, and puts an end to the timers of the one before
 */
export function playBackground({ vi, beforeEach, afterEach }: Runner, { main, ...parts }: Parts) {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW })
    vi.stubGlobal('URL', BrowserURL)
  })
  afterEach(() => {
    vi.clearAllTimers()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function wake(browser: object): Promise<void> {
    vi.resetModules()
    vi.doMock('webextension-polyfill', () => ({ default: browser }))
    await main()
  }

  return (given?: Given): Household => {
    vi.clearAllTimers()
    const home = household({ timers: vi, wake, ...parts }, given)
    vi.stubGlobal('WebSocket', home.net.WebSocket)
    return home
  }
}
