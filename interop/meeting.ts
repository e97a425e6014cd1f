import { type LocalRelay, type RelayOptions, startRelay } from '../demo/relay/relay'
import type { OutsideSigner } from '../e2e/signers/outside'
import { ERROR_CODES, type Outcome } from '../src/protocol/error'
import { type Asked, type Desk, drive, paste, showQr, until } from './driver'
import type { Outsider } from './signers'

/** Our end, a relay of its own, and the signer at the other end. */
export interface Meeting {
  relay: LocalRelay
  signer: OutsideSigner
  desk: Desk
  isPaired: boolean
}

/** How long a person may take in a scene (ms); silence is told after it. */
const PERSON_MS = 6_000
/** A pairing that has not ended by then does not end (ms): the machine's own patience is minutes. */
const PAIRING_MS = 8_000

export interface Terms {
  flow?: 'qr' | 'bunker'
  relay?: RelayOptions
  personMs?: number
}

/** Set the ends up, let them pair, play, and clean up whatever comes. */
export async function meet<T>(
  outsider: Outsider,
  play: (meeting: Meeting) => Promise<T>,
  terms: Terms = {},
): Promise<T> {
  const { flow = outsider.flows[0] ?? 'qr', personMs = PERSON_MS } = terms
  const relay = await startRelay(terms.relay)
  const signer = await outsider.make(relay.url)
  const desk = drive(flow === 'qr' ? showQr(relay.url) : paste(await signer.bunkerToken()), personMs)
  try {
    if (flow === 'qr') await scan(desk, signer)
    const isPaired = await until(() => desk.line().pairing?.stage === 'paired', PAIRING_MS)
    return await play({ relay, signer, desk, isPaired })
  } finally {
    desk.leave()
    await signer.stop().catch(() => undefined)
    await relay.close()
  }
}

async function scan(desk: Desk, signer: OutsideSigner): Promise<void> {
  await until(() => desk.line().open.length > 0, PAIRING_MS)
  // some resolve only once we have asked something
  void signer.scan(desk.line().pairing?.token ?? '').catch(() => undefined)
}

/** A scene that begins paired. */
export const paired = <T>(outsider: Outsider, play: (meeting: Meeting) => Promise<T>, terms: Terms = {}): Promise<T> =>
  meet(
    outsider,
    (meeting) => {
      if (!meeting.isPaired) throw new Error(`pairing: ${JSON.stringify(meeting.desk.line().pairing)}`)
      return play(meeting)
    },
    terms,
  )

/** An outcome in the words of the table: `yes`, silence, or the code and what the signer said. */
export function words(outcome: Outcome): string {
  if (outcome.ok) return 'yes'
  const { code, detail } = outcome.error
  if (!ERROR_CODES.includes(code)) throw new Error(`no code of ours: ${code}`)
  if (code === 'expired') return 'silence'
  return detail ? `${code} “${detail}”` : code
}

/** An outcome that must come: a call never hangs. */
export async function settled(asked: Asked, ms = PERSON_MS + 2_000): Promise<Outcome> {
  if (!(await until(() => asked.outcomes.length > 0, ms))) throw new Error('hangs')
  return asked.outcome
}
