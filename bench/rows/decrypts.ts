import { setTimeout as pause } from 'node:timers/promises'
import { alternate, columnsOf, type Figure, median, type Task } from '../measure'
import type { Counts } from '../world/relay'
import type { Side, Sides, Stage } from '../world/stage'
import { asleep, signWarm } from './calls'

interface Messages {
  friend: string
  texts: string[]
}

interface Read {
  ms: number
  answered: number
  /** ms until the last that was answered. */
  last: number
  /** How often each refusal came. */
  refusals: Record<string, number>
}

/** In a page: all at once. What is not answered in 60 s never is. */
async function readAll({ friend, texts }: Messages): Promise<Read> {
  const start = performance.now()
  const read: Read = { ms: 0, answered: 0, last: 0, refusals: {} }
  const one = async (text: string) => {
    try {
      const words = await nostr.nip44.decrypt(friend, text)
      if (!words?.startsWith('hello ')) throw new Error('no answer')
      read.answered += 1
      read.last = performance.now() - start
    } catch (error) {
      const name = String((error as { code?: string }).code ?? error)
      read.refusals[name] = (read.refusals[name] ?? 0) + 1
    }
  }
  const patience = new Promise((resolve) => setTimeout(resolve, 60_000))
  await Promise.race([Promise.all(texts.map(one)), patience])
  return { ...read, ms: performance.now() - start }
}

/** Nothing of an earlier round is remembered, and the line is up. */
async function freshAndWarm(stage: Stage, side: Side): Promise<void> {
  await asleep(stage, side)
  if (side.extension === 'lanyard') {
    // without this the answers of the last minute lie in the journal, and each round would be slower than the one before
    const page = await side.seat.open(`${side.seat.extension}/src/panel/index.html#full/settings`)
    await page.evaluate(() => chrome.storage.session.clear())
    await page.close()
    await side.seat.sleep()
  }
  for (let call = 0; call < 3; call++) await signWarm(side)
}

declare const chrome: { storage: { session: { clear(): Promise<void> } } }

interface Taken {
  read: Read
  counts: Counts
}

async function readOf({ relay }: Stage, side: Side, messages: Messages): Promise<Taken> {
  await relay.take(side.name)
  const read = await side.tab.evaluate(readAll, messages)
  await pause(50)
  return { read, counts: await relay.take(side.name) }
}

const HUNDREDS = 200

const framesOf = (taken: readonly Taken[]): number =>
  median(taken.map(({ counts: { published, delivered } }) => published + delivered))

type TakenBySide = Record<string, Taken[]>

function rowOf(sides: Sides, taken: TakenBySide): Pick<Figure, 'unit' | 'floor' | 'lanyard' | 'samples' | 'note'> {
  const answered = (list: Taken[]) => median(list.map(({ read }) => read.answered))
  const words = ({ name }: Side) => {
    const list = taken[name] ?? []
    return `${name} ${framesOf(list)} frames, ${answered(list)} answered`
  }
  return { unit: 'ms', ...columnsOf(sides, taken, ({ read }) => read.ms), note: sides.map(words).join('; ') }
}

export const decrypts: Task = {
  ids: ['decrypt', 'again'],
  async run(stage, rounds) {
    const taken = await alternate(stage.sides, rounds, async (side) => {
      await freshAndWarm(stage, side)
      const messages = { friend: stage.who.friend, texts: await stage.signer.write(HUNDREDS) }
      const first = await readOf(stage, side, messages)
      return { first, again: await readOf(stage, side, messages) }
    })
    const row = (which: 'first' | 'again') =>
      rowOf(
        stage.sides,
        Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, list.map((one) => one[which])])),
      )
    return [
      { id: 'decrypt', name: `${HUNDREDS} nip44.decrypt at once`, goal: { ratio: 1.1 }, ...row('first') },
      { id: 'again', name: `the same ${HUNDREDS} again`, goal: { most: 60 }, ...row('again') },
    ]
  },
}

const CALLS = 100
const RATE = 20

/** What the relay's pace allows: the first second's worth at once, the rest as it comes (ms). */
const BEST = ((CALLS - RATE) / RATE) * 1000

export const limited: Task = {
  ids: ['rate'],
  async run(stage, rounds) {
    const taken = await alternate(stage.sides, Math.max(1, Math.min(3, rounds >> 2)), async (side) => {
      await freshAndWarm(stage, side)
      const messages = { friend: stage.who.friend, texts: await stage.signer.write(CALLS) }
      await stage.relay.limit(RATE)
      // nothing but the call itself may use up its tokens
      const one = await readOf(stage, side, messages).finally(() => stage.relay.limit(0))
      return one
    })
    const name = `relay that takes ${RATE} events a second, ${CALLS} calls`
    /** Of the relay's pace, in per cent, where all were answered. */
    const pace = ({ read }: Taken) => (read.answered < CALLS ? 0 : (BEST / read.last) * 100)
    const said = taken.lanyard
      ?.map(({ read, counts }) => `${JSON.stringify(read.refusals)}, ${counts.refused} refused`)
      .join('; ')
    return [
      {
        ...{ id: 'rate-answered', name: `${name}: answered`, unit: '', goal: { least: CALLS } },
        ...{ ...columnsOf(stage.sides, taken, ({ read }) => read.answered), note: `lanyard ${said}` },
      },
      {
        ...{ id: 'rate-pace', name: `${name}: pace, 0 where not all are answered`, unit: '%', goal: { least: 95 } },
        ...columnsOf(stage.sides, taken, pace),
      },
    ]
  },
}
