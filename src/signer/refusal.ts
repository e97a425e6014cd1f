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

/** Why no relay took a request: the clock where any relay says so, else the first refusal, else a relay's trouble. */
export function untaken(line: Line, { deliveries }: InFlight): { ok: false; error: Failure } {
  const refusals = Object.values(deliveries).flatMap((delivery) =>
    delivery.state === 'refused' ? [refusal(delivery.reason)] : [],
  )
  const troubles = [...refusals, ...Object.values(line.trouble)]
  const error = troubles.find(({ code }) => code === 'clock-off') ?? troubles[0]
  return { ok: false, error: error ?? { code: 'no-relay' } }
}
