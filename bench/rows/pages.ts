import { setTimeout as pause } from 'node:timers/promises'
import { alternate, columns, type Figure, median, type Task } from '../measure'
import type { Seat, Tab } from '../world/browser'
import { type Stage, siteAt } from '../world/stage'
import { inPage } from './weight'

/** What Lanyard, the floor and nothing at all cost a page. */
const seatsOf = ({ none, sides }: Stage): { name: string; seat: Seat }[] => [{ name: 'none', seat: none }, ...sides]

export const bytes: Task = {
  ids: ['bytes'],
  async run({ builds }) {
    const [floor, lanyard] = [inPage(builds.floor), inPage(builds.lanyard)]
    const name = 'bytes in every page'
    return [
      {
        ...{ id: 'bytes', name: `${name}, raw`, unit: 'B' },
        floor: floor.raw,
        lanyard: lanyard.raw,
        goal: { most: 3_500 },
      },
      {
        ...{ id: 'bytes-gzip', name: `${name}, gzip`, unit: 'B' },
        floor: floor.gzip,
        lanyard: lanyard.gzip,
        goal: { most: 1_600 },
      },
    ]
  },
}

/** How long a page's first script has to wait for `window.nostr` (ms). */
export const first: Task = {
  ids: ['first'],
  async run({ sides, site }, rounds) {
    const row = async (id: string, name: string, isAsleep: boolean): Promise<Figure> => ({
      ...{ id, name: `window.nostr after the first inline script, ${name}`, unit: 'ms', goal: { most: 0 } },
      ...(await columns(sides, Math.ceil(rounds / 3), async ({ tab, seat }) => {
        if (isAsleep) await seat.sleep()
        await tab.goto(`${site.origin}/first`)
        await pause(100)
        return tab.evaluate(() => (window as { after?: number }).after ?? Number.POSITIVE_INFINITY)
      })),
    })
    return [await row('first', 'awake', false), await row('first-asleep', 'asleep', true)]
  },
}

/** In a page: from the first byte of its answer until it has loaded (ms); asked when that is long over. */
const loaded = (): number => {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry ? entry.loadEventEnd - entry.responseStart : Number.NaN
}

export const load: Task = {
  ids: ['load'],
  async run(stage, rounds) {
    const seats = seatsOf(stage)
    const tabs = new Map<string, Tab>()
    for (const { name, seat } of seats) tabs.set(name, await seat.open(`${stage.site.origin}/`))
    const row = async (id: string, name: string, path: string, wait: number, most: number): Promise<Figure> => {
      const samples = await alternate(seats, rounds * 2, async (seat) => {
        const tab = tabs.get(seat.name) as Tab
        await tab.goto(`${stage.site.origin}${path}`)
        await pause(wait)
        return tab.evaluate(loaded)
      })
      const none = median(samples.none ?? [])
      return {
        ...{ id, name: `added to the load of ${name}`, unit: 'ms', goal: { most }, samples },
        ...{ floor: median(samples.floor ?? []) - none, lanyard: median(samples.lanyard ?? []) - none },
        note: `without extension ${none.toFixed(1)} ms`,
      }
    }
    const figures = [
      await row('load', 'an empty page', '/', 50, 1),
      await row('load-frames', 'a page with 20 frames', '/frames', 300, 12),
    ]
    for (const tab of tabs.values()) await tab.close()
    return figures
  },
}

const TABS = 7

/** Heap of so many sites' processes, where no call was made. */
async function heaps(stage: Stage, seat: Seat): Promise<number> {
  const tabs: Tab[] = []
  for (let n = 0; n < TABS; n++) tabs.push(await seat.open(`${siteAt(stage.site, n)}/`))
  await pause(500)
  const used: number[] = []
  for (const tab of tabs) used.push(await tab.heap())
  for (const tab of tabs) await tab.close()
  return median(used)
}

export const memory: Task = {
  ids: ['memory'],
  async run(stage, rounds) {
    const samples = await alternate(seatsOf(stage), Math.min(3, rounds), ({ seat }) => heaps(stage, seat))
    const none = median(samples.none ?? [])
    const [floor, lanyard] = stage.sides.map(({ name }) => (median(samples[name] ?? []) - none) / 1000)
    const name = 'memory added per tab (JS heap), no call made'
    const note = `without extension ${(none / 1000).toFixed(0)} kB`
    return [
      {
        ...{ id: 'memory', name, unit: 'kB', goal: { most: 180 } },
        ...{ floor: floor ?? null, lanyard: lanyard ?? null, note },
      },
    ]
  },
}
