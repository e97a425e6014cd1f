import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figure, isMet, ratioOf, type Task } from './measure'
import { measureOutside, type OutsideRow } from './outside/rows'
import { burst, cold, touched, warm } from './rows/calls'
import { decrypts, limited } from './rows/decrypts'
import { quiet } from './rows/idle'
import { bytes, first, load, memory } from './rows/pages'
import { approval, popup } from './rows/panels'
import { bundle, pack } from './rows/weight'
import { figuresTable, outsideTable, picture } from './table'
import { buildFloor, buildLanyard } from './world/build'
import { HOUSE, openFullHouse } from './world/full-house'
import { openGround, openStage, type Stage } from './world/stage'

// npm run bench -- [--scale] [--quick] [--only warm,cold,…] [--rounds n]
// See README.md beside this file.

/** In the order of the table. */
const TASKS: readonly Task[] = [
  ...[warm, cold, touched, burst, decrypts, limited, bytes, first],
  ...[load, memory, bundle, popup, approval, pack, quiet],
]
const OUTSIDE = 'outside'
/** What can be another in a full house. */
const SCALE: readonly Task[] = [warm, cold, touched, burst, decrypts, memory, popup, approval, quiet]

const { values: options } = parseArgs({
  options: {
    ...{ only: { type: 'string' }, rounds: { type: 'string' } },
    ...{ quick: { type: 'boolean' }, scale: { type: 'boolean' } },
  },
})
const { tasks, open, name, columns, titles, about } = options.scale
  ? {
      ...{ tasks: SCALE, open: openFullHouse, name: 'full-house', about: { house: HOUSE } },
      ...{ columns: ['empty', 'full'] as const, titles: ['Lanyard, empty', 'Lanyard, full'] as const },
    }
  : {
      ...{ tasks: TASKS, open: openStage, name: 'results', about: {} },
      ...{ columns: ['floor', 'lanyard'] as const, titles: ['floor in the browser', 'Lanyard'] as const },
    }
const names = [...tasks.flatMap(({ ids }) => ids), ...(options.scale ? [] : [OUTSIDE])]
const rounds = Number(options.rounds ?? (options.quick ? 3 : 15))
const only = options.only?.split(',')
const unknown = only?.filter((name) => !names.includes(name)) ?? []
if (unknown.length > 0 || !(rounds > 0)) {
  console.error(`--only takes some of ${names.join(',')}; --rounds a number`)
  process.exit(2)
}
const isWanted = (ids: readonly string[]): boolean => !only || ids.some((id) => only.includes(id))

async function measureAll(stage: Stage): Promise<{ figures: Figure[]; outside: OutsideRow[] }> {
  const figures: Figure[] = []
  for (const { ids, run } of tasks.filter(({ ids }) => isWanted(ids))) {
    const start = performance.now()
    // one that cannot be measured leaves the others their figures, and is told
    const rows = await run(stage, rounds).catch((error: Error): Figure[] => {
      failed.push(`${ids.join(', ')}: ${error.message}`)
      return []
    })
    figures.push(...rows)
    console.error(`${ids.join(', ')}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  return { figures, outside: names.includes(OUTSIDE) && isWanted([OUTSIDE]) ? await measureOutside(stage, rounds) : [] }
}

const failed: string[] = []
const folder = mkdtempSync(join(tmpdir(), 'lanyard-bench-'))
try {
  const builds = { floor: await buildFloor(folder), lanyard: await buildLanyard(folder) }
  const ground = await openGround(folder, builds)
  const { figures, outside } = await open(ground)
    .then(measureAll)
    .finally(() => ground.close())
  const rows = figures.map(({ floor, lanyard, ...figure }) => ({
    ...{ ...figure, [columns[0]]: floor, [columns[1]]: lanyard },
    ...{ ratio: ratioOf({ ...figure, floor, lanyard }), isMet: isMet({ ...figure, floor, lanyard }) },
  }))
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version, rounds }
  // a part of the table is no result to keep
  const to = only ? join(tmpdir(), 'lanyard-bench') : `bench/${name}`
  writeFileSync(`${to}.json`, `${JSON.stringify({ machine, ...about, rows, outside, failed }, null, 2)}\n`)
  writeFileSync(`${to}.svg`, picture(figures))
  if (figures.length > 0) console.log(figuresTable(figures, titles))
  if (outside.length > 0) console.log(`\n${outsideTable(outside)}`)
  console.log(`\n${to}.json, ${to}.svg`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const line of failed) console.error(`not measured: ${line}`)
process.exit(failed.length > 0 ? 1 : 0)
