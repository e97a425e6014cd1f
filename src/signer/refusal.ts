import { type ErrorCode, type Failure, fail } from '../protocol/error'
import type { InFlight, Line } from './line'

/**
 * How relays say that our timestamp is off. We send nothing older than a minute, so it is this computer's clock.
 * strfry: "invalid: created_at too late", "invalid: ephemeral event expired"; khatru, nostream and others: "event
 * creation date is too far off", "timestamp", "in the future".
 */
const CLOCK = /created_at|creation date|timestamp|too (late|early|old)|too far|in the future|event expired/i

/** The machine-readable prefixes of NIP-01 and NIP-42. */
const PREFIXES: readonly [RegExp, ErrorCode][] = [
  [CLOCK, 'clock-off'],
  [/^auth-required:/, 'relay-auth'],
  [/^rate-limited:/, 'relay-rate'],
  [/^(restricted|blocked):/, 'relay-restricted'],
  [/^pow:/, 'relay-work'],
]

/** A relay's refusal in its own words, and what it means. */
export const refusal = (reason: string): Failure =>
  fail(PREFIXES.find(([prefix]) => prefix.test(reason))?.[1] ?? 'relay-refused', reason).error

/** Why a relay's socket went away: in the relay's words where it said any (CLOSED, a refused AUTH). */
export const parting = (reason: string): Failure =>
  /^[a-z]+(-[a-z]+)*: /.test(reason) ? refusal(reason) : fail('no-relay', reason).error

/** Why no relay took a request: the clock where any relay says so, else the first refusal, else a relay's trouble. */
export function untaken(line: Line, { deliveries }: Pick<InFlight, 'deliveries'>): { ok: false; error: Failure } {
  const refusals = Object.values(deliveries).flatMap((delivery) =>
    delivery.state === 'refused' ? [refusal(delivery.reason)] : [],
  )
  const troubles = [...refusals, ...Object.values(line.trouble)]
  const error = troubles.find(({ code }) => code === 'clock-off') ?? troubles[0]
  return { ok: false, error: error ?? { code: 'no-relay' } }
}

/** Why nothing came of a request that a relay has: no relay is there to bring it, or else the signer was silent. */
export const unanswered = (line: Line): { ok: false; error: Failure } =>
  line.open.length === 0 ? untaken(line, { deliveries: {} }) : fail('expired')
