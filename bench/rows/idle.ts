import { setTimeout as pause } from 'node:timers/promises'
import type { Task } from '../measure'
import type { Seat } from '../world/browser'
import type { Stage } from '../world/stage'
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

async function idle({ relay }: Stage, name: string, seat: Seat): Promise<Idle> {
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
    const [floor, lanyard] = stage.sides
    if (!floor || !lanyard) throw new Error('two sides')
    for (const side of stage.sides) {
      await side.tab.goto(`${stage.site.origin}/`)
      await signWarm(side)
    }
    await pause(CALM)
    const none = idle(stage, 'none', stage.none)
    const [nothing, bare, ours] = await Promise.all([
      none,
      idle(stage, floor.name, floor.seat),
      idle(stage, lanyard.name, lanyard.seat),
    ])
    const row = (key: keyof Idle, unit: string, most: number) => ({
      ...{ id: `idle-${key}`, name: `idle for ${WATCH / 1000} s: ${key}`, unit, goal: { most } },
      ...{ floor: bare[key], lanyard: ours[key] },
    })
    const cpu = row('cpu', 'ms', 0)
    return [
      row('sockets', '', 0),
      row('wakes', '', 0),
      row('messages', '', 0),
      // a browser is never quite still: what one without an extension uses is taken off
      {
        ...{ ...cpu, name: `${cpu.name}, beyond a browser without extension`, goal: { most: 50 } },
        ...{ floor: bare.cpu - nothing.cpu, lanyard: ours.cpu - nothing.cpu },
        note: `without extension ${nothing.cpu.toFixed(0)} ms`,
      },
    ]
  },
}
