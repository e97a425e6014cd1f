import { expect } from '@playwright/test'
import type { Outcome } from '../src/protocol/error'
import type { LogEntry } from '../src/wire/panel'
import { borrow, test } from './harness/kept'
import { BROWSERS, type Frame, type Lanyard, type Page } from './harness/lanyard'
import { command, snapshot, until } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// What is set outlives the panel, the background and the browser; what was taken away comes back.

const logged = async (page: Frame): Promise<number> => {
  const outcome = (await command(page, 'readLog', {})) as Outcome<LogEntry[]>
  return outcome.ok ? outcome.value.length : -1
}

const exported = async (page: Frame): Promise<string> => {
  const outcome = (await command(page, 'exportBackup', null)) as Outcome<unknown>
  return outcome.ok ? String(outcome.value) : ''
}

/** The theme and the ground of the page as they are now. */
const looks = (page: Page) =>
  page.evaluate(() => {
    const { dataset, lang } = document.documentElement
    return { theme: dataset.theme, lang, paper: getComputedStyle(document.documentElement).backgroundColor }
  })

/**
 * All that a first paint can show: the page without its modules, which come later. And what it waits for: scripts that
 * are neither modules nor put off.
 */
const firstPaint = (page: Page) =>
  page.evaluate(async () => {
    const html = await (await fetch(location.pathname)).text()
    const bare = new DOMParser().parseFromString(html, 'text/html')
    for (const script of bare.querySelectorAll('script[type="module"]')) script.remove()
    const blocking = [...bare.querySelectorAll<HTMLScriptElement>('head script:not([async], [defer], [type])')]
    const frame = document.createElement('iframe')
    document.body.append(frame)
    // Firefox shuts us out of a frame with `srcdoc`
    const inside = frame.contentDocument as Document
    inside.open()
    inside.write(`<!doctype html>${bare.documentElement.outerHTML}`)
    inside.close()
    while (inside.readyState !== 'complete') await new Promise((resolve) => setTimeout(resolve, 20))
    const root = inside.documentElement
    const seen = {
      blocking: blocking.map((script) => script.getAttribute('src')),
      theme: root.dataset.theme,
      paper: getComputedStyle(root).backgroundColor,
    }
    frame.remove()
    return seen
  })

const DARK = 'rgb(21, 25, 28)'

// a browser's tests one after another, beside the other's
test.describe.configure({ mode: 'parallel' })

for (const browser of BROWSERS) {
  test.describe(browser, () => {
    test.describe.configure({ mode: 'default' })
    let lanyard: Lanyard
    let stage: Stage | null = null
    test.beforeAll(async () => {
      lanyard = await borrow(browser)
    })
    test.afterEach(async () => {
      await stage?.close()
      stage = null
    })

    test('a theme is there with the first thing that is painted, when the panel is opened again', async () => {
      const first = await lanyard.openPanel('#full/settings')
      await command(first, 'setTheme', 'dark')
      await expect.poll(() => looks(first)).toMatchObject({ theme: 'dark', paper: DARK })
      await first.close()
      await lanyard.killBackground()
      const again = await lanyard.openPanel('#full/settings')
      expect(await firstPaint(again)).toEqual({ blocking: ['/early.js'], theme: 'dark', paper: DARK })
      expect(await looks(again)).toMatchObject({ theme: 'dark', paper: DARK })
      await command(again, 'setTheme', 'system')
      await expect.poll(async () => (await looks(again)).theme).toBeUndefined()
      await again.close()
    })

    test('forgotten sites and their log come back after the background has died', async () => {
      stage = await openStage(lanyard)
      await stage.pairByQr()
      await stage.allow('get_public_key')
      const page = await stage.openSite()
      await page.evaluate(() => nostr.getPublicKey())
      const panel = await lanyard.openPanel('#full/sites')
      const { sites } = await snapshot(panel)
      expect([sites.length, await logged(panel)]).toEqual([1, 1])
      await command(panel, 'forgetSites', [stage.site.origin])
      expect(await logged(panel)).toBe(0)
      await lanyard.killBackground()
      const { undo } = await until(panel, (seen) => seen.undo && seen)
      expect(undo).toMatchObject({ what: 'sites', count: 1 })
      await panel.press('Undo')
      await until(panel, (seen) => seen.sites.length === 1)
      expect((await snapshot(panel)).sites[0]?.rules).toEqual(sites[0]?.rules)
      expect(await logged(panel)).toBe(1)
      await panel.close()
    })

    test('a file takes settings, sites and rules to a fresh profile, and nothing else', async () => {
      stage = await openStage(lanyard)
      await stage.pairByQr()
      await stage.allow('sign_event:1')
      const desk = lanyard.desk()
      await command(desk, 'setPatience', 30)
      await command(desk, 'setTheme', 'dark')
      const before = await snapshot(desk)
      const text = await exported(desk)
      expect(text).toContain('lanyard-backup')
      // somebody else's, as far as it knows
      await lanyard.reset()
      const fresh = await lanyard.openPanel('#full/settings')
      expect((await snapshot(fresh)).settings).not.toEqual(before.settings)
      await expect.poll(() => looks(fresh)).toMatchObject({ theme: undefined })
      const outcome = await command(fresh, 'importBackup', text, null)
      expect(outcome).toMatchObject({ ok: true, value: { rules: 1, pairings: 0 } })
      const after = await snapshot(fresh)
      expect(after.settings).toEqual(before.settings)
      expect(after.sites.map(({ origin, rules }) => ({ origin, rules }))).toEqual(
        before.sites.map(({ origin, rules }) => ({ origin, rules })),
      )
      expect(after.accounts).toEqual([])
      await expect.poll(() => looks(fresh)).toMatchObject({ theme: 'dark' })
    })
  })
}

declare const nostr: { getPublicKey(): Promise<string> }
