import { setTimeout as pause } from 'node:timers/promises'
import type { Task } from '../measure'
import type { Seat } from '../world/browser'
import type { Side, Stage } from '../world/stage'
import { signWarm } from './calls'

/** Lines stay open for a minute after the last request, and a worker lives 30 s longer (ms). */
const CALM = 100_000
const WATCH = 30_000

interface Idle {
  sockets: number
  wakes: number
  messages: number
  cpu: number
}

/** How often the background came to life, looked at twice a second. */
async function wakes(seat: Seat): Promise<number> {
  let count = 0
  let was = await seat.isAwake()
  for (const end = Date.now() + WATCH; Date.now() < end; await pause(500)) {
    const is = await seat.isAwake()
    if (is && !was) count += 1
    was = is
  }
  return count
}

async function idle(relay: Stage['relay'], name: string, seat: Seat): Promise<Idle> {
  await relay.take(name)
  const before = await seat.cpu()
  const count = await wakes(seat)
  const after = await seat.cpu()
  // one that ended meanwhile is gone from the list, with all that it ever used
  const cpu = [...after].reduce((sum, [id, ms]) => sum + ms - (before.get(id) ?? 0), 0)
  const { open, messages } = await relay.take(name)
  return { sockets: open, wakes: count, messages, cpu }
}

export const quiet: Task = {
  ids: ['idle'],
  async run(stage) {
    for (const side of stage.sides) {
      await side.tab.goto(`${stage.site.origin}/`)
      await signWarm(side)
    }
    await pause(CALM)
    // both sides may be compared with one browser, which is watched once
    const withouts = [...new Set(stage.sides.map(({ without }) => without))]
    const nothings = new Map(withouts.map((seat) => [seat, idle(stage.relay, 'none', seat)]))
    const watch = async ({ name, seat, without }: Side): Promise<Idle & { none: number }> => {
      const own = await idle(stage.relay, name, seat)
      const none = (await nothings.get(without))?.cpu ?? 0
      // a browser is never quite still: what one without an extension uses is taken off
      return { ...own, cpu: own.cpu - none, none }
    }
    const [bare, ours] = await Promise.all([watch(stage.sides[0]), watch(stage.sides[1])])
    const row = (key: keyof Idle, unit: string, most: number) => ({
      ...{ id: `idle-${key}`, name: `idle for ${WATCH / 1000} s: ${key}`, unit, goal: { most } },
      ...{ floor: bare[key], lanyard: ours[key] },
    })
    const cpu = row('cpu', 'ms', 0)
    return [
      row('sockets', '', 0),
      row('wakes', '', 0),
      row('messages', '', 0),
      {
        ...{ ...cpu, name: `${cpu.name}, beyond a browser without extension`, goal: { most: 50 } },
        note: `without extension ${ours.none.toFixed(0)} ms`,
      },
    ]
  },
}
