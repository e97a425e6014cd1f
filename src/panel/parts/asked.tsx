import { t } from '../../edges/words'
import { npubOf } from '../../protocol/entity'
import type { AskedView } from '../../wire/panel'
import type { Reading } from '../bitcoin'
import { HashText } from './bitcoin-hash'
import { PaymentText } from './bitcoin-payment'
import { Content } from './content'
import { EventText } from './event'
import { ShortKey } from './key'
import { SignerSees } from './signer-sees'

interface AskedProps {
  asked: AskedView
  /** Of a payment: what came of reading it. */
  reading?: Reading
}

/** The matter of one call in full. Decrypts are shown together (Reading): there is nothing to see in one. */
export function Asked({ asked, reading = 'loading' }: AskedProps) {
  return (
    <div class="stack matter">
      <Matter asked={asked} reading={reading} />
      <SignerSees asked={asked} />
    </div>
  )
}

function Matter({ asked, reading }: Required<AskedProps>) {
  switch (asked.method) {
    case 'get_public_key':
      return <p class="note">{t('public_key_means')}</p>
    case 'sign_event':
      return <EventText event={asked.template} id={asked.eventId} />
    case 'nip04_encrypt':
    case 'nip44_encrypt':
      return (
        <>
          <p class="note">
            {t('encrypt_to')} <ShortKey value={npubOf(asked.peer)} />
          </p>
          <Content text={asked.plaintext} />
        </>
      )
    case 'nip04_decrypt':
    case 'nip44_decrypt':
      return null
    case 'sign_psbt':
      return <PaymentText reading={reading} psbt={asked.psbt} />
    case 'sign_schnorr':
      return <HashText hash={asked.hash} />
  }
}
