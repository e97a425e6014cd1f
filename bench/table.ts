import { type Figure, type Goal, isMet, ratioOf } from './measure'
import type { OutsideRow } from './outside/rows'

const short = (value: number | null, unit = ''): string => {
  if (value === null) return '–'
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1
  return `${value.toFixed(digits)}${unit && ` ${unit}`}`
}

const goalWords = (goal: Goal, unit: string): string => {
  if ('ratio' in goal) return `≤ ${goal.ratio} ×`
  return 'most' in goal ? `≤ ${short(goal.most, unit)}` : `≥ ${short(goal.least, unit)}`
}

/** Met, missed, or nothing to say. */
const mark = (figure: Figure): string => ({ true: 'yes', false: 'NO', null: '' })[`${isMet(figure)}`] ?? ''

const ratioWords = (figure: Figure): string => {
  const ratio = ratioOf(figure)
  return ratio === null ? '–' : `${ratio.toFixed(2)} ×`
}

/** Columns of equal width, as Markdown. */
function grid(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  const [head = [], ...body] = rows
  return [line(head), rule, ...body.map(line)].join('\n')
}

/** @param compared what stands side by side */
export const figuresTable = (figures: readonly Figure[], compared: readonly [string, string]): string =>
  grid([
    ['', ...compared, 'ratio', 'goal', 'met', 'counted'],
    ...figures.map((figure) => [
      figure.name,
      short(figure.floor, figure.unit),
      short(figure.lanyard, figure.unit),
      ratioWords(figure),
      goalWords(figure.goal, figure.unit),
      mark(figure),
      figure.note ?? '',
    ]),
  ])

export function outsideTable(rows: readonly OutsideRow[]): string {
  const names = Object.keys(rows[0]?.values ?? {})
  return grid([
    ['in Node, no browser', ...names],
    ...rows.map(({ name, unit, values }) => [
      name,
      ...names.map((client) => {
        const value = values[client] ?? null
        const floor = values[names[0] ?? ''] ?? null
        const ratio = value !== null && floor ? ` (${(value / floor).toFixed(2)} ×)` : ''
        return short(value, unit === 'ms' ? unit : '') + ratio
      }),
    ]),
  ])
}

const escaped = (text: string): string => text.replace(/[<&>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** How far from its goal: 1 is the goal itself, less is better. */
function share(figure: Figure): number | null {
  const { goal, lanyard } = figure
  if (lanyard === null) return null
  if ('least' in goal) return lanyard > 0 ? goal.least / lanyard : Number.POSITIVE_INFINITY
  if ('most' in goal) return goal.most > 0 ? lanyard / goal.most : Number(lanyard > 0) * 2
  const ratio = ratioOf(figure)
  return ratio === null ? null : ratio / goal.ratio
}

const PICTURE = { row: 22, left: 470, bar: 150, most: 3 }

/** A picture of how far each figure is from its goal: the line is the goal, a bar beyond it is too long. */
export function picture(figures: readonly Figure[]): string {
  const shown = figures.flatMap((figure) => {
    const value = share(figure)
    return value === null ? [] : [{ figure, value }]
  })
  const { row, left, bar, most } = PICTURE
  const [width, height] = [left + bar * most + 80, row * (shown.length + 2)]
  const lines = shown.map(({ figure, value }, n) => {
    const y = row * (n + 1)
    const length = Math.max(2, Math.min(value, most) * bar)
    const fill = value <= 1 ? '#2e7d4f' : '#b3402e'
    return [
      `<text x="${left - 8}" y="${y + 15}" text-anchor="end">${escaped(figure.name)}</text>`,
      `<rect x="${left}" y="${y + 3}" width="${length.toFixed(1)}" height="${row - 6}" fill="${fill}"/>`,
      `<text x="${(left + length + 5).toFixed(1)}" y="${y + 15}">${escaped(short(figure.lanyard, figure.unit))}</text>`,
    ].join('')
  })
  const goal = `<line x1="${left + bar}" x2="${left + bar}" y1="${row - 6}" y2="${height - row + 6}" stroke="#222" stroke-dasharray="4 3"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12"><title>Each figure as a share of its goal</title>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...lines,
    goal,
    `<text x="${left + bar}" y="${height - 6}" text-anchor="middle">goal</text>`,
    '</svg>\n',
  ].join('\n')
}
