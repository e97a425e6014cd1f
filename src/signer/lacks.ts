import type { Outcome } from '../protocol/error'
import type { RequestMethod } from '../protocol/nip46'
import type { Line, Ms, Session } from './line'

/** Methods that sites call and few signers know. */
const RARE: readonly RequestMethod[] = ['sign_psbt', 'sign_schnorr']

/** How long a signer's word that it does not know a method is believed: it may be updated any day. */
export const LACKS_MS = 24 * 3_600_000

/**
 * Has the signer lately said that it does not know this method? Then neither it nor its person need be asked. Only its
 * clear words count (nip46.ts): silence is a phone in a drawer as often as an unknown method, and a refusal is a person's.
 * A new pairing begins with nothing.
 * @param method any name
 */
export function lacks({ lacks = {} }: Pick<Session, 'lacks'>, method: string, now: Ms): boolean {
  const [, at] = Object.entries(lacks).find(([name]) => name === method) ?? []
  return at !== undefined && at <= now && now - at < LACKS_MS
}

/** What an outcome says about that; an answer of whatever sort takes it back. */
export function learnLack(line: Line, method: RequestMethod, outcome: Outcome, now: Ms): Line {
  if (!RARE.includes(method)) return line
  if (!outcome.ok && outcome.error.code === 'unsupported') return { ...line, lacks: { ...line.lacks, [method]: now } }
  if (!outcome.ok && outcome.error.code !== 'bad-answer') return line
  const { [method]: _, ...others } = line.lacks ?? {}
  return line.lacks ? { ...line, lacks: others } : line
}
