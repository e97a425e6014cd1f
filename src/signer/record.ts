import type { Line, Session, SessionRecord } from './line'

/** What of a line must outlive the browser; null before it is paired. */
export function recordOf(line: Line): SessionRecord | null {
  const { clientSecretKey, peer, user, relays, former, cipher } = line
  const { pairedAt, answeredAt, switchedAt, learned, lacks, signer, dialect, endedAt } = line
  if (peer === null || user === null || pairedAt === null) return null
  return {
    ...{ clientSecretKey, remoteSigner: peer, user, relays, former, cipher },
    ...{ pairedAt, answeredAt, switchedAt, learned, signer },
    ...(lacks && { lacks }),
    ...(dialect && { dialect }),
    ...(endedAt !== undefined && { endedAt }),
  }
}

/** Is its client key at hand? */
export const isOpen = (session: Session): session is SessionRecord => 'clientSecretKey' in session

const MINUTE = 60_000

/**
 * Must the record be written again? `answeredAt` alone changes with every answer, so it counts only when it reaches
 * another minute.
 */
export function isWorthKeeping(before: SessionRecord, after: SessionRecord): boolean {
  // most steps leave it as it was, every field of it
  const names = Object.keys(after) as (keyof SessionRecord)[]
  const isSame = names.length === Object.keys(before).length && names.every((name) => before[name] === after[name])
  if (isSame) return false
  const text = (record: SessionRecord): string =>
    JSON.stringify({ ...record, answeredAt: Math.floor((record.answeredAt ?? 0) / MINUTE) })
  return text(before) !== text(after)
}
