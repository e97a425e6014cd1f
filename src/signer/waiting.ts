import { METHODS } from '../protocol/nip46'
import { withRequest } from './compose'
import type { InFlight, Line, Ms, Turn } from './line'
import { RELAY_MS } from './times'

/** It is not sealed yet, and nobody has seen it. */
export const isWaiting = ({ event }: InFlight): boolean => event === null

/** What needs a person, or is asked by the hundred, takes turns; what a machine answers at once does not. */
export const takesTurns = ({ method, own }: Pick<InFlight, 'method' | 'own'>): boolean =>
  METHODS[method].patience === 'person' && !own

/** A request that waits for its turn; `taking` gives it one at the end of the step. */
export const lineUp = (
  line: Line,
  { id, method, params }: Pick<InFlight, 'id' | 'method' | 'params'>,
  turn: Turn | undefined,
  now: Ms,
): Line =>
  withRequest(line, {
    ...{ id, ids: [id], method, params, event: null, auth: null, askedAt: now, deliveries: {}, takenAt: null },
    ...{ deadline: now + RELAY_MS, ...(turn && { turn }) },
  })

/** Do any wait? Then it matters who is next. */
export const isCrowded = ({ requests }: Line): boolean => Object.values(requests).some(isWaiting)
