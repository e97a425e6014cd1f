import { publicKeyOf } from '../protocol/envelope'
import type { Hex } from '../protocol/hex'
import { ASKED_PERMISSIONS } from '../protocol/permission'
import type { RelayUrl } from '../protocol/relay'
import { type BunkerToken, nostrconnectToken } from '../protocol/token'
import { type Asking, begin } from './ask'
import { choiceOf, sparesBeside } from './choice'
import type { Line, Ms, Pairing, SessionRecord } from './line'
import { failPairing, ownId } from './pairing'

/** A line before anything is known of its other end. */
const blank = (
  id: string,
  clientSecretKey: Hex,
  relays: readonly RelayUrl[],
  clientPubkey = publicKeyOf(clientSecretKey),
): Line => ({
  ...{ id, clientSecretKey, clientPubkey, peer: null, user: null },
  ...{ relays: [...relays], former: null, cipher: 'nip44', answeredAt: null, switchedAt: null, pairedAt: null },
  ...{ learned: {}, signer: null, pairing: null, requests: {}, open: [], trouble: {}, ignored: 0 },
})

const starting = (flow: Pairing['flow'], secret: string, token: string | null, now: Ms): Pairing => ({
  ...{ flow, token, secret, stage: 'connecting', startedAt: now, error: null },
})

/**
 * A pairing by QR code: listens for whoever returns the secret, for 15 minutes.
 * @param start.clientSecretKey one of its own per attempt
 * @param start.secret letters and digits only (SIGNERS rule 9)
 * @param start.spares relays that may take the place of those that are of no use, in order; default: none
 * @param start.keeps those that a person chose: replaced only where none works
 */
export function qrLine(
  start: {
    id: string
    clientSecretKey: Hex
    relays: readonly RelayUrl[]
    secret: string
    spares?: readonly RelayUrl[]
    keeps?: readonly RelayUrl[]
  },
  now: Ms,
): Line {
  const { id, clientSecretKey, relays, secret, spares = [], keeps = [] } = start
  const line = blank(id, clientSecretKey, relays)
  const pairing = starting('qr', secret, nostrconnectToken(line.clientPubkey, relays, secret), now)
  return { ...line, pairing: { ...pairing, choice: choiceOf(sparesBeside(spares, relays), keeps) } }
}

/**
 * A pairing by a pasted token: `connect` is in flight at once and goes out as relays open.
 * @param start.requestId of `connect`; default: derived from the line's id
 * @returns a line whose pairing failed with `token-pubkey` where the token's key is no point on the curve
 */
export function bunkerLine(
  start: { id: string; clientSecretKey: Hex; token: BunkerToken; requestId?: string },
  now: Ms,
): Line {
  const { remoteSignerPubkey, relays, secret } = start.token
  const line: Line = {
    ...blank(start.id, start.clientSecretKey, relays),
    peer: remoteSignerPubkey,
    pairing: starting('bunker', secret, null, now),
  }
  const params = [remoteSignerPubkey, secret, ASKED_PERMISSIONS.join(',')]
  const asking: Asking = { id: start.requestId ?? ownId(line, 'connect'), method: 'connect', params, own: true }
  return (begin(line, asking, now) ?? failPairing(line, { code: 'token-pubkey' })).line
}

/** A session as it was kept, on the line again. Its id is its client key's public half. */
export function sessionLine(record: SessionRecord, now: Ms): Line {
  const { clientSecretKey, remoteSigner, user, relays, former, cipher } = record
  const { pairedAt, answeredAt, switchedAt, learned, lacks, signer, dialect, endedAt } = record
  const clientPubkey = publicKeyOf(clientSecretKey)
  const line = blank(clientPubkey, clientSecretKey, relays, clientPubkey)
  return {
    ...{ ...line, peer: remoteSigner, user, cipher, pairedAt, answeredAt, switchedAt, learned, signer },
    former: former && now < former.until ? former : null,
    ...(lacks && { lacks }),
    ...(dialect && { dialect }),
    ...(endedAt !== undefined && { endedAt }),
  }
}
