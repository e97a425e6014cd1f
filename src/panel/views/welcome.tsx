import { useEffect } from 'preact/hooks'
import { t } from '../../edges/words'
import type { PairingView, RemoteCommands } from '../../wire/panel'
import { Act } from '../parts/act'
import { Auth } from '../parts/auth'
import { Copy } from '../parts/copy'
import { Qr } from '../parts/qr'
import { RelayForm } from '../parts/relay-form'
import { Relays } from '../parts/relays'
import { Steps } from '../parts/steps'
import { TokenForm } from '../parts/token-form'
import { Trouble } from '../parts/trouble'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** Pairing: a QR code at once, a field for a `bunker://` token, and the steps as they happen. */
export function Welcome(props: ViewProps) {
  const { snapshot, commands } = props
  const { pairing } = snapshot
  useEffect(() => {
    // whoever opens this wants to pair; nothing is asked of them first
    if (!pairing) void commands.pairByQr()
  }, [])
  if (pairing?.stage === 'paired') return <Paired {...props} pairing={pairing} />
  return (
    <div class="welcome">
      <div class="intro">
        <h1>{t('welcome_title')}</h1>
        <p>{t('welcome_sentence')}</p>
      </div>
      {pairing ? <UnderWay {...props} pairing={pairing} /> : <NotStarted commands={commands} />}
      <OtherWays {...props} />
    </div>
  )
}

interface PairingProps extends ViewProps {
  pairing: PairingView
}

function NotStarted({ commands }: Pick<ViewProps, 'commands'>) {
  return (
    <div class="actions">
      <Act tone="main" run={() => commands.pairByQr()}>
        {t('show_qr')}
      </Act>
    </div>
  )
}

function UnderWay({ pairing, commands }: PairingProps) {
  const failed = pairing.stage === 'failed'
  const token = failed ? null : pairing.token
  return (
    <>
      {token ? <Qr text={token} label={t('qr_label')} /> : null}
      <div class="progress stack">
        <Steps pairing={pairing} />
        <Trouble failure={pairing.error} />
        {pairing.auth ? <Auth auth={pairing.auth} /> : null}
        <div class="actions">
          {token ? <Unscanned token={token} /> : null}
          {failed ? <Again pairing={pairing} commands={commands} /> : null}
          <Act tone="quiet" run={() => commands.cancelPairing()}>
            {t('cancel')}
          </Act>
        </div>
        {failed ? null : <p class="note">{t('may_close')}</p>}
      </div>
    </>
  )
}

/** For a signer that cannot scan: on another device by copying, on this one by opening. */
function Unscanned({ token }: { token: string }) {
  return (
    <>
      <a class="button main on-phone" href={token}>
        {t('open_signer')}
      </a>
      <Copy text={token}>{t('copy_code')}</Copy>
    </>
  )
}

/** A spent or silent code is replaced by a new one, on the same relays. */
function Again({ pairing, commands }: { pairing: PairingView; commands: RemoteCommands }) {
  return (
    <Act tone="main" run={() => commands.pairByQr(pairing.flow === 'qr' ? pairing.relays : undefined)}>
      {t(pairing.flow === 'qr' ? 'try_again' : 'show_qr')}
    </Act>
  )
}

function OtherWays({ snapshot, commands }: ViewProps) {
  const relays = snapshot.pairing?.relays ?? snapshot.settings.relays
  return (
    <div class="ways">
      <details name="ways" open={snapshot.pairing?.flow === 'bunker' && snapshot.pairing.stage === 'failed'}>
        <summary>{t('have_token')}</summary>
        <TokenForm pair={(token) => commands.pairByToken(token)} />
      </details>
      <details name="ways">
        <summary>{t('relays')}</summary>
        <div class="stack">
          <p class="note">{t('relays_explained')}</p>
          <Relays urls={relays} states={snapshot.relays} />
          <RelayForm
            key={relays.join()}
            relays={relays}
            action={t('relays_use')}
            save={(urls) => commands.pairByQr(urls)}
          />
        </div>
      </details>
    </div>
  )
}

function Paired({ pairing, commands, place }: PairingProps) {
  const done = async () => {
    const outcome = await commands.cancelPairing()
    location.hash = hrefOf(place, 'home')
    return outcome
  }
  return (
    <div class="stack">
      <h1>{t('paired_title')}</h1>
      <Steps pairing={pairing} />
      <p>{t('paired_sentence')}</p>
      <p class="card">
        <code class="key whole" dir="ltr">
          {pairing.npub}
        </code>
      </p>
      <div class="actions">
        <Act tone="main" run={done}>
          {t('done')}
        </Act>
        {pairing.npub ? <Copy text={pairing.npub}>{t('copy_npub')}</Copy> : null}
      </div>
    </div>
  )
}
