import { setTimeout as pause } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Lanyard, type Page } from './harness/lanyard'
import { type Site, serveSite } from './harness/site'
import { openStage, type Stage } from './harness/stage'

/** What a page sets going by looking at `window.nostr`, and what it is told without asking. */

/** In every frame: says when it listens, and when it hears. */
const LISTENING = `<script>
  nostr.on('accountChanged', () => { throw new Error('mine') })
  nostr.on('accountChanged', () => top.postMessage('heard by ' + window.name, '*'))
  top.postMessage('listening ' + window.name, '*')
</script>`

/** A page with a frame of every sort in it; `said` is what all of them say. */
const frames = ({ otherOrigin }: { otherOrigin: string }) => ({
  '/frame': { body: LISTENING },
  '/': {
    body: `<!doctype html><script>
      window.name = 'top'
      window.said = []
      addEventListener('message', ({ data }) => said.push(data))
      addEventListener('error', ({ message }) => said.push(message))
    </script>${LISTENING}
    <iframe name="same" src="/frame"></iframe>
    <iframe name="other" src="${otherOrigin}/frame"></iframe>
    <iframe name="sandboxed" sandbox="allow-scripts" src="/frame"></iframe>
    <script>
      const html = ${JSON.stringify(LISTENING).replaceAll('</', '<\\/')}
      const frame = (name, change) => {
        const made = Object.assign(document.createElement('iframe'), change)
        made.name = name
        document.body.append(made)
        return made.contentWindow
      }
      frame('srcdoc', { srcdoc: html })
      frame('blob', { src: URL.createObjectURL(new Blob([html], { type: 'text/html' })) })
      frame('blank').nostr.on('accountChanged', () => said.push('heard by blank'))
    </script>`,
  },
})

declare const said: string[]

/** What the background sends when a site's account is switched. */
const tellAll = (desk: Page, origin: string): Promise<void> =>
  desk.evaluate(async (origin) => {
    const tabs = await chrome.tabs.query({})
    await Promise.allSettled(tabs.map(({ id }) => chrome.tabs.sendMessage(id, { origin, event: 'accountChanged' })))
  }, origin)

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS)
  test.describe(`${browser}: before any call`, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.beforeEach(async () => {
      stage = await openStage(lanyard)
    })
    test.afterEach(() => stage?.close())

    /** Paired and allowed, with the background dead: of the sockets at the relay only the signer's are left. */
    async function asleep(): Promise<number> {
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      // what a new session asks by itself would be gone on with by the next life
      const asked = () => lanyard.desk().evaluate(async () => Object.keys(await chrome.storage.session.get(null)))
      await expect.poll(async () => (await asked()).filter((key) => key.startsWith('request:'))).toEqual([])
      const awake = stage.relay.guests()
      await lanyard.killBackground()
      await expect.poll(() => stage.relay.guests()).toBeLessThan(awake)
      return stage.relay.guests()
    }

    /** How often the relay was asked for what is meant for us. */
    const subscriptions = () =>
      stage.relay.frames.filter(({ message }) => String((message as unknown[]).slice(0, 2)) === 'REQ,sub:1').length

    test('an allowed site’s first look at nostr opens the socket that its call then goes through', async () => {
      const guests = await asleep()
      const page = await stage.openSite()
      await pause(700)
      expect(stage.relay.guests()).toBe(guests)
      const heard = stage.signer.heard.length
      const before = subscriptions()
      expect(await page.evaluate(() => typeof window.nostr)).toBe('object')
      await expect.poll(subscriptions).toBe(before + 1)
      expect(stage.signer.heard).toHaveLength(heard)
      expect((await page.evaluate(() => nostr.signEvent({ kind: 1, content: 'x' }))).content).toBe('x')
      expect([subscriptions(), stage.relay.guests()]).toEqual([before + 1, guests + 1])
    })

    test('an unknown site’s look opens none', async () => {
      const guests = await asleep()
      const page = await lanyard.newPage()
      await page.goto(stage.site.otherOrigin)
      expect(await page.evaluate(() => typeof window.nostr)).toBe('object')
      await pause(1_500)
      expect(stage.relay.guests()).toBe(guests)
    })

    test.describe('accountChanged', () => {
      let site: Site
      let page: Page
      const heard = async () => (await page.evaluate(() => said)).filter((word) => word.startsWith('heard')).sort()
      test.beforeEach(async () => {
        site = await serveSite(frames)
        page = await lanyard.newPage()
        await page.goto(site.origin)
        const listening = async () => (await page.evaluate(() => said)).filter((word) => word.startsWith('listening'))
        await expect.poll(listening).toHaveLength(6)
      })
      test.afterEach(() => site?.close())

      const OWN = ['blank', 'blob', 'same', 'srcdoc', 'top'].map((name) => `heard by ${name}`)

      test('reaches page and frames of the site, and no other site’s', async () => {
        const desk = lanyard.desk()
        await tellAll(desk, site.origin)
        await expect.poll(heard).toEqual(OWN)
        await tellAll(desk, site.otherOrigin)
        await expect.poll(heard).toEqual([...OWN, 'heard by other'].sort())
        await tellAll(desk, 'https://elsewhere.example')
        await pause(500)
        expect(await heard()).toEqual([...OWN, 'heard by other'].sort())
        expect((await page.evaluate(() => said)).filter((word) => word.includes('mine'))).not.toEqual([])
      })

      test('comes although the background has died since', async () => {
        await lanyard.killBackground()
        await tellAll(lanyard.desk(), site.origin)
        await expect.poll(heard).toEqual(OWN)
      })
    })
  })

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  storage: { session: { get(keys: null): Promise<object> } }
  tabs: { query(filter: object): Promise<{ id: number }[]>; sendMessage(id: number, message: object): Promise<unknown> }
}
