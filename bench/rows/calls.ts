import { setTimeout as pause } from 'node:timers/promises'
import { alternate, columns, columnsOf, type Figure, median, type Task } from '../measure'
import type { Counts } from '../world/relay'
import type { Side, Stage } from '../world/stage'

// In pages: how long it takes from the call to the answer, by the page's own clock (ms).

async function signOne(content: string): Promise<number> {
  const start = performance.now()
  await nostr.signEvent({ kind: 1, created_at: Math.floor(Date.now() / 1000), tags: [], content })
  return performance.now() - start
}

/** The page looks at `nostr` long before it calls. */
async function touchAndSign(content: string): Promise<number> {
  void nostr
  await new Promise((resolve) => setTimeout(resolve, 300))
  const start = performance.now()
  await nostr.signEvent({ kind: 1, created_at: Math.floor(Date.now() / 1000), tags: [], content })
  return performance.now() - start
}

async function signMany(contents: string[]): Promise<number> {
  const start = performance.now()
  const created_at = Math.floor(Date.now() / 1000)
  await Promise.all(contents.map((content) => nostr.signEvent({ kind: 1, created_at, tags: [], content })))
  return performance.now() - start
}

const fresh = (): string => crypto.randomUUID()

/** One call, on lines that are up. */
export const signWarm = ({ tab }: Side): Promise<number> => tab.evaluate(signOne, fresh())

/** A page that was just opened, and a background that sleeps. */
export async function asleep({ site }: Stage, { tab, seat }: Side): Promise<void> {
  await tab.goto(`${site.origin}/`)
  await seat.sleep()
}

const DELAYS = [0, 25]

/** The same row at each delay of the relay. */
async function atDelays(stage: Stage, row: (delay: number) => Promise<Figure>): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const delay of DELAYS) {
    await stage.relay.slow(delay)
    figures.push(await row(delay))
  }
  await stage.relay.slow(0)
  return figures
}

async function warmUp(stage: Stage): Promise<void> {
  for (const side of stage.sides) for (let call = 0; call < 3; call++) await signWarm(side)
}

export const warm: Task = {
  ids: ['warm'],
  run: (stage, rounds) =>
    atDelays(stage, async (delay) => {
      await warmUp(stage)
      return {
        ...{ id: `warm-${delay}`, name: `warm signEvent, delay ${delay} ms`, unit: 'ms', goal: { ratio: 1.05 } },
        ...(await columns(stage.sides, rounds * 2, signWarm)),
      }
    }),
}

export const cold: Task = {
  ids: ['cold'],
  run: (stage, rounds) =>
    atDelays(stage, async (delay) => {
      const name = `first signEvent on a sleeping worker, delay ${delay} ms`
      const measured = await columns(stage.sides, rounds, async (side) => {
        await asleep(stage, side)
        return signWarm(side)
      })
      return { ...{ id: `cold-${delay}`, name, unit: 'ms', goal: { ratio: 1.1 } }, ...measured }
    }),
}

export const touched: Task = {
  ids: ['touch'],
  run: (stage, rounds) =>
    atDelays(stage, async (delay) => {
      await warmUp(stage)
      const before = await columns(stage.sides, rounds, signWarm)
      const measured = await columns(stage.sides, rounds, async (side) => {
        await asleep(stage, side)
        return side.tab.evaluate(touchAndSign, fresh())
      })
      const base = before.lanyard ?? 0
      return {
        ...{ id: `touch-${delay}`, name: `the same, touched 300 ms before, delay ${delay} ms`, unit: 'ms' },
        ...{ goal: { ratio: 1.1 }, note: `own warm ${base.toFixed(1)} ms` },
        ...measured,
        // the floor has no such thing
        ...(stage.sides[0].extension === 'floor' && { floor: null, base }),
      }
    }),
}

const BURST = 20

/** Counts of both sides as medians, in the words of the table. */
export function counted(list: readonly Counts[], asked: readonly Record<string, number>[] = []): string {
  const of = (key: keyof Counts) => median(list.map((counts) => counts[key]))
  const connects = asked.length > 0 ? `, ${median(asked.map(({ connect = 0 }) => connect))} connect` : ''
  const frames = median(list.map(({ published, delivered }) => published + delivered))
  return `${of('connections')} conn, ${of('reqs')} REQ${connects}, ${frames} frames`
}

export const burst: Task = {
  ids: ['burst'],
  async run(stage, rounds) {
    await stage.relay.slow(25)
    const taken = await alternate(stage.sides, rounds, async (side) => {
      await asleep(stage, side)
      await stage.relay.take(side.name)
      await stage.signer.take()
      const ms = await side.tab.evaluate(signMany, Array.from({ length: BURST }, fresh))
      await pause(100)
      return { ms, counts: await stage.relay.take(side.name), asked: await stage.signer.take() }
    })
    await stage.relay.slow(0)
    const words = ({ name }: Side) => {
      const list = taken[name] ?? []
      return `${name} ${counted(
        list.map(({ counts }) => counts),
        list.map(({ asked }) => asked),
      )}`
    }
    const note = stage.sides.map(words).join('; ')
    const measured = columnsOf(stage.sides, taken, ({ ms }) => ms)
    const name = `${BURST} signEvents on a sleeping worker, delay 25 ms`
    return [{ ...{ id: 'burst', name, unit: 'ms', goal: { ratio: 1.2 }, note }, ...measured }]
  },
}
