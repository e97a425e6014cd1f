import { language, t, type Word } from '../edges/words'
import { type KnownSigner, SIGNERS, type SignerName, type System } from '../protocol/signers'
import type { PendingView } from '../wire/panel'
import { stageSentence } from './phrases'

// What is said of a signer that one may know by name.

/** In a list of signers. */
export function signerTitle(signer: SignerName): string {
  return SIGNERS[signer].name ?? t(signer === 'bunker' ? 'signer_bunker' : 'signer_other')
}

const SYSTEMS: Record<System, Word> = {
  android: 'system_android',
  ios: 'system_ios',
  web: 'system_web',
  server: 'system_server',
}

/** What it runs on, as a list; empty where that is not known. */
export function systemsOf(signer: SignerName): string {
  const { on = [] }: KnownSigner = SIGNERS[signer]
  return new Intl.ListFormat(language(), { type: 'unit', style: 'short' }).format(on.map((name) => t(SYSTEMS[name])))
}

/** Something is on its way to it. */
export function waitingSentence(signer: SignerName | null): string {
  const name = signer && SIGNERS[signer].name
  return name ? t('line_waiting_for', name) : t('step_signer')
}

/** It did not answer when it was asked whether it is there. */
export function silentSentence(signer: SignerName | null): string {
  const name = signer && SIGNERS[signer].name
  return name ? t('silent_named', name) : t('silent_signer')
}

/** When it answered last. @param when as in "2 minutes ago" */
export function answeredSentence(signer: SignerName | null, when: string): string {
  const name = signer && SIGNERS[signer].name
  return name ? t('line_answered_for', name, when) : t('line_answered', when)
}

/** It was paired, and has answered nothing since. @param when as in "2 minutes ago" */
export function unaskedSentence(signer: SignerName | null, when: string): string {
  const name = signer && SIGNERS[signer].name
  return name ? t('line_paired_for', name, when) : t('line_paired', when)
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
