import { type ChildProcess, spawn } from 'node:child_process'
import { WebSocket } from 'ws'
import { build, chromiumPath, isRoot } from './browser'

/**
 * A Chromium that nobody looks into while a page opens: Playwright holds each new page until it has attached to it, which
 * is seen in every time that is measured. Here a page is opened by the browser and asked afterwards.
 */
export interface Bare {
  extensionId: string
  /** Opens a tab, waits `ms`, and runs `task` in it, as text; then the tab is closed. */
  look<R>(url: string, ms: number, task: () => R | Promise<R>): Promise<R>
  /** End the background worker as the browser does when it idles. */
  killWorker(): Promise<void>
  close(): Promise<void>
}

type Send = <R = unknown>(method: string, params?: object, sessionId?: string) => Promise<R>

interface Target {
  targetId: string
  type: string
  url: string
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The address that it prints on its error stream. */
const endpointOf = (chromium: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    chromium.stderr?.on('data', (data) => {
      said += data
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    chromium.on('exit', () => reject(new Error(`Chromium ended: ${said.slice(-1_000)}`)))
  })

async function protocolAt(endpoint: string): Promise<{ send: Send; hangUp(): void }> {
  const socket = new WebSocket(endpoint)
  const waiting = new Map<number, (answer: { result?: unknown; error?: object }) => void>()
  let sent = 0
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data))
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++sent
      waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(JSON.stringify(error))) : resolve(result as never),
      )
      socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }))
    })
  return { send, hangUp: () => socket.close() }
}

/** @param profile a folder; what an earlier browser stored there is found again */
export async function launchBare(profile: string): Promise<Bare> {
  const dist = build('chrome')
  const args = [
    ...(isRoot ? ['--no-sandbox'] : []),
    ...['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,800'],
    ...[`--disable-extensions-except=${dist}`, `--load-extension=${dist}`, 'about:blank'],
  ]
  const chromium = spawn(chromiumPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const { send, hangUp } = await protocolAt(await endpointOf(chromium))
  const find = async (fits: (target: Target) => boolean): Promise<Target> => {
    for (const end = Date.now() + 25_000; Date.now() < end; await pause(50)) {
      const { targetInfos } = await send<{ targetInfos: Target[] }>('Target.getTargets')
      const found = targetInfos.find(fits)
      if (found) return found
    }
    throw new Error('not there within 25 s')
  }
  const attach = async (targetId: string) =>
    (await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })).sessionId
  const worker = await find(({ type, url }) => type === 'service_worker' && url.startsWith('chrome-extension:'))
  const blank = await attach((await find(({ type }) => type === 'page')).targetId)
  await send('ServiceWorker.enable', {}, blank)
  return {
    extensionId: new URL(worker.url).host,
    async look(url, ms, task) {
      const { targetId } = await send<{ targetId: string }>('Target.createTarget', { url })
      await pause(ms)
      const session = await attach(targetId)
      const run = { expression: `(${task})()`, awaitPromise: true, returnByValue: true }
      const { result } = await send<{ result: { value: never } }>('Runtime.evaluate', run, session)
      await send('Target.closeTarget', { targetId })
      return result.value
    },
    killWorker: async () => void (await send('ServiceWorker.stopAllWorkers', {}, blank)),
    async close() {
      await send('Browser.close').catch(() => undefined)
      await new Promise((resolve) => (chromium.exitCode === null ? chromium.once('exit', resolve) : resolve(null)))
      hangUp()
    },
  }
}
