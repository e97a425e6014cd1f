import type { Failure } from '../protocol/error'
import { MAX_RELAYS } from '../protocol/limits'
import { type RelayUrl, relayKey } from '../protocol/relay'
import { nostrconnectToken } from '../protocol/token'
import type { Choice, Line, Ms, Pairing } from './line'
import { LATE_MS, PROOF_MS } from './times'

// Which relays a QR code names is settled before anybody can scan it: those that turn out to be of no use are replaced.

/** Spares come in where a relay fails, and only those that were seen to work take its place. */
export const choiceOf = (spares: readonly RelayUrl[], keeps: readonly RelayUrl[]): Choice => ({
  ...{ phase: 'early', openedAt: null, spares: [...spares], tried: [], keeps: [...keeps] },
})

/** `proven`: written and read; `open`: it listens, more is not known; `unknown`: not open yet; `bad`: of no use. */
type Grade = 'proven' | 'open' | 'unknown' | 'bad'

function gradeOf({ open, health = {}, checks = {}, trouble }: Line, relay: RelayUrl): Grade {
  if (!open.includes(relay)) return trouble[relay] ? 'bad' : 'unknown'
  if (health[relay]?.reads) return 'proven'
  const refused = checks[relay]?.refused
  return refused && refused.code !== 'relay-rate' ? 'bad' : 'open'
}

/** When time next matters to the choice; empty: it does not. */
export function choiceDue({ pairing }: Line): Ms[] {
  if (!pairing?.choice || pairing.stage !== 'connecting') return []
  const { phase, openedAt } = pairing.choice
  if (phase === 'early') return [lateAt(pairing, openedAt)]
  return phase === 'late' && openedAt !== null ? [openedAt + PROOF_MS] : []
}

const lateAt = ({ startedAt }: Pairing, openedAt: Ms | null): Ms =>
  Math.min(startedAt + PROOF_MS, openedAt === null ? Number.POSITIVE_INFINITY : openedAt + LATE_MS)

/**
 * Take the choice further after each step: look for spares where relays fail, replace these, and settle it as soon as
 * two relays, or all, are proven and no replacement is under way, or else 2.5 s after the first relay opened.
 */
export function choose(line: Line, now: Ms): Line {
  const { pairing } = line
  if (!pairing?.choice) return line
  if (pairing.stage !== 'connecting') return settled(line)
  const timed = withChoice(line, timing(line, pairing, pairing.choice, now))
  const next = replace(draw(timed))
  if (isSettled(next)) return settled(next)
  const error = allRefused(next)
  return error && next.pairing ? { ...next, pairing: { ...next.pairing, error } } : next
}

const choiceIn = ({ pairing }: Line): Choice => pairing?.choice ?? choiceOf([], [])

const withChoice = (line: Line, choice: Choice): Line =>
  line.pairing && line.pairing.choice !== choice ? { ...line, pairing: { ...line.pairing, choice } } : line

/** The code is final: from here on its relays are the line's, and a spare that was not needed is let go. */
function settled(line: Line): Line {
  if (!line.pairing) return line
  const { choice: _, ...pairing } = line.pairing
  const isOpen = pairing.stage === 'connecting'
  return { ...line, pairing: { ...pairing, ...(isOpen && { stage: 'waiting' as const, error: null }) } }
}

function timing(line: Line, pairing: Pairing, choice: Choice, now: Ms): Choice {
  const openedAt = choice.openedAt ?? (line.open.length > 0 ? now : null)
  const isLast = openedAt !== null && now >= openedAt + PROOF_MS
  const phase = isLast ? 'last' : choice.phase === 'early' && now >= lateAt(pairing, openedAt) ? 'late' : choice.phase
  return openedAt === choice.openedAt && phase === choice.phase ? choice : { ...choice, openedAt, phase }
}

/** Not one of the code's relays works, as far as can be told. */
function noneWorks(line: Line): boolean {
  const { phase } = choiceIn(line)
  return line.relays.every((relay) => {
    const grade = gradeOf(line, relay)
    return grade === 'bad' || (grade === 'unknown' && phase !== 'early')
  })
}

/** Relays that a person chose stay as long as one of them works. */
const mayGo = (line: Line, relay: RelayUrl): boolean => !choiceIn(line).keeps.includes(relay) || noneWorks(line)

/** Those for which a spare is looked for: at once where it failed, after a while where it is slow. */
function failing(line: Line): RelayUrl[] {
  const { phase } = choiceIn(line)
  return line.relays.filter((relay) => {
    const grade = gradeOf(line, relay)
    return (grade === 'bad' || (phase !== 'early' && grade !== 'proven')) && mayGo(line, relay)
  })
}

const alive = (line: Line): RelayUrl[] => choiceIn(line).tried.filter((relay) => gradeOf(line, relay) !== 'bad')

function draw(line: Line): Line {
  const { spares, tried, ...rest } = choiceIn(line)
  const missing = Math.min(failing(line).length, MAX_RELAYS) - alive(line).length
  if (missing <= 0 || spares.length === 0) return line
  const drawn = spares.slice(0, missing)
  return withChoice(line, { ...rest, tried: [...tried, ...drawn], spares: spares.slice(missing) })
}

const WORST_FIRST: readonly Grade[] = ['bad', 'unknown', 'open']

/** A proven spare takes the place of the worst; at the end one that at least listens, of one that does not. */
function replace(line: Line): Line {
  const isLast = choiceIn(line).phase === 'last'
  const candidates = choiceIn(line).tried.map((relay) => ({ relay, grade: gradeOf(line, relay) }))
  const proven = candidates.find(({ grade }) => grade === 'proven')
  const spare = proven ?? (isLast ? candidates.find(({ grade }) => grade === 'open') : undefined)
  if (!spare) return line
  const bearable = isLast ? (proven ? WORST_FIRST : WORST_FIRST.slice(0, 2)) : WORST_FIRST.slice(0, 1)
  const worst = bearable.flatMap((grade) => line.relays.filter((relay) => gradeOf(line, relay) === grade))
  const out = worst.find((relay) => mayGo(line, relay))
  return out === undefined ? line : replace(exchange(line, out, spare.relay))
}

function exchange(line: Line, out: RelayUrl, into: RelayUrl): Line {
  const { pairing, clientPubkey } = line
  if (!pairing?.choice) return line
  const relays = line.relays.map((relay) => (relay === out ? into : relay))
  const choice = { ...pairing.choice, tried: pairing.choice.tried.filter((relay) => relay !== into) }
  const token = nostrconnectToken(clientPubkey, relays, pairing.secret)
  return { ...line, relays, pairing: { ...pairing, choice, token, replaced: [...(pairing.replaced ?? []), out] } }
}

function isSettled(line: Line): boolean {
  const { phase, spares } = choiceIn(line)
  const grades = line.relays.map((relay) => gradeOf(line, relay))
  if (phase === 'last') return grades.some((grade) => grade === 'proven' || grade === 'open')
  const proven = grades.filter((grade) => grade === 'proven').length
  const isHoped = alive(line).length > 0 || spares.length > 0
  const isReplacing = isHoped && line.relays.some((relay) => gradeOf(line, relay) === 'bad' && mayGo(line, relay))
  return (proven >= 2 || proven === line.relays.length) && !isReplacing
}

/** Every relay that is there refuses us: why, the clock first, for that one can be put right. */
function allRefused(line: Line): Failure | null {
  if (choiceIn(line).phase !== 'last' || line.open.length === 0) return null
  const reasons = line.open.flatMap((relay) => line.checks?.[relay]?.refused ?? [])
  return reasons.find(({ code }) => code === 'clock-off') ?? reasons[0] ?? null
}

/** The worker was born again: what was seen of sockets is seen anew. */
export const choiceAnew = (line: Line): Line =>
  line.pairing?.choice ? withChoice(line, { ...line.pairing.choice, phase: 'early', openedAt: null }) : line

/** Spares for a code on these relays, without those that it names already. */
export const sparesBeside = (spares: readonly RelayUrl[], relays: readonly RelayUrl[]): RelayUrl[] =>
  spares.filter((spare) => !relays.some((relay) => relayKey(relay) === relayKey(spare)))
