import { expect, test } from '@playwright/test'
import { BROWSERS, type Lanyard, launch, type Page } from './harness/lanyard'
import { command } from './harness/remote'
import { openStage, type Stage } from './harness/stage'

// What the panel paints is true at once, and nothing moves after it. How soon that is, the bench measures (bench/rows/panels.ts).

const SITES = 50
const VIEWS = ['', '#popup/sites', '#popup/activity', '#popup/account', '#popup/settings', '#full', '#full/sites']

interface Painted {
  /** ms from the navigation's start to the first paint of a text or a drawing. */
  first: number
  /** Sum of all layout shifts until it was quiet. */
  shift: number
  /** What moved. */
  moved: string[]
  text: string
}

/** Before the background's first answer nothing is painted, so what is painted first is true. */
const painted = async (): Promise<Painted> => {
  type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] }
  const shifts: Shift[] = []
  const watch = new PerformanceObserver((list) => shifts.push(...(list.getEntries() as Shift[])))
  watch.observe({ type: 'layout-shift', buffered: true })
  await new Promise((resolve) => setTimeout(resolve, 800))
  const nodes = shifts.flatMap(({ sources }) => sources.map(({ node }) => node))
  return {
    first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    shift: shifts.reduce((sum, { value }) => sum + value, 0),
    moved: nodes.map((node) => (node instanceof Element ? node.outerHTML.slice(0, 100) : (node?.nodeName ?? ''))),
    text: document.body?.textContent ?? '',
  }
}

const sites = Array.from({ length: SITES }, (_, n) => `https://site-${n}.example.org`)

async function pairWithSites(lanyard: Lanyard): Promise<Stage> {
  const stage = await openStage(lanyard)
  await stage.pairByQr()
  const panel = await lanyard.openPanel('#full/settings')
  for (const origin of sites) {
    await command(panel, 'setPreset', stage.signer.user, origin, 'everyday')
    await command(panel, 'setRule', stage.signer.user, origin, 'sign_event:3', { kind: 'always' })
  }
  await panel.close()
  return stage
}

test('nothing moves once it is painted', async () => {
  test.setTimeout(120_000)
  const lanyard = await launch('chromium')
  const stage = await pairWithSites(lanyard)
  const look = async (view: string) => {
    const panel = await lanyard.openPanel(view)
    const { first, shift, moved, text } = await panel.evaluate(painted)
    expect({ view, shift, moved }).toEqual({ view, shift: 0, moved: [] })
    expect(Number.isFinite(first), `${view} is painted`).toBe(true)
    await panel.close()
    return text
  }
  try {
    for (const view of VIEWS) await look(view)
    expect(await look('')).toMatch(/npub1/)
    await lanyard.killBackground()
    expect(await look('')).toMatch(/npub1/)
  } finally {
    await stage.close()
    await lanyard.close()
  }
})

const CHANGED = 'As it was left'

/** All that a panel's page says while it opens. Looked at from another page of ours: no page may frame it, nor open it unasked. */
const wordsOf = (desk: Page): Promise<string[]> =>
  desk.evaluate(async () => {
    const { id } = await chrome.tabs.create({ url: '/src/panel/index.html#full/home' })
    const said: string[] = []
    for (const end = Date.now() + 3_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 2))) {
      const panel = chrome.extension.getViews().find(({ location }) => location.hash === '#full/home')
      const text = panel?.document.querySelector('main')?.textContent
      if (text && text !== said.at(-1)) said.push(text)
    }
    await chrome.tabs.remove(id)
    return said
  })

for (const browser of BROWSERS)
  test(`${browser}: over a sleeping background the panel may say what that left, and then says what is so`, async () => {
    const lanyard = await launch(browser)
    const stage = await openStage(lanyard)
    try {
      await stage.pairByQr()
      const desk = lanyard.desk()
      // what follows a pairing is over; then a life that has nothing to do: a closed tab is all that it hears of
      await expect
        .poll(() => desk.evaluate(async () => Object.keys(await chrome.storage.session.get(null)).join()))
        .not.toContain('request:')
      await lanyard.killBackground()
      await (await lanyard.newPage()).close()
      const left = () => desk.evaluate(async () => (await chrome.storage.session.get('still')).still ?? null)
      await expect.poll(left).not.toBeNull()
      await lanyard.killBackground()
      // so that it can be told from what the background says
      await desk.evaluate(async (name) => {
        const { still } = await chrome.storage.session.get('still')
        if (still?.snapshot.accounts[0]) still.snapshot.accounts[0].given = name
        await chrome.storage.session.set({ still })
      }, CHANGED)
      const said = await wordsOf(desk)
      // whichever is there first (panel.spec.ts has a background that never speaks), but never after the truth
      expect(said.slice(1).join()).not.toContain(CHANGED)
      if (said.length === 1) expect(said[0]).not.toContain(CHANGED)
      expect(said.at(-1)).toContain('npub1')
      // and what it left is gone
      await expect.poll(async () => JSON.stringify(await left())).not.toContain(CHANGED)
    } finally {
      await stage.close()
      await lanyard.close()
    }
  })

/** The part of the extension API that is used above, at the desk. */
declare const chrome: {
  tabs: { create(tab: { url: string }): Promise<{ id: number }>; remove(id: number): Promise<void> }
  extension: { getViews(): Window[] }
  storage: {
    session: {
      get(key: 'still' | null): Promise<{ still?: { snapshot: { accounts: { given: string | null }[] } } | null }>
      set(records: object): Promise<void>
    }
  }
}
