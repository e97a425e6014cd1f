import { now } from '../edges/clock'
import { tabLookedAt } from '../edges/looked-at'
import { newId, newSecret, newSecretKey } from '../edges/random'
import { publicKeyOf } from '../protocol/envelope'
import { fail, type Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import { METHODS } from '../protocol/nip46'
import type { RelayUrl } from '../protocol/relay'
import type { BunkerToken } from '../protocol/token'
import type { Line, LineEffect, LineInput, SessionRecord } from '../signer/line'
import { bunkerLine, qrLine } from '../signer/lines'
import { step } from '../signer/step'
import type { Options } from '../signer/times'
import { isCrowded } from '../signer/waiting'
import { withDerived } from './derived'
import { notice, noticesOnceSignedIn } from './notices'
import type { Spares } from './spares'
import { pairingOf, type State, without } from './state'
import type { Store } from './store'
import type { Trace } from './trace'

/** Told how each request ended. `came`: the event of an answer that was not what was asked. */
export type Settled = (requestId: string, outcome: Outcome, came?: SignedEvent) => void

export interface Lines {
  /** Let something happen to a line. Unknown lines: nothing happens (its socket outlived it). */
  feed(lineId: string, input: LineInput): void
  pairByQr(relays: RelayUrl[], spares?: Spares): void
  pairByToken(token: BunkerToken): void
  /** Stop the pairing under way, or close the view of one that is done. */
  endPairing(): void
}

/**
 * The session machines, wired: steps them, publishes what they say, keeps what they learn.
 * @param settled told how each request ended
 * @param saw told of each step
 */
export function linesOf(
  store: Store,
  publish: (lineId: string, relay: RelayUrl, event: SignedEvent) => void,
  settled: Settled,
  saw: Trace['saw'] = () => {},
): Lines {
  function carryOut(lineId: string, effect: LineEffect): void {
    if (effect.type === 'publish') publish(lineId, effect.relay, effect.event)
    else if (effect.type === 'settle') settled(effect.id, effect.outcome, effect.came)
    else if (effect.type === 'keep') store.update((state) => keepSession(state, effect.session))
    else if (effect.type === 'ended') store.update(signedOut(lineId))
    else pair(lineId, effect.session)
  }

  /**
   * What a page still wants of the line that the new one replaces is asked again over the new one, if the same signer is
   * at its end; another's word that it holds this user's key is not enough to show it plaintexts.
   */
  function pair(lineId: string, session: SessionRecord): void {
    const old = Object.values(store.state.lines).find(({ id, user }) => id !== lineId && user === session.user)
    store.update((state) => adopt(state, lineId, session))
    for (const { id, method, params, own, turn } of Object.values(old?.requests ?? {})) {
      if (own || METHODS[method].patience !== 'person') continue
      if (old?.peer === session.remoteSigner) feed(lineId, { type: 'ask', id, method, params, ...(turn && { turn }) })
      else settled(id, fail('session-ended'))
    }
  }

  function feed(lineId: string, input: LineInput): void {
    const line = store.state.lines[lineId]
    if (!line) return
    const { line: stepped, effects } = step(line, input, now(), optionsFor(store.state, line))
    const next = withDerived(stepped)
    if (next !== line) store.update((state) => ({ ...state, lines: { ...state.lines, [lineId]: next } }))
    saw(line, input, next, effects)
    for (const effect of effects) carryOut(lineId, effect)
  }

  const endPairing = () => store.update(withoutPairing)

  function begin(line: Line): void {
    endPairing()
    store.update((state) => ({ ...state, lines: { ...state.lines, [line.id]: line } }))
    feed(line.id, { type: 'tick' })
  }

  return {
    feed,
    pairByQr: (relays, spares) => begin(qrLine({ ...fresh(), relays, secret: newSecret(), ...spares }, now())),
    pairByToken: (token) => begin(bunkerLine({ ...fresh(), token, requestId: newId() }, now())),
    endPairing,
  }
}

const optionsFor = ({ settings }: State, line: Line): Options => {
  const tab = isCrowded(line) ? tabLookedAt() : undefined
  return { personMs: settings.patience * 60_000, ...(tab !== undefined && { tab }) }
}

/** A client key of its own for each pairing; the line is named after its public half. */
function fresh(): { id: string; clientSecretKey: Hex } {
  const clientSecretKey = newSecretKey()
  return { id: publicKeyOf(clientSecretKey), clientSecretKey }
}

const keepSession = (state: State, session: SessionRecord): State =>
  state.sessions[session.user] ? { ...state, sessions: { ...state.sessions, [session.user]: session } } : state

const signedOut = (lineId: string) => (state: State) => {
  const user = state.lines[lineId]?.user
  return notice('signed-out', now(), user ? { account: user } : {})(state)
}

/** A paired line goes on as a session; any other is dropped whole, with its key. */
function withoutPairing(state: State): State {
  const line = pairingOf(state)
  if (!line) return state
  const rest = without(state.lines, line.id)
  const paired = line.pairing?.stage === 'paired'
  return { ...state, lines: paired ? { ...rest, [line.id]: { ...line, pairing: null } } : rest }
}

/**
 * A pairing has become a session. The newest pairing signs by default; pairing the same user again replaces the
 * line and keeps the rules.
 */
function adopt(state: State, lineId: string, session: SessionRecord): State {
  const lines = Object.entries(state.lines).filter(([id, line]) => id === lineId || line.user !== session.user)
  return {
    ...state,
    lines: Object.fromEntries(lines),
    sessions: { ...state.sessions, [session.user]: session },
    notices: noticesOnceSignedIn(state.notices, session.user),
    knock: null,
    settings: { ...state.settings, account: session.user },
  }
}
