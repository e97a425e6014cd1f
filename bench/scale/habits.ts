import type { RequestMethod } from '../../src/protocol/nip46'

/**
 * How a person's day with Nostr sites is made up here. No study of it is known to us: the numbers are guesses, chosen
 * rather too busy than too calm, and stand in one place to be changed.
 */
export const HABITS = {
  /** Of the people who have Lanyard, those who use it on a day. */
  active: 0.6,
  /** Visits a day of one who does: on average; every number of visits is as likely as chance has it (Poisson). */
  visits: 7,
  /** What a visit is for; the rest looks at private messages. */
  read: 0.55,
  write: 0.3,
  /** Events signed in a visit for writing: notes, reactions, one after another. */
  signed: { least: 1, most: 8 },
  /** s between two of them, on average. */
  gap: 40,
  /** Messages decrypted at once when private messages are opened. */
  decrypted: { least: 10, most: 150 },
  /** Answers written to them: each is encrypted, then signed. */
  answered: { least: 0, most: 6 },
  /** Of all visits, those that are on a site whose look may warm the line (it may do something unasked). */
  known: 0.8,
  /** s from opening a site to its first call. */
  beforeFirst: 3,
  /** The hours of a day, by how much of it falls into each: midnight first. All people live by one clock: the worst case. */
  hours: [2, 1, 1, 1, 1, 2, 4, 6, 6, 5, 5, 5, 6, 6, 5, 5, 5, 6, 7, 8, 8, 7, 5, 3],
} as const

/** Something that a person does at a site. */
export interface Doing {
  /** ms since midnight. */
  at: number
  what: 'look' | { method: RequestMethod; params: string[] }
}

const between = (random: () => number, { least, most }: { least: number; most: number }): number =>
  least + Math.floor(random() * (most - least + 1))

const exponential = (random: () => number, mean: number): number => -Math.log(1 - random()) * mean

function poisson(random: () => number, mean: number): number {
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** ms since midnight, as the hours have it. */
function moment(random: () => number): number {
  const total = HABITS.hours.reduce((sum, part) => sum + part, 0)
  let left = random() * total
  const hour = HABITS.hours.findIndex((part) => {
    left -= part
    return left < 0
  })
  return ((hour < 0 ? 23 : hour) + random()) * 3_600_000
}

const words = (random: () => number): string => 'word '.repeat(5 + Math.floor(random() * 60))

const sign = (random: () => number, at: number, kind: number): Doing => {
  const template = { kind, created_at: Math.floor(at / 1000), tags: [], content: kind === 7 ? '+' : words(random) }
  return { at, what: { method: 'sign_event', params: [JSON.stringify(template)] } }
}

/** What a person does in a day of which nothing else is known. @param peer somebody to write to */
export function dayOf(random: () => number, peer: string, ciphertext: string): Doing[] {
  if (random() >= HABITS.active) return []
  const visits = Array.from({ length: poisson(random, HABITS.visits) }, () => visit(random, peer, ciphertext))
  return visits.flat().sort((a, b) => a.at - b.at)
}

function visit(random: () => number, peer: string, ciphertext: string): Doing[] {
  const start = moment(random)
  const look: Doing[] = random() < HABITS.known ? [{ at: start, what: 'look' }] : []
  const kind = random()
  if (kind < HABITS.read) return look
  let at = start + HABITS.beforeFirst * 1000
  const next = () => (at += exponential(random, HABITS.gap) * 1000)
  if (kind < HABITS.read + HABITS.write) {
    const count = between(random, HABITS.signed)
    return [...look, ...Array.from({ length: count }, () => sign(random, next(), random() < 0.6 ? 7 : 1))]
  }
  const decrypts = Array.from({ length: between(random, HABITS.decrypted) }, (): Doing => {
    return { at, what: { method: 'nip44_decrypt', params: [peer, ciphertext] } }
  })
  const answers = Array.from({ length: between(random, HABITS.answered) }, (): Doing[] => {
    const encrypt: Doing = { at: next(), what: { method: 'nip44_encrypt', params: [peer, words(random)] } }
    return [encrypt, sign(random, at + 1_000, 13)]
  })
  return [...look, ...decrypts, ...answers.flat()]
}
