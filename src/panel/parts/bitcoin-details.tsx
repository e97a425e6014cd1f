import { t } from '../../edges/words'
import type { Payment, PaymentInput } from '../bitcoin'
import { btc, ownerWord } from '../bitcoin-words'
import { count } from '../format'
import { Copy } from './copy'
import { Disclosure } from './disclosure'
import { HexGroups } from './key'
import { Quoted } from './quoted'

/** For whoever wants to look it up, or to read it elsewhere. */
export function PaymentDetails({ payment, psbt }: { payment: Payment; psbt: string }) {
  return (
    <Disclosure title={t('payment_details')}>
      {() => (
        <div class="stack">
          <dl class="payment-facts">
            <dt>{t('detail_txid')}</dt>
            <dd>
              <HexGroups hex={payment.txid} />
            </dd>
            <dt>{t('detail_version')}</dt>
            <dd>{count(payment.version)}</dd>
            <dt>{t('detail_lock_time')}</dt>
            <dd>{count(payment.lockTime)}</dd>
            <dt>{t('detail_size')}</dt>
            <dd>{t('size_vbytes', count(payment.vsize))}</dd>
          </dl>
          <p class="note">{t('detail_network')}</p>
          <h3>{t('detail_inputs')}</h3>
          <ol class="inputs">
            {payment.inputs.map((input) => (
              <Input key={input.outpoint} input={input} />
            ))}
          </ol>
          <h3>{t('detail_raw')}</h3>
          <Quoted label={t('detail_raw')}>
            <span dir="ltr">{psbt}</span>
          </Quoted>
          <p>
            <Copy text={psbt} />
          </p>
        </div>
      )}
    </Disclosure>
  )
}

function Input({ input: { outpoint, amount, owner } }: { input: PaymentInput }) {
  return (
    <li>
      <code dir="ltr">{outpoint}</code>
      <p class="note">
        {ownerWord(owner)}
        {amount === null ? null : (
          <>
            {' · '}
            <bdi>{btc(amount)}</bdi>
          </>
        )}
      </p>
    </li>
  )
}
