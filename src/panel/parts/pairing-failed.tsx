import { t } from '../../edges/words'
import { hintSentence } from '../signer'
import { Act } from './act'
import type { SceneProps } from './paired'
import { Relays } from './relays'
import { Report } from './report'
import { Steps } from './steps'
import { TokenForm } from './token-form'
import { Trouble } from './trouble'

/** It came to nothing: how far it got, what happened, what to do, and what somebody who helps needs to know. */
export function PairingFailed({ snapshot, pairing, commands, heading }: SceneProps) {
  const { flow, relays, signer, lights, error } = pairing
  return (
    <div class="failed stack">
      <h1 ref={heading} tabIndex={-1}>
        {t('failed_title')}
      </h1>
      <Trouble failure={error} />
      {error?.code === 'pairing-silent' ? <p>{hintSentence(signer)}</p> : null}
      {flow === 'bunker' ? <TokenForm pair={(text) => commands.pairByToken(text, signer)} /> : null}
      <div class="actions">
        <Act
          // where a token failed, another is what helps
          tone={flow === 'qr' ? 'main' : 'plain'}
          // a spent or silent code is replaced by a new one, on the same relays
          run={() => (flow === 'qr' ? commands.pairByQr(relays, signer) : commands.pairByQr())}
        >
          {t(flow === 'qr' ? 'try_again' : 'show_qr')}
        </Act>
        <Act tone="quiet" run={() => commands.cancelPairing()}>
          {t('cancel')}
        </Act>
      </div>
      <Steps pairing={pairing} />
      <h2>{t('relays')}</h2>
      <Relays urls={relays} states={lights} />
      <Report snapshot={snapshot} commands={commands} />
    </div>
  )
}
