import { type ChildProcess, spawn } from 'node:child_process'
import { WebSocket } from 'ws'
import { chromiumPath, isRoot } from './browser'

/**
 * A Chromium that nobody looks into while a page opens: Playwright holds each new page until it has attached to it, which
 * is seen in every time that is measured. Here a page is opened by the browser and asked afterwards.
 */
export interface Plain {
  send: Send
  targets(): Promise<Target[]>
  /** The first target of that sort, as soon as there is one. */
  find(fits: (target: Target) => boolean): Promise<Target>
  /** @returns a session to send to */
  attach(targetId: string): Promise<string>
  /** End the background worker as the browser does when it idles. */
  killWorker(): Promise<void>
  close(): Promise<void>
}

export type Send = <R = unknown>(method: string, params?: object, sessionId?: string) => Promise<R>

export interface Target {
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

/**
 * @param profile a folder; what an earlier browser stored there is found again
 * @param extension the folder of a build; null: none
 */
export async function launchPlain(profile: string, extension: string | null): Promise<Plain> {
  const args = [
    ...(isRoot ? ['--no-sandbox'] : []),
    ...['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    ...['--remote-debugging-port=0', `--user-data-dir=${profile}`, '--window-size=1280,800'],
    ...(extension === null ? [] : [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]),
    'about:blank',
  ]
  const chromium = spawn(chromiumPath(), args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const { send, hangUp } = await protocolAt(await endpointOf(chromium))
  const targets = async () => (await send<{ targetInfos: Target[] }>('Target.getTargets')).targetInfos
  const find = async (fits: (target: Target) => boolean): Promise<Target> => {
    for (const end = Date.now() + 25_000; Date.now() < end; await pause(50)) {
      const found = (await targets()).find(fits)
      if (found) return found
    }
    throw new Error('not there within 25 s')
  }
  const attach = async (targetId: string) =>
    (await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })).sessionId
  const blank = await attach((await find(({ url }) => url === 'about:blank')).targetId)
  await send('ServiceWorker.enable', {}, blank)
  return {
    ...{ send, targets, find, attach },
    killWorker: async () => void (await send('ServiceWorker.stopAllWorkers', {}, blank)),
    async close() {
      await send('Browser.close').catch(() => undefined)
      await new Promise((resolve) => (chromium.exitCode === null ? chromium.once('exit', resolve) : resolve(null)))
      hangUp()
    },
  }
}
