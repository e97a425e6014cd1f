import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { MAX_RELAYS } from '../../protocol/limits'
import { usableRelays } from '../../protocol/relay'
import { type KnownSigner, SIGNERS, type SignerName } from '../../protocol/signers'
import type { PairingView, RemoteCommands } from '../../wire/panel'
import { useNow } from '../clock'
import { Act } from '../parts/act'
import { Auth } from '../parts/auth'
import { SignerChoice } from '../parts/choose-signer'
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
  const relays = useRef<HTMLDetailsElement>(null)
  if (pairing?.stage === 'paired') return <Paired {...props} pairing={pairing} />
  const asksToken = pairing !== null && isUndecided(pairing) && takesTokenOnly(pairing.signer)
  return (
    <div class="welcome">
      <div class="intro">
        <h1>{t(asksToken ? 'welcome_token_title' : 'welcome_title')}</h1>
        <p>{t(asksToken ? 'welcome_token_sentence' : 'welcome_sentence')}</p>
      </div>
      {asksToken ? <TokenFirst pairing={pairing} commands={commands} /> : null}
      {pairing && !asksToken ? <UnderWay {...props} pairing={pairing} relays={relays} /> : null}
      {pairing ? null : <NotStarted commands={commands} />}
      {asksToken ? null : <OtherWays {...props} relays={relays} />}
    </div>
  )
}

/** The code is shown and nobody has answered it: which signer it will be is open. */
const isUndecided = ({ flow, stage }: PairingView): boolean =>
  flow === 'qr' && (stage === 'connecting' || stage === 'waiting')

const takesTokenOnly = (signer: SignerName | null): boolean => signer !== null && SIGNERS[signer].flow === 'bunker'

interface PairingProps extends ViewProps {
  pairing: PairingView
}

interface RelaysProps {
  /** Where the relays of the pairing are changed. */
  relays: RefObject<HTMLDetailsElement | null>
}

interface ChoiceProps {
  pairing: PairingView
  commands: RemoteCommands
}

function Choice({ pairing, commands }: ChoiceProps) {
  const choose = (signer: SignerName) => {
    const { relay }: KnownSigner = SIGNERS[signer]
    const relays = relay ? usableRelays([relay, ...pairing.relays], MAX_RELAYS) : pairing.relays
    // a signer that needs a relay of its own needs it in the code
    const isNamed = relays.every((url) => pairing.relays.includes(url))
    return isNamed ? commands.setSigner('pairing', signer) : commands.pairByQr(relays, signer)
  }
  return <SignerChoice signer={pairing.signer} choose={choose} />
}

/** For a signer that reads no codes. The code is listened for all the same: the choice may be taken back. */
function TokenFirst({ pairing, commands }: ChoiceProps) {
  return (
    <div class="stack">
      <Choice pairing={pairing} commands={commands} />
      <TokenForm pair={(token) => commands.pairByToken(token, pairing.signer)} />
    </div>
  )
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

function UnderWay({ pairing, commands, relays }: PairingProps & RelaysProps) {
  const failed = pairing.stage === 'failed'
  const token = failed ? null : pairing.token
  const isUnheard = pairing.stage === 'connecting'
  return (
    <>
      {token ? (
        <Qr
          text={token}
          label={t('qr_label')}
          veil={isUnheard ? <Unheard since={pairing.startedAt} relays={relays} /> : null}
        />
      ) : null}
      <div class="progress stack">
        <Steps pairing={pairing} />
        <Trouble failure={pairing.error} />
        {pairing.auth ? <Auth auth={pairing.auth} /> : null}
        <div class="actions">
          {token ? <Unscanned token={token} isReady={!isUnheard} /> : null}
          {failed ? <Again pairing={pairing} commands={commands} /> : null}
          <Act tone="quiet" run={() => commands.cancelPairing()}>
            {t('cancel')}
          </Act>
        </div>
        {failed ? null : <p class="note">{t('may_close')}</p>}
        {isUndecided(pairing) ? <Choice pairing={pairing} commands={commands} /> : null}
      </div>
    </>
  )
}

/** By then a relay that can be reached has been, ms. */
const UNREACHABLE_MS = 8_000

/**
 * Instead of a code to scan, while no relay listens: relays keep nothing of this kind, so an answer given now would be
 * lost.
 */
function Unheard({ since, relays }: { since: number } & RelaysProps) {
  const isLate = useNow() - since >= UNREACHABLE_MS
  const show = () => {
    if (!relays.current) return
    relays.current.open = true
    relays.current.querySelector('summary')?.focus()
  }
  return (
    <>
      <p role="status">{t(isLate ? 'qr_unreachable' : 'qr_connecting')}</p>
      {isLate ? (
        <button type="button" class="button plain" onClick={show}>
          {t('other_relays')}
        </button>
      ) : null}
    </>
  )
}

/** For a signer that cannot scan: on another device by copying, on this one by opening. */
function Unscanned({ token, isReady }: { token: string; isReady: boolean }) {
  return (
    <>
      <a class="button main on-phone" {...(isReady ? { href: token } : { role: 'link', 'aria-disabled': true })}>
        {t('open_signer')}
      </a>
      <Copy text={token} disabled={!isReady}>
        {t('copy_code')}
      </Copy>
    </>
  )
}

/** A spent or silent code is replaced by a new one, on the same relays. */
function Again({ pairing: { flow, relays, signer }, commands }: ChoiceProps) {
  return flow === 'qr' ? (
    <Act tone="main" run={() => commands.pairByQr(relays, signer)}>
      {t('try_again')}
    </Act>
  ) : (
    <Act tone="main" run={() => commands.pairByQr()}>
      {t('show_qr')}
    </Act>
  )
}

function OtherWays({ snapshot, commands, relays: details }: ViewProps & RelaysProps) {
  const relays = snapshot.pairing?.relays ?? snapshot.settings.relays
  const signer = snapshot.pairing?.signer ?? null
  return (
    <div class="ways">
      <details name="ways" open={snapshot.pairing?.flow === 'bunker' && snapshot.pairing.stage === 'failed'}>
        <summary>{t('have_token')}</summary>
        <TokenForm pair={(token) => commands.pairByToken(token, signer)} />
      </details>
      <details name="ways" ref={details}>
        <summary>{t('relays')}</summary>
        <div class="stack">
          <p class="note">{t('relays_explained')}</p>
          <Relays urls={relays} states={snapshot.relays} />
          <RelayForm
            key={relays.join()}
            relays={relays}
            action={t('relays_use')}
            save={(urls) => commands.pairByQr(urls, signer)}
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
