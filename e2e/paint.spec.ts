import { expect, test } from '@playwright/test'
import { type Lanyard, launch } from './harness/lanyard'
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
