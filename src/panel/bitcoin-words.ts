import { language, t, tn } from '../edges/words'
import type { PaymentInput, Reading, Warning } from './bitcoin'

/** Satoshis as bitcoin, with all eight decimals: amounts below each other can be compared. Up to 21 million are exact. */
export const btc = (sats: bigint): string =>
  t('amount_btc', numbers({ minimumFractionDigits: 8, maximumFractionDigits: 8 }).format(Number(sats) / 1e8))

/** "150,320 sats". */
export const satsWord = (sats: bigint): string => tn('amount_sats', Number(sats))

const numbers = (style: Intl.NumberFormatOptions): Intl.NumberFormat => new Intl.NumberFormat(language(), style)

/** An estimated fee rate, to one decimal: "≈ 12.3 sat/vB". */
export const rateWord = (rate: number): string =>
  t('fee_rate', numbers({ maximumFractionDigits: rate < 100 ? 1 : 0 }).format(rate))

/** What a person must know, in a sentence. */
export function warningSentence(warning: Warning): string {
  switch (warning.why) {
    case 'nothing-yours':
      return t('warn_nothing_yours')
    case 'false-change':
      return t('warn_false_change')
    case 'burnt':
      return t('warn_burnt', btc(warning.amount))
    case 'open-outputs':
      return t('warn_open_outputs', btc(warning.amount))
    case 'open-rest':
      return t('warn_open_rest', btc(warning.amount))
    case 'open-inputs':
      return t('warn_open_inputs')
    case 'unknown-amounts':
      return tn('warn_unknown_amounts', warning.count)
    case 'too-much-out':
      return t('warn_too_much_out')
    case 'fee-share':
      return t('warn_fee_share', numbers({ style: 'percent' }).format(warning.percent / 100))
    case 'fee-large':
      return t('warn_fee', btc(warning.fee))
    case 'fee-rate':
      return t('warn_fee', rateWord(warning.rate))
  }
}

/** Why there is no payment to be seen; null: there is one. */
export function absence(reading: Reading): string | null {
  if (reading === 'loading') return t('payment_loading')
  if (reading === 'failed') return t('payment_failed')
  return reading === 'unreadable' ? t('payment_unreadable') : null
}

/** Whose coins an input brings. */
export function ownerWord(owner: PaymentInput['owner']): string {
  if (owner === 'you') return t('input_yours')
  return t(owner === 'other' ? 'input_other' : 'input_unknown')
}
