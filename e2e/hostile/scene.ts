import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { callPoisoned } from '../fixtures/poison'
import type { BrowserName, Frame, Lanyard, Page } from '../harness/lanyard'
import { command, snapshot } from '../harness/remote'
import { type Site, serveSite } from '../harness/site'
import type { Stage } from '../harness/stage'
import type { CaseId } from './cases'
import { BOUND } from './docs'

/** What a case is played with. Its sites are no other case's: nothing that one leaves behind is another's beginning. */
export interface Scene {
  browser: BrowserName
  lanyard: Lanyard
  stage: Stage
  /** A page of the extension's own, for commands and to look. */
  desk: Page
  /** The origin of another site of this case's: a name before `own`. */
  at(name: string): string
  /** The origin of the page that means harm. */
  own: string
  /** A page, closed when the case is over. */
  open(origin: string, path?: string): Promise<Page>
  allow(origin: string, ...permissions: string[]): Promise<void>
  /** The approvals of a site, as the panel would show them. */
  questions(origin: string): Promise<{ permission: string; topOrigin: string | null; calls: number }[]>
  /** While something goes on, and right after: another site gets its answer in time, and the background lives on. */
  unharmed(flood: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

export type Play = (scene: Scene) => Promise<void>

const BLANK = '<!doctype html><title>A page</title><body>'

/** `*.localhost` is this machine in both browsers, and each name a site of its own. */
export const serveHarm = (): Promise<Site> =>
  serveSite(() => ({
    '/': { body: BLANK },
    '/poisoned': { body: `${BLANK}<script>(async () => { window.outcome = await (${callPoisoned})() })()</script>` },
    '/first': {
      body: `<!doctype html><script>
        const { get, set } = Object.getOwnPropertyDescriptor(window, 'nostr') ?? {}
        window.first = [typeof get, typeof set, typeof nostr].join()
      </script>`,
    },
    // prepares the window of a frame before its document comes: it is used on (measured in both browsers)
    '/prepared': {
      body: `${BLANK}<script>
        window.caught = []
        const frame = document.createElement('iframe')
        frame.src = '/first'
        document.body.append(frame)
        const inner = frame.contentWindow
        const { MessageEvent } = inner
        inner.MessageEvent = function (name, init) {
          caught.push(...(init.ports ?? []))
          return new MessageEvent(name, init)
        }
        inner.MessageEvent.prototype = MessageEvent.prototype
      </script>`,
    },
    // says to whoever put it there how a call of its ended
    '/asks': {
      body: `${BLANK}<script>
        const say = (end) => top.postMessage({ end, name: window.name }, '*')
        nostr.getPublicKey().then(() => say('answered'), (error) => say(error.code))
      </script>`,
    },
    '/around': {
      body: `${BLANK}<script>
        const frame = document.createElement('iframe')
        frame.src = decodeURIComponent(location.search.slice(1))
        document.body.append(frame)
      </script>`,
    },
  }))

/** How a call for the public key ends: with it, or with the code of an error. */
export const keyOf = (frame: Frame): Promise<string> =>
  frame.evaluate(() => nostr.getPublicKey().catch((error) => error.code))

/** Fails where it takes longer than so many ms. */
export async function within<T>(ms: number, what: string, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not in ${ms} ms`)), ms)
  })
  return Promise.race([task, late]).finally(() => clearTimeout(timer))
}

/** A port of the panel's, which ends with the background. @returns whether it has not */
async function holdLine(desk: Page): Promise<() => Promise<boolean>> {
  await desk.evaluate(() => {
    const port = chrome.runtime.connect({ name: 'panel' })
    Object.assign(window, { lifeline: port, isAlive: true })
    port.onDisconnect.addListener(() => Object.assign(window, { isAlive: false }))
  })
  return () =>
    desk.evaluate(() => {
      lifeline.disconnect()
      return isAlive
    })
}

export interface House {
  /** Pages that no case has, empty: a new one costs more than many a case. */
  spare: Page[]
  browser: BrowserName
  lanyard: Lanyard
  stage: Stage
  site: Site
  desk: Page
  /** A page of a site that may have the public key. */
  bystander: Page
}

/** What cannot be emptied is closed, or has been. */
async function putBack(page: Page, spare: Page[]): Promise<void> {
  if (spare.length > 0) return page.close().catch(() => {})
  const isEmpty = page.goto('about:blank').then(() => true)
  if (await isEmpty.catch(() => false)) spare.push(page)
  else await page.close().catch(() => {})
}

export function sceneOf({ site, bystander, spare, ...house }: House, id: CaseId): Scene {
  const { lanyard, stage, desk } = house
  const { port } = new URL(site.origin)
  const pages: Page[] = []
  const opened: Page[] = []
  const answered = async () => expect(await keyOf(bystander)).toBe(stage.signer.user)
  const scene: Scene = {
    ...house,
    own: `http://${id}.localhost:${port}`,
    at: (name) => `http://${name}.${id}.localhost:${port}`,
    async open(origin, path = '/') {
      const page = spare.pop() ?? (await lanyard.newPage())
      opened.push(page)
      await page.goto(origin + path)
      return page
    },
    async allow(origin, ...permissions) {
      for (const permission of permissions)
        await command(desk, 'setRule', stage.signer.user, origin, permission, { kind: 'always' })
    },
    async questions(origin) {
      const { approvals } = await snapshot(desk)
      const ofSite = approvals.filter((approval) => approval.origin === origin)
      return ofSite.map(({ permission, topOrigin, calls }) => ({ permission, topOrigin, calls: calls.length }))
    },
    async unharmed(flood) {
      const stillAlive = await holdLine(desk)
      let isOver = false
      let slowest = 0
      const asks = async () => {
        const start = Date.now()
        await answered()
        slowest = Math.max(slowest, Date.now() - start)
      }
      const flooding = flood().finally(() => {
        isOver = true
      })
      while (!isOver) {
        await asks()
        // far less than is waited for: what stops another site is met by the next call
        await pause(100)
      }
      await flooding
      await asks()
      expect(slowest, 'ms that another site waits').toBeLessThan(BOUND * 1_000)
      const panel = await within(5_000, 'the panel', lanyard.openPanel('#full'))
      pages.push(panel)
      await expect.poll(() => panel.evaluate(() => document.body?.textContent ?? ''), { timeout: 3_000 }).toMatch(/\w/)
      expect(await stillAlive()).toBe(true)
    },
    async close() {
      for (const page of pages.splice(0).reverse()) await page.close().catch(() => {})
      for (const page of opened.splice(0).reverse()) await putBack(page, spare)
      // what pages asked goes with them, and the window with the last question
      await expect.poll(async () => (await snapshot(desk)).approvals.length).toBe(0)
    },
  }
  return scene
}

/** The part of the extension API that is used above, inside the panel, and what is kept there. */
declare const chrome: {
  runtime: {
    connect(options: { name: string }): { onDisconnect: { addListener(listen: () => void): void } }
  }
}
declare const lifeline: { disconnect(): void }
declare const isAlive: boolean
