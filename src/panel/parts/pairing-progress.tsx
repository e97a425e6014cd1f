import { t } from '../../edges/words'
import type { PairingView } from '../../wire/panel'
import { isClockOff, isStopped, replacementsOf } from '../pairing'
import { Auth } from './auth'
import { Steps } from './steps'
import { Trouble } from './trouble'

interface ProgressProps {
  pairing: PairingView
  /** The relays for pairing, as the settings have them. */
  wished: readonly string[]
}

/** How far a pairing has come, and what stands in its way. */
export function PairingProgress({ pairing, wished }: ProgressProps) {
  const { lights, error, auth, token } = pairing
  // what covers the code says it already
  const isSaid = token !== null && isStopped(pairing)
  return (
    <div class="progress stack">
      <Steps pairing={pairing} />
      <Trouble failure={error ?? (isClockOff(lights) && !isSaid ? { code: 'clock-off' } : null)} />
      {auth ? <Auth auth={auth} /> : null}
      <Replaced pairing={pairing} wished={wished} />
    </div>
  )
}

const short = (relay: string): string => relay.replace(/^wss:\/\//, '').replace(/\/$/, '')

/** The code was made anew with another relay: nobody has to do anything, but its code looks different now. */
function Replaced({ pairing, wished }: ProgressProps) {
  return (
    <div class="note" role="status">
      {replacementsOf(pairing, wished).map(({ gone, instead }) => (
        <p key={gone}>{instead ? t('relay_replaced', short(gone), short(instead)) : t('relay_dropped', short(gone))}</p>
      ))}
    </div>
  )
}
