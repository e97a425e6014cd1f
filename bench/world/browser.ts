import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { launchPlain, type Plain } from '../../e2e/harness/bare'

/** A tab that was opened by the browser, and looked into afterwards. */
export interface Tab {
  targetId: string
  goto(url: string): Promise<void>
  /** Runs in the page's own world, as text: it sees its argument and nothing else. */
  evaluate<R, A = undefined>(task: (argument: A) => R | Promise<R>, argument?: A): Promise<R>
  /** Bytes of the JS heap of its process, garbage collected. */
  heap(): Promise<number>
  close(): Promise<void>
}

/** A Chromium with one extension in it, or none. */
export interface Seat extends Pick<Plain, 'targets' | 'close'> {
  /** `chrome-extension://…`; empty where there is none. */
  extension: string
  open(url: string): Promise<Tab>
  /** Opens a tab that nobody looks into. */
  show(url: string): Promise<void>
  /** Opens a tab and looks into it `ms` later, when it has painted undisturbed. */
  peek(url: string, ms: number): Promise<Tab>
  /** The popup that the toolbar opens, with this page of the extension in it; looked into `ms` later. */
  popup(page: string, ms: number): Promise<Tab>
  /** A tab that is there. */
  look(targetId: string): Promise<Tab>
  /** The background ends, as by itself when it idles; it is gone when this returns. */
  sleep(): Promise<void>
  /** The same, after a life in which nothing was to be done: what a person's popup opens over, most times. */
  rest(): Promise<void>
  isAwake(): Promise<boolean>
  /** ms of CPU that each process of the browser has used, by its id. */
  cpu(): Promise<Map<number, number>>
}

/** The transpiler names functions by a helper, which a page does not have. */
const asText = (task: (argument: never) => unknown, argument: unknown): string =>
  `(() => { const __name = (task) => task; return (${task})(${JSON.stringify(argument)}) })()`

interface Evaluated {
  result: { value: never }
  exceptionDetails?: { text: string; exception?: { description?: string; value?: unknown } }
}

function tabOf(plain: Plain, targetId: string, session: string): Tab {
  const tab: Tab = {
    targetId,
    async goto(url) {
      await plain.send('Page.navigate', { url }, session)
      for (;;) {
        const isThere = await tab.evaluate((url) => document.readyState === 'complete' && location.href === url, url)
        if (isThere) return
        await pause(20)
      }
    },
    async evaluate(task, argument) {
      const run = { expression: asText(task, argument), awaitPromise: true, returnByValue: true }
      const { result, exceptionDetails: failed } = await plain.send<Evaluated>('Runtime.evaluate', run, session)
      const { description, value } = failed?.exception ?? {}
      if (failed) throw new Error(description ?? JSON.stringify(value ?? failed.text))
      return result.value
    },
    async heap() {
      for (let run = 0; run < 3; run++) await plain.send('HeapProfiler.collectGarbage', {}, session)
      return (await plain.send<{ usedSize: number }>('Runtime.getHeapUsage', {}, session)).usedSize
    },
    close: async () => void (await plain.send('Target.closeTarget', { targetId })),
  }
  return tab
}

interface Process {
  id: number
  /** Seconds. */
  cpuTime: number
}

declare const chrome: { runtime: { connect(): void } }

/** A page of the extension knocks, and goes. */
async function wake(page: Tab): Promise<void> {
  await page.evaluate(() => chrome.runtime.connect())
  await page.close()
}

/** @param extension the folder of a build; null: a browser without any */
export async function openSeat(folder: string, extension: string | null): Promise<Seat> {
  const plain = await launchPlain(mkdtempSync(join(folder, 'profile-')), extension)
  const isWorker = ({ type, url }: { type: string; url: string }) =>
    type === 'service_worker' && url.startsWith('chrome-extension:')
  const look = async (targetId: string) => tabOf(plain, targetId, await plain.attach(targetId))
  const isAwake = async () => (await plain.targets()).some(isWorker)
  const seat: Seat = {
    ...{ targets: plain.targets, close: plain.close, look, isAwake },
    extension: extension === null ? '' : `chrome-extension://${new URL((await plain.find(isWorker)).url).host}`,
    async open(url) {
      const { targetId } = await plain.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' })
      const tab = await look(targetId)
      await tab.goto(url)
      return tab
    },
    show: async (url) => void (await plain.send('Target.createTarget', { url, background: true })),
    async peek(url, ms) {
      const { targetId } = await plain.send<{ targetId: string }>('Target.createTarget', { url })
      await pause(ms)
      return look(targetId)
    },
    async popup(page, ms) {
      if (!(await isAwake())) await wake(await seat.open(`${seat.extension}/${page}`))
      const { targetId } = await plain.find(isWorker)
      const open = `chrome.action.setPopup({ popup: '/${page}' }).then(() => chrome.action.openPopup())`
      const worker = await plain.attach(targetId)
      const ofOthers = new Set((await plain.targets()).map(({ targetId }) => targetId))
      await plain.send('Runtime.evaluate', { expression: open, awaitPromise: true }, worker)
      await pause(ms)
      const popup = await plain.find(({ targetId, url }) => !ofOthers.has(targetId) && url.endsWith(`/${page}`))
      return look(popup.targetId)
    },
    async sleep() {
      await plain.killWorker()
      while (await isAwake()) await pause(20)
      // its sockets' ends reach the relay
      await pause(150)
    },
    async rest() {
      await seat.sleep()
      await (await seat.open('about:blank')).close()
      await pause(2_000)
      await seat.sleep()
    },
    async cpu() {
      const { processInfo } = await plain.send<{ processInfo: Process[] }>('SystemInfo.getProcessInfo')
      return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime * 1000]))
    },
  }
  return seat
}
