import { checksForgotten } from './check'
import type { Line } from './line'

/** As a sleep leaves it: no relay is open, no check is under way, and what an open one refused is over with that. */
export function letGo(line: Line): Line {
  const trouble = Object.entries(line.trouble).filter(([relay]) => !line.open.includes(relay))
  return { ...checksForgotten(line), open: [], trouble: Object.fromEntries(trouble) }
}
