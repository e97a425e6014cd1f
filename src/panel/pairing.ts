import { type RelayUrl, relayKey } from '../protocol/relay'
import { type KnownSigner, SIGNERS, type SignerName } from '../protocol/signers'
import type { AccountView, ClaimView, PairingView, RelayView } from '../wire/panel'

// What Welcome decides, without drawing anything.

/** The code is shown and nobody has answered it: which signer it will be is open. */
export const isUndecided = ({ flow, stage }: Pick<PairingView, 'flow' | 'stage'>): boolean =>
  flow === 'qr' && (stage === 'connecting' || stage === 'waiting')

/** Whom the person has to tell from somebody else before anything goes on; one at a time, first come first. */
export const claimOf = (pairing: Pick<PairingView, 'claims'> | null): ClaimView | null => pairing?.claims[0] ?? null

/** It reads no codes: its person has a `bunker://` token. */
export const takesTokenOnly = (signer: SignerName | null): boolean =>
  signer !== null && SIGNERS[signer].flow === 'bunker'

/** Does a `nostrconnect://` link open it where it is installed? One that was not named may. */
export function opensByLink(signer: SignerName | null): boolean {
  const { link }: KnownSigner = SIGNERS[signer ?? 'other']
  return link === true
}

/** A `bunker://` token by its key; what follows may be a secret, which is nothing to be read off a screen. */
export const shortToken = (token: string): string =>
  token.replace(/\?.*$/s, '').replace(/(?<=\/\/.{8}).{8,}(?=.{8}$)/s, '…')

/** A relay that was dropped from the code, and what took its place; null: nothing, or it cannot be told. */
export interface Replacement {
  gone: RelayUrl
  instead: RelayUrl | null
}

/**
 * What became of the relays that were of no use. The snapshot names those that are gone; those that came are neither
 * asked for by the person nor by the signer.
 * @param wished the relays for pairing, as the settings have them
 */
export function replacementsOf(
  { replaced, relays, signer }: Pick<PairingView, 'replaced' | 'relays' | 'signer'>,
  wished: readonly RelayUrl[],
): Replacement[] {
  const { relay: own }: Partial<KnownSigner> = signer ? SIGNERS[signer] : {}
  const known = new Set([...wished, ...(own ? [own] : [])].map(relayKey))
  const came = relays.filter((relay) => !known.has(relayKey(relay)))
  const isTold = came.length === replaced.length
  return replaced.map((gone, i) => ({ gone, instead: (isTold && came[i]) || null }))
}

/** Relays refuse our time, and none takes it: then it is this computer's clock that is wrong. */
export const isClockOff = (lights: readonly Pick<RelayView, 'health'>[]): boolean =>
  lights.some(({ health }) => health?.clockOff) && !lights.some(({ health }) => health?.writes)

/** No relay takes our time, and none is left to be asked: a code that is scanned now would lead to nothing. */
export const isStopped = ({ stage, lights }: Pick<PairingView, 'stage' | 'lights'>): boolean =>
  (stage === 'connecting' || stage === 'waiting') &&
  isClockOff(lights) &&
  lights.every(({ state, health }) => state === 'closed' || health?.writes === false)

/** Where an account with this signer is here already, it may be that one that is paired again. */
export const isAgain = (signer: SignerName | null, accounts: readonly Pick<AccountView, 'signer'>[]): boolean =>
  signer !== null && accounts.some((account) => account.signer === signer)
