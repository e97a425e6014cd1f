import { NIP46_KIND } from '../protocol/nip46'
import { type RelayUrl, relayKey, usableRelays } from '../protocol/relay'
import { isChecking } from './check'
import type { Line, Ms, Wanted } from './line'
import { FORMER_MS, KEPT_MS, OVERLAP_MS, SWITCH_MS } from './times'

/** The relays of a line now: its own, and for a while those before the last switch. */
export function relaysOf({ relays, former }: Line, now: Ms): RelayUrl[] {
  return former && now < former.until ? [...relays, ...former.relays] : relays
}

/** With those that may yet come into a code that is not final. */
export function listened(line: Line, now: Ms): RelayUrl[] {
  const tried = line.pairing?.stage === 'connecting' ? (line.pairing.choice?.tried ?? []) : []
  return tried.length > 0 ? [...relaysOf(line, now), ...tried] : relaysOf(line, now)
}

/** Those of them that listen for us now. */
export function openRelays(line: Line, now: Ms): RelayUrl[] {
  return relaysOf(line, now).filter((relay) => line.open.includes(relay))
}

/** Pairing goes on: the other end is not known for good yet. */
export const isPairing = ({ pairing }: Line): boolean =>
  pairing !== null && pairing.stage !== 'paired' && pairing.stage !== 'failed'

/**
 * What the line needs of the network now. Relays and `#p` are what a subscription is about; `since` matters only to a
 * new one, so a change of it alone is no reason to subscribe again.
 * @param warmUntil ms; until then the line is kept up although nothing is in flight
 * @returns null where sockets may close
 */
export function wanted(line: Line, now: Ms, warmUntil: Ms = 0): Wanted | null {
  const asked = Object.values(line.requests).map((request) => request.askedAt)
  const paired = isPairing(line) && line.pairing ? [line.pairing.startedAt] : []
  const warm = now < warmUntil ? [now] : []
  const checking = isChecking(line) ? [now] : []
  const reasons = [...asked, ...paired, ...warm, ...checking]
  if (reasons.length === 0) return null
  const since = Math.floor((Math.min(...reasons, ...unheard(line, now)) - OVERLAP_MS) / 1000)
  return { relays: listened(line, now), filter: { kinds: [NIP46_KIND], '#p': [line.clientPubkey], since } }
}

/**
 * A signer of 2023 may have said `disconnect` while nobody listened, and says it once: some relays keep what is
 * ephemeral for minutes.
 */
const unheard = ({ dialect, answeredAt }: Line, now: Ms): Ms[] =>
  dialect === 'object' ? [Math.max(answeredAt ?? 0, now - KEPT_MS)] : []

/**
 * Move to the relays that the signer named, as a set: the same ones in another order or spelling change nothing, and
 * a list without a single usable address neither.
 * @param list the checked result of `switch_relays`; null: stay
 */
export function switchRelays(line: Line, list: readonly unknown[] | null, now: Ms): Line {
  const asked = { ...line, switchedAt: now }
  const held = relaysOf(line, now)
  // a relay that we have already keeps the spelling under which its socket is open
  const next = usableRelays(list ?? []).map(
    (relay) => held.find((other) => relayKey(other) === relayKey(relay)) ?? relay,
  )
  if (next.length === 0 || sameSet(next, line.relays)) return asked
  const left = held.filter((relay) => !includes(next, relay))
  return { ...asked, relays: next, former: left.length > 0 ? { relays: left, until: now + FORMER_MS } : null }
}

const includes = (relays: readonly RelayUrl[], relay: RelayUrl): boolean =>
  relays.some((other) => relayKey(other) === relayKey(relay))

const sameSet = (a: readonly RelayUrl[], b: readonly RelayUrl[]): boolean =>
  a.length === b.length && a.every((relay) => includes(b, relay))

/** Is it time to ask for other relays again? Once a day while in use, unless the signer said it does not know how. */
export const dueSwitch = ({ user, switchedAt, learned }: Line, now: Ms): boolean =>
  user !== null && learned.switch_relays !== 'unsupported' && now - (switchedAt ?? 0) >= SWITCH_MS
