import type { Side, Sides, Stage } from './world/stage'

/** What a row says Lanyard should reach. `ratio`: of the figure beside it; `most`, `least`: in the row's own unit. */
export type Goal = { ratio: number } | { most: number } | { least: number }

/** A row of the table. Null: there is no such figure. */
export interface Figure {
  id: string
  name: string
  unit: string
  /** What it is compared with: the bare extension, or (`--scale`) Lanyard with next to nothing in it. */
  floor: number | null
  lanyard: number | null
  goal: Goal
  /** What a goal in words compares with, where it is not the floor's figure of this row. */
  base?: number
  /** What else was counted: connections, frames, … */
  note?: string
  /** All rounds, in order. */
  samples?: Partial<Record<string, number[]>>
}

/** Measures something and says it in rows. `rounds` is what was asked for: slow ones take fewer. */
export interface Task {
  ids: readonly string[]
  run(stage: Stage, rounds: number): Promise<Figure[]>
}

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

/** Both sides in turn, ABBA…, so that a machine that is slow for a while is slow for both. */
export async function alternate<S extends { name: string }, T>(
  sides: readonly S[],
  rounds: number,
  measure: (side: S, round: number) => Promise<T>,
): Promise<Record<string, T[]>> {
  const results: Record<string, T[]> = Object.fromEntries(sides.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const side of round % 2 === 0 ? sides : sides.toReversed())
      results[side.name]?.push(await measure(side, round))
  return results
}

type Columns = Pick<Figure, 'floor' | 'lanyard' | 'samples'>

/** A number of each round, as the columns of a row. */
export function columnsOf<T>([floor, lanyard]: Sides, taken: Record<string, T[]>, of: (one: T) => number): Columns {
  const samples = Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, list.map(of)]))
  return { floor: medianOrNull(samples[floor.name]), lanyard: medianOrNull(samples[lanyard.name]), samples }
}

/** Measures both sides in turn. */
export const columns = async (
  sides: Sides,
  rounds: number,
  measure: (side: Side, round: number) => Promise<number>,
): Promise<Columns> => columnsOf(sides, await alternate(sides, rounds, measure), (ms) => ms)

const medianOrNull = (numbers: readonly number[] = []): number | null => (numbers.length > 0 ? median(numbers) : null)

/** Of the figure that the goal is about. */
export const ratioOf = ({ floor, lanyard, base }: Figure): number | null => {
  const of = base ?? floor
  // less than nothing is noise
  return lanyard === null || lanyard < 0 || !of || of < 0 ? null : lanyard / of
}

export function isMet(figure: Figure): boolean | null {
  const { goal, lanyard } = figure
  if (lanyard === null) return null
  if ('most' in goal) return lanyard <= goal.most
  if ('least' in goal) return lanyard >= goal.least
  const ratio = ratioOf(figure)
  return ratio === null ? null : ratio <= goal.ratio
}
