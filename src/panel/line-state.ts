import { t } from '../edges/words'
import type { AccountView, PendingView } from '../wire/panel'
import { ago } from './format'
import { calledOf } from './names'
import { answeredSentence, silentSentence, unaskedSentence, waitingSentence } from './signer'

/** How the line to a signer is, in words and as a light. */
export interface LineState {
  light: 'open' | 'connecting' | 'closed'
  sentence: string
}

const isSilent = ({ stage, presence }: PendingView): boolean => stage === 'taken' && presence === 'silent'

/** Every relay was tried, and none is there. */
export const isCutOff = ({ lights }: Pick<AccountView, 'lights'>): boolean =>
  lights.length > 0 && lights.every(({ state }) => state === 'closed')

/** @param pending what waits for this signer; `now` in ms */
export function lineState(account: AccountView, pending: readonly PendingView[], now: number): LineState {
  const { signer, answeredAt, pairedAt, endedAt } = account
  if (endedAt !== null) return { light: 'closed', sentence: t('line_ended') }
  if (isCutOff(account)) return { light: 'closed', sentence: t('line_cut_off') }
  if (pending.some(isSilent)) return { light: 'closed', sentence: silentSentence(signer) }
  if (pending.length > 0) return { light: 'connecting', sentence: waitingSentence(signer) }
  if (answeredAt === null) return { light: 'open', sentence: unaskedSentence(signer, ago(pairedAt, now)) }
  return { light: 'open', sentence: answeredSentence(signer, ago(answeredAt, now)) }
}

/** Who signs by default, where that is another than the one who signs here. */
export function defaultSentence(accounts: readonly AccountView[], shown: AccountView, standard: string | null) {
  const other = accounts.find(({ user }) => user === standard && user !== shown.user)
  return other ? t('default_is', calledOf(other)) : null
}
