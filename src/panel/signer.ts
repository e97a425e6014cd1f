import { t } from '../edges/words'
import { SIGNERS, type SignerName } from '../protocol/signers'
import type { PendingView } from '../wire/panel'
import { stageSentence } from './phrases'

// What is said of a signer that one may know by name.

/** In a list of signers. */
export function signerTitle(signer: SignerName): string {
  return SIGNERS[signer].name ?? t(signer === 'bunker' ? 'signer_bunker' : 'signer_other')
}

/** Something is on its way to it. */
export function waitingSentence(signer: SignerName | null): string {
  const name = signer && SIGNERS[signer].name
  if (name) return t('line_waiting_for', name)
  return t(signer === 'bunker' ? 'step_signer' : 'line_waiting')
}

/** It did not answer when it was asked whether it is there. */
export function silentSentence(signer: SignerName | null): string {
  const name = signer && SIGNERS[signer].name
  if (name) return t('silent_named', name)
  return t(signer === 'bunker' ? 'silent_signer' : 'stage_silent')
}

/** Where a request stands at this signer. */
export function standing(call: PendingView, signer: SignerName | null): string {
  const { stage, presence, takenBy, relays } = call
  if (stage === 'taken' && presence === 'silent') return silentSentence(signer)
  const name = signer && SIGNERS[signer].name
  if (stage !== 'taken' || !name) return stageSentence(call)
  if (presence === 'reached') return t('stage_reached_for', name)
  return takenBy === 0 ? t('stage_unsaid_for', name) : t('stage_taken_for', String(takenBy), String(relays), name)
}

/** What may help where it is silent. */
export const hintSentence = (signer: SignerName | null): string => t(SIGNERS[signer ?? 'other'].hint)

/** A person may need so long to find the phone, ms; after it nothing may have arrived there. */
const QUIET_MS = 15_000

/** Is it so quiet about this request that a hint is due? `now` in ms. */
export function isQuiet({ stage, presence, takenAt }: Quietness, now: number): boolean {
  if (stage !== 'taken' || presence === 'reached') return false
  return presence === 'silent' || (takenAt !== null && now - takenAt >= QUIET_MS)
}

type Quietness = Pick<PendingView, 'stage' | 'presence' | 'takenAt'>
