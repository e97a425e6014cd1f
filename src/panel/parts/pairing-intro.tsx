import type { RefObject } from 'preact'
import { t } from '../../edges/words'
import { SIGNERS, type SignerName } from '../../protocol/signers'
import type { AccountView, PairingView } from '../../wire/panel'
import { isAgain, takesTokenOnly } from '../pairing'
import type { ViewProps } from '../view'
import { Knock } from './knock'

/** What this is and what one needs. */
export function Intro({
  snapshot: { pairing, accounts, knock },
  heading,
}: ViewProps & { heading: RefObject<HTMLHeadingElement | null> }) {
  const isTold = pairing?.flow === 'bunker'
  const more = isAgain(pairing?.signer ?? null, accounts) ? 'welcome_kept' : 'welcome_more'
  return (
    <div class="intro">
      <h1 ref={heading} tabIndex={-1}>
        {isTold ? t('step_signer') : titleOf(pairing, accounts)}
      </h1>
      <p>{sentenceOf(pairing)}</p>
      <Knock origin={knock} />
      {accounts.length > 0 && !isTold ? <p class="note">{t(more)}</p> : null}
    </div>
  )
}

/** Whom it is for, where that is known. */
function titleOf(pairing: PairingView | null, accounts: readonly AccountView[]): string {
  const signer: SignerName | null = pairing?.signer ?? null
  if (pairing?.service) return t('service_title', pairing.service.domain)
  const name = signer && SIGNERS[signer].name
  if (name && isAgain(signer, accounts)) return t('welcome_title_again', name)
  if (takesTokenOnly(signer)) return t('welcome_token_title')
  return t(accounts.length > 0 ? 'pair_phone' : 'welcome_title')
}

function sentenceOf(pairing: PairingView | null): string {
  if (pairing?.flow === 'bunker') return t('welcome_told')
  if (pairing?.service) return t(pairing.service.url ? 'service_sentence' : 'service_scan', pairing.service.domain)
  return t(takesTokenOnly(pairing?.signer ?? null) ? 'welcome_token_sentence' : 'welcome_sentence')
}
