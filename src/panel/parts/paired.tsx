import type { RefObject } from 'preact'
import { t } from '../../edges/words'
import { SIGNERS } from '../../protocol/signers'
import type { PairingView } from '../../wire/panel'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'
import { Act } from './act'
import { ShortKey } from './key'

export interface SceneProps extends ViewProps {
  pairing: PairingView
  /** Where the focus goes when this comes to be seen. */
  heading: RefObject<HTMLHeadingElement | null>
}

/** It is done: who it is, what happens next, and a way on. */
export function Paired({ snapshot, pairing, commands, place, heading }: SceneProps) {
  const account = snapshot.accounts.find(({ user }) => user === pairing.user)
  const name = account?.given ?? account?.profile?.name
  const picture = account?.profile?.picture
  const done = async () => {
    const outcome = await commands.cancelPairing()
    location.hash = hrefOf(place, 'home')
    return outcome
  }
  return (
    <div class="paired stack">
      <h1 ref={heading} tabIndex={-1}>
        {t(isPhone(pairing) ? 'paired_title' : 'paired_title_signer')}
      </h1>
      <p class="card who">
        {picture ? <img src={picture} alt="" width={48} height={48} /> : null}
        <span>
          {name ? <bdi class="name">{name}</bdi> : null} {pairing.npub ? <ShortKey value={pairing.npub} /> : null}
        </span>
      </p>
      <p>{t('paired_sentence')}</p>
      <div class="actions">
        <Act tone="main" run={done}>
          {t('go_home')}
        </Act>
      </div>
    </div>
  )
}

/** A code is for a phone, unless the signer is known to live elsewhere. */
function isPhone({ flow, signer }: PairingView): boolean {
  const platform = signer && SIGNERS[signer].platform
  return platform ? platform === 'phone' : flow === 'qr'
}
