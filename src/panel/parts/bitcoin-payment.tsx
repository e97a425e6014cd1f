import { t, tn } from '../../edges/words'
import { type Payment, type PaymentInput, type Reading, sumOf, worstOf } from '../bitcoin'
import { absence, btc, rateWord, satsWord } from '../bitcoin-words'
import { PaymentDetails } from './bitcoin-details'
import { BitcoinOutput } from './bitcoin-output'

/** Bitcoin first, for whoever has the bill at hand; satoshis beside it. */
export function Amount({ sats }: { sats: bigint }) {
  return (
    <span class="amount">
      <bdi>{btc(sats)}</bdi> <bdi class="note">{satsWord(sats)}</bdi>
    </span>
  )
}

/** What a PSBT comes to: what leaves the person, where it goes, what comes back, what it costs. */
export function PaymentText({ reading, psbt }: { reading: Reading; psbt: string }) {
  if (typeof reading === 'string')
    return (
      <p class={reading === 'loading' ? 'note' : 'trouble'} role={reading === 'loading' ? 'status' : 'alert'}>
        {absence(reading)}
      </p>
    )
  const away = reading.outputs.filter(({ isYours }) => !isYours)
  const back = reading.outputs.filter(({ isYours }) => isYours)
  return (
    <div class="stack payment">
      <Leaves payment={reading} />
      <Outputs title={t('payment_to')} outputs={away} />
      <Outputs title={t(reading.leaves < 0n ? 'payment_own' : 'payment_back')} outputs={back} />
      <Sums payment={reading} />
      <p class="note">{t('payment_final')}</p>
      <PaymentDetails payment={reading} psbt={psbt} />
    </div>
  )
}

/** What is written, below what it could come to where the signatures do not hold the site to it. */
function Leaves({ payment }: { payment: Payment }) {
  const { leaves } = payment
  const worst = worstOf(payment)
  const title = t(leaves < 0n ? 'payment_comes' : 'payment_leaves')
  const written = <Amount sats={leaves < 0n ? -leaves : leaves} />
  if (worst === null)
    return (
      <div class="leaves">
        <h2>{title}</h2>
        {written}
      </div>
    )
  return (
    <>
      <div class="leaves">
        <h2>{t('payment_worst')}</h2>
        <Amount sats={worst} />
      </div>
      <div class="as-written">
        <p class="note">{t('payment_as_written')}</p>
        <h2>{title}</h2>
        {written}
      </div>
    </>
  )
}

function Outputs({ title, outputs }: { title: string; outputs: Payment['outputs'] }) {
  if (outputs.length === 0) return null
  return (
    <section class="outputs">
      <h2>{title}</h2>
      <ul>
        {outputs.map((output, i) => (
          <BitcoinOutput key={i} output={output} />
        ))}
      </ul>
    </section>
  )
}

function Sums({ payment: { inputs, fee, rate } }: { payment: Payment }) {
  const of = (owner: PaymentInput['owner']) => inputs.filter((input) => input.owner === owner)
  const unknown = of('unknown').length
  const others = of('other')
  return (
    <>
      <dl class="sums">
        <dt>{t('payment_fee')}</dt>
        <dd>
          {fee === null ? t('fee_unknown') : <Amount sats={fee} />}{' '}
          {rate === null ? null : <bdi class="note">{rateWord(rate)}</bdi>}
        </dd>
        <Sum label={t('payment_yours')} inputs={of('you')} />
        <Sum label={t('payment_others')} inputs={others} />
        {unknown === 0 ? null : (
          <>
            <dt>{t('input_unknown')}</dt>
            <dd>{tn('payment_inputs', unknown)}</dd>
          </>
        )}
      </dl>
      {others.length > 0 && of('you').length > 0 ? <p class="note">{t('payment_together')}</p> : null}
    </>
  )
}

function Sum({ label, inputs }: { label: string; inputs: readonly PaymentInput[] }) {
  if (inputs.length === 0) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <Amount sats={sumOf(inputs)} /> <span class="note">{tn('payment_inputs', inputs.length)}</span>
      </dd>
    </>
  )
}
