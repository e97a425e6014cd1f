import { setTimeout as pause } from 'node:timers/promises'
import { columns, type Figure, type Task } from '../measure'
import type { Tab } from '../world/browser'
import { type Side, type Sides, type Stage, siteAt } from '../world/stage'

/** In a page: when its first text was painted, ms since it began. */
async function firstPaint(): Promise<number> {
  for (;;) {
    const [entry] = performance.getEntriesByName('first-contentful-paint')
    if (entry) return entry.startTime
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** In a page: when it began, on the clock that all pages of a machine share (ms). */
const began = (): number => performance.timeOrigin

const PAGES = { floor: 'page.html', lanyard: 'src/panel/index.html' }

export const popup: Task = {
  ids: ['popup'],
  async run({ sides }, rounds) {
    const row = async (id: string, name: string, isAsleep: boolean, goal: Figure['goal']): Promise<Figure> => ({
      ...{ id, name: `popup: first true text, ${name}`, unit: 'ms', goal },
      ...(await columns(sides, rounds, async ({ extension, seat }) => {
        if (isAsleep) await seat.rest()
        const tab = await seat.peek(`${seat.extension}/${PAGES[extension]}`, 700)
        const ms = await tab.evaluate(firstPaint)
        await tab.close()
        return ms
      })),
    })
    const inTab = [
      await row('popup', 'awake', false, { most: 45 }),
      await row('popup-asleep', 'asleep', true, { most: 100 }),
    ]
    return [...inTab, await atToolbar(sides, rounds)]
  },
}

/** The popup itself, which the browser shows when its page has loaded, as large as that is. */
const atToolbar = async (sides: Sides, rounds: number): Promise<Figure> => ({
  ...{ id: 'popup-toolbar', name: 'popup: first true text, at the toolbar', unit: 'ms', goal: { most: 100 } },
  ...(await columns(sides, rounds, async ({ extension, seat }) => {
    const popup = await seat.popup(PAGES[extension], 700)
    const ms = await popup.evaluate(firstPaint)
    await popup.close()
    await pause(300)
    return ms
  })),
})

/** In a page: calls, and does not wait. @returns when, on the clock that all pages of a machine share */
const callWithoutRule = (): number => {
  const { nostr } = window as unknown as {
    nostr: { openWindow?(): unknown; signEvent(event: object): Promise<unknown> }
  }
  const at = performance.timeOrigin + performance.now()
  if (nostr.openWindow) nostr.openWindow()
  else nostr.signEvent({ kind: 1, created_at: Math.floor(Date.now() / 1000), tags: [], content: 'x' }).catch(() => {})
  return at
}

const isQuestion = ({ type, url }: { type: string; url: string }): boolean =>
  type === 'page' && (url.endsWith('#approval') || url.endsWith('page.html'))

async function opened({ seat }: Side): Promise<Tab> {
  for (;;) {
    const found = (await seat.targets()).find(isQuestion)
    // nobody looks while it paints
    if (found) return pause(1_000).then(() => seat.look(found.targetId))
    await pause(20)
  }
}

/** Each time another site: one whose window is closed is not asked about for a while. */
async function untilPainted(stage: Stage, side: Side, n: number): Promise<number> {
  const tab = await side.seat.open(`${siteAt(stage.site, n)}/`)
  await pause(200)
  const at = await tab.evaluate(callWithoutRule)
  const window = await opened(side)
  const ms = (await window.evaluate(began)) + (await window.evaluate(firstPaint)) - at
  await window.close()
  await tab.close()
  await pause(300)
  return ms
}

export const approval: Task = {
  ids: ['approval'],
  async run(stage, rounds) {
    const measured = await columns(stage.sides, rounds, (side, round) => untilPainted(stage, side, 100 + round))
    const name = 'from a call to the approval window painted (floor: an empty window)'
    return [{ ...{ id: 'approval', name, unit: 'ms', goal: { most: 150 } }, ...measured }]
  },
}
