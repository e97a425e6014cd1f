import type { Failure } from '../protocol/error'
import type { Hex } from '../protocol/hex'
import type { RelayUrl } from '../protocol/relay'
import type { SignerName } from '../protocol/signers'
import type { RelayView } from './snapshot'

/** The steps of a pairing, in order; each is shown when it has really happened. */
export type PairingStage =
  | 'connecting' // no relay is listening for us yet
  | 'waiting' // QR: a relay listens, the phone has not answered; bunker: `connect` was taken by a relay
  | 'answered' // the phone answered and is ours
  | 'paired' // its public key is known
  | 'failed'

export interface PairingView {
  id: string
  flow: 'qr' | 'bunker'
  stage: PairingStage
  /** The `nostrconnect://` token of a QR pairing. */
  token: string | null
  relays: RelayUrl[]
  lights: RelayView[]
  /** Relays that turned out to be of no use and were replaced in the code before anybody could have scanned it. */
  replaced: RelayUrl[]
  startedAt: number
  /** Set at `paired`. */
  user: Hex | null
  npub: string | null
  error: Failure | null
  /** A page the signer wants opened, with a warning where another key sent it. */
  auth: AuthView | null
  /** Which app it is to be; null: not said. */
  signer: SignerName | null
  /** The service that it is to be, by its domain. `url`: its page, with our token in it; null: it named none. */
  service: { domain: string; url: string | null } | null
  /** Who says that they are the signer and cannot prove it, first come first; empty once anybody is paired with. */
  claims: ClaimView[]
}

/** Somebody who answered a QR code as signers of 2023 did. */
export interface ClaimView {
  remoteSigner: Hex
  npub: string
}

export interface AuthView {
  url: string
  domain: string
  /** True where it was not signed by the paired signer's key. */
  foreign: boolean
}
