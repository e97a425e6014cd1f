import { writeFileSync } from 'node:fs'
import { type Day, emptyDay, type Hour } from './count'
import { HABITS } from './habits'
import { type Lived, live } from './person'

/**
 * A day of a million people, from a sample of them: what each relay would see. `npx tsx bench/scale/main.ts [people]`
 * prints it and writes it to bench/scale/results.json; docs/scale.md says what to make of it.
 */
const PEOPLE = 1_000_000
const SAMPLE = Number(process.argv[2] ?? 200)
const RELAYS = 4

interface Played {
  days: Day[]
  lived: Lived
}

function play(isWarm: boolean): Played {
  const days = Array.from({ length: RELAYS }, emptyDay)
  const lived = { asked: 0, answered: 0 }
  for (let seed = 1; seed <= SAMPLE; seed++) {
    const { asked, answered } = live(seed, isWarm, days)
    lived.asked += asked
    lived.answered += answered
  }
  return { days, lived }
}

const sum = (hours: readonly Hour[], of: keyof Hour): number => hours.reduce((total, hour) => total + hour[of], 0)

/** Of the busiest relay, for a million people. */
function perRelay({ days }: Played) {
  const scale = PEOPLE / SAMPLE
  const day = days.reduce((most, next) => (sum(next, 'bytesIn') > sum(most, 'bytesIn') ? next : most))
  const columns: (keyof Hour)[] = ['connections', 'reqs', 'eventsIn', 'eventsOut', 'bytesIn', 'bytesOut']
  const figures = columns.map((of) => {
    const total = sum(day, of) * scale
    return [of, { day: total, hour: total / 24, peak: Math.max(...day.map((hour) => hour[of])) * scale }] as const
  })
  const open = day.map(({ openMs }) => (openMs / 3_600_000) * scale)
  return {
    ...Object.fromEntries(figures),
    openAtOnce: { day: null, hour: (sum(day, 'openMs') / 86_400_000) * scale, peak: Math.max(...open) },
  }
}

const warm = play(true)
const cold = play(false)
const results = {
  people: PEOPLE,
  sample: SAMPLE,
  habits: HABITS,
  requests: (warm.lived.asked * PEOPLE) / SAMPLE,
  answered: { warm: warm.lived.answered / warm.lived.asked, cold: cold.lived.answered / cold.lived.asked },
  perRelay: { warm: perRelay(warm), cold: perRelay(cold) },
}
writeFileSync(new URL('./results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)

const round = (n: number | null): string => (n === null ? '' : Number(n.toPrecision(3)).toLocaleString('en-US'))
for (const [name, rows] of Object.entries(results.perRelay)) {
  console.log(`\n${name === 'warm' ? 'with' : 'without'} warm periods, one relay of four, ${PEOPLE} people`)
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([of, { day, hour, peak }]) => [
        of,
        { 'a day': round(day), 'an hour': round(hour), 'the busiest hour': round(peak) },
      ]),
    ),
  )
}
console.log(`requests a day: ${round(results.requests)}; answered: ${JSON.stringify(results.answered)}`)
