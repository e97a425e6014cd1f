import { t } from '../../edges/words'
import type { Destination, PaymentOutput } from '../bitcoin'
import { Amount } from './bitcoin-payment'
import { Quoted } from './quoted'

/** How much goes where. */
export function BitcoinOutput({ output: { amount, to, isFalse } }: { output: PaymentOutput }) {
  return (
    <li>
      {to.type === 'data' && amount === 0n ? null : <Amount sats={amount} />}
      <Whereto to={to} />
      {isFalse ? <p class="false-change">{t('output_false')}</p> : null}
    </li>
  )
}

function Whereto({ to }: { to: Destination }) {
  if (to.type === 'address') return <BitcoinAddress address={to.address} />
  const isText = to.type === 'data' && to.text !== null
  const label = t(to.type === 'data' ? 'output_data' : 'output_script')
  return (
    <>
      <p class="note">{label}</p>
      <Quoted label={label}>{isText ? to.text : <code dir="ltr">{to.hex}</code>}</Quoted>
    </>
  )
}

/** In groups of four to be compared with the bill; no space is in it when it is copied. */
export function BitcoinAddress({ address }: { address: string }) {
  return (
    <code class="address" dir="ltr">
      {(address.match(/.{1,4}/g) ?? []).map((group, i) => (
        <span key={i}>
          {group}
          <wbr />
        </span>
      ))}
    </code>
  )
}
