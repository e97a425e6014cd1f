import { openText, sealText } from '../edges/vault'
import type { Hex } from '../protocol/hex'
import type { SealedSession, Session, SessionRecord } from '../signer/line'
import { sessionLine } from '../signer/lines'
import { isOpen } from '../signer/record'
import type { Lock, OpenCall, State } from './state'

/** Sessions with their keys, and without: what becomes of the state when it is locked and opened. */

/** Sealed into the lock's record: tells the right key from a wrong one. */
const CHECK = 'lanyard'

export const sealCheck = (key: Hex): Promise<string> => sealText(key, CHECK, 'lock')

export const fits = async (key: Hex, check: string): Promise<boolean> => (await openText(key, check, 'lock')) === CHECK

export const sealKey = (key: Hex, { clientSecretKey, user }: SessionRecord): Promise<string> =>
  sealText(key, clientSecretKey, user)

const forms = new WeakMap<SessionRecord, SealedSession>()

/** The same object each time: what did not change is not written again. */
function sealedForm(session: SessionRecord, sealed: string): SealedSession {
  const known = forms.get(session)
  if (known?.sealed === sealed) return known
  const { clientSecretKey: _, ...facts } = session
  const form = { ...facts, sealed }
  forms.set(session, form)
  return form
}

/** A session as it may lie on disk; null: not yet, for it must be sealed first. */
export function diskForm(lock: Lock | null, session: Session): Session | null {
  if (!lock || !isOpen(session)) return session
  const sealed = lock.open?.sealed[session.clientSecretKey]
  return sealed === undefined ? null : sealedForm(session, sealed)
}

/** Sessions that the lock has not sealed yet. */
export const unsealed = ({ lock, sessions }: Pick<State, 'lock' | 'sessions'>): SessionRecord[] =>
  Object.values(sessions).filter((session): session is SessionRecord => diskForm(lock, session) === null)

/** One more key is sealed; nothing where the lock has another key by now. */
export function putSealed(state: State, key: Hex, clientSecretKey: Hex, text: string): State {
  const { lock } = state
  if (lock?.open?.key !== key) return state
  const sealed = { ...lock.open.sealed, [clientSecretKey]: text }
  return { ...state, lock: { ...lock, open: { key, sealed } } }
}

/** Client keys by user, and the users whose sealed key this one does not open. */
export interface Opened {
  keys: Record<Hex, Hex>
  broken: Hex[]
}

export async function openKeys(sessions: Record<Hex, Session>, key: Hex): Promise<Opened> {
  const opened: Opened = { keys: {}, broken: [] }
  for (const session of Object.values(sessions)) {
    if (isOpen(session)) continue
    const clientSecretKey = await openText(key, session.sealed, session.user)
    if (clientSecretKey === null) opened.broken.push(session.user)
    else opened.keys[session.user] = clientSecretKey
  }
  return opened
}

/** The sessions with their keys; those that do not open are gone. Lines are made by who calls. */
export function withKeys<S extends Pick<State, 'lock' | 'sessions'>>(state: S, key: Hex, { keys, broken }: Opened): S {
  if (!state.lock) return state
  const sealed: Record<Hex, string> = { ...state.lock.open?.sealed }
  const sessions: Record<Hex, Session> = {}
  for (const session of Object.values(state.sessions)) {
    const clientSecretKey = keys[session.user]
    if (isOpen(session)) sessions[session.user] = session
    else if (clientSecretKey !== undefined) {
      const { sealed: text, ...facts } = session
      sealed[clientSecretKey] = text
      sessions[session.user] = { clientSecretKey, ...facts }
    } else if (!broken.includes(session.user)) sessions[session.user] = session
  }
  return { ...state, sessions, lock: { ...state.lock, open: { key, sealed } } }
}

/** A line for each session that has none. @param now ms since the epoch */
export function withLines(state: State, now: number): State {
  const lines = { ...state.lines }
  const users = new Set(Object.values(lines).map(({ user }) => user))
  for (const session of Object.values(state.sessions)) {
    if (!isOpen(session) || users.has(session.user)) continue
    const line = sessionLine(session, now)
    lines[line.id] = line
  }
  return { ...state, lines }
}

/**
 * Nothing of a key is left: no line, no pairing under way, no answer that a key has opened. What waited for consent
 * waits for the unlock, and is decided about anew then. Calls at their signer must have ended before.
 * @returns null where a session is not sealed yet
 */
export function locked(state: State): State | null {
  const { lock } = state
  if (!lock?.open || unsealed(state).length > 0) return null
  const sessions = Object.values(state.sessions).map((session) => diskForm(lock, session) ?? session)
  return {
    ...state,
    sessions: Object.fromEntries(sessions.map((session) => [session.user, session])),
    lines: {},
    lock: { ...lock, open: null },
    calls: Object.fromEntries(Object.entries(state.calls).flatMap(([id, call]) => lockedCall(id, call))),
    approvals: [],
    rows: {},
  }
}

function lockedCall(id: string, call: OpenCall): [string, OpenCall][] {
  const { stage } = call
  if (stage.at === 'answered' && stage.outcome.ok) return []
  return [[id, stage.at === 'consent' ? { ...call, stage: { at: 'locked' } } : call]]
}
