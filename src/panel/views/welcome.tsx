import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { MAX_RELAYS } from '../../protocol/limits'
import { usableRelays } from '../../protocol/relay'
import { type KnownSigner, SIGNERS, type SignerName } from '../../protocol/signers'
import type { PairingView } from '../../wire/panel'
import { claimOf, isStopped, isUndecided, takesTokenOnly } from '../pairing'
import { Act } from '../parts/act'
import { SignerChoice } from '../parts/choose-signer'
import { FindSigners } from '../parts/find-signers'
import { LinkOffer } from '../parts/link-offer'
import { Paired } from '../parts/paired'
import { PairingClaim } from '../parts/pairing-claim'
import { PairingCode, Unscanned } from '../parts/pairing-code'
import { PairingFailed } from '../parts/pairing-failed'
import { Intro } from '../parts/pairing-intro'
import { PairingProgress } from '../parts/pairing-progress'
import { RelayForm } from '../parts/relay-form'
import { Relays } from '../parts/relays'
import { TokenForm } from '../parts/token-form'
import type { ViewProps } from '../view'

/** Pairing, and above it the token of a link, where one brought the person here. */
export const Welcome = (props: ViewProps) => (
  <>
    <LinkOffer {...props} />
    <Pairing {...props} />
  </>
)

/** A QR code at once, a field for a `bunker://` token, and the steps as they happen. */
function Pairing(props: ViewProps) {
  const { snapshot, commands, place } = props
  const { pairing } = snapshot
  useEffect(() => {
    // whoever opens this wants to pair; nothing is asked of them first
    if (!pairing) void commands.pairByQr()
  }, [])
  const heading = useHeading(sceneOf(pairing))
  const [token, relays] = [useRef<HTMLDetailsElement>(null), useRef<HTMLDetailsElement>(null)]
  if (pairing?.stage === 'paired') return <Paired {...props} pairing={pairing} heading={heading} />
  const ways = { ...props, token, relays }
  const claim = claimOf(pairing)
  if (pairing && claim) {
    return (
      <div class="welcome">
        <PairingClaim key={claim.remoteSigner} {...props} pairing={pairing} claim={claim} heading={heading} />
      </div>
    )
  }
  if (pairing?.stage === 'failed') {
    return (
      <div class="welcome">
        <PairingFailed {...props} pairing={pairing} heading={heading} />
        {pairing.flow === 'qr' ? <TokenWay {...ways} /> : null}
      </div>
    )
  }
  return (
    <div class="pairing">
      <div class={pairing?.token ? 'welcome with-code' : 'welcome'}>
        <Intro {...props} heading={heading} />
        {place === 'popup' ? <InPopup {...ways} /> : <OnPage {...ways} />}
      </div>
    </div>
  )
}

type Scene = 'none' | 'open' | 'failed' | 'paired' | `claim ${string}`

function sceneOf(pairing: PairingView | null): Scene {
  if (!pairing) return 'none'
  const claim = claimOf(pairing)
  if (claim) return `claim ${claim.remoteSigner}`
  return pairing.stage === 'failed' || pairing.stage === 'paired' ? pairing.stage : 'open'
}

/** The heading, which is given the focus where the button that had it goes away with its scene. */
function useHeading(scene: Scene): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef<Scene | null>(null)
  useEffect(() => {
    // that a code comes by itself is no reason to move it
    const isBegun = before.current !== null && before.current !== scene
    if (isBegun && !document.activeElement?.closest('main')) heading.current?.focus()
    if (isBegun || scene !== 'none') before.current = scene
  }, [scene])
  return heading
}

interface WaysProps extends ViewProps {
  /** Where a `bunker://` token is pasted. */
  token: RefObject<HTMLDetailsElement | null>
  /** Where the relays of the pairing are changed. */
  relays: RefObject<HTMLDetailsElement | null>
}

/** Unfolds it and gives it the focus. */
function reveal({ current }: RefObject<HTMLDetailsElement | null>): void {
  if (!current) return
  current.open = true
  current.querySelector('input')?.focus()
}

/** Of 600 px in height, the code and how it goes come first. */
const InPopup = (props: WaysProps) => (
  <>
    <Code {...props} />
    <Progress {...props} />
    <Hand {...props} />
    <div class="ways">
      <TokenWay {...props} />
    </div>
    <Choice {...props} />
    <div class="ways">
      <RelayWay {...props}>
        <Lights {...props} />
      </RelayWay>
    </div>
    <Foot {...props} />
  </>
)

/** The code and how it goes on one side; on the other whom it is for. */
const OnPage = (props: WaysProps) => (
  <>
    <div class="side">
      <Code {...props} />
      <Progress {...props} />
      <Hand {...props} />
      <div class="ways">
        <TokenWay {...props} />
      </div>
      <Foot {...props} />
    </div>
    <div class="side">
      <Choice {...props} />
      <section class="lights stack">
        <h2>{t('relays')}</h2>
        <p class="note">{t('relays_explained')}</p>
        <Lights {...props} />
        <RelayWay {...props} />
      </section>
    </div>
  </>
)

/** A signer that reads no codes is shown none. It is listened for all the same: the choice may be taken back. */
const asksToken = (pairing: PairingView): boolean => isUndecided(pairing) && takesTokenOnly(pairing.signer)

function Code({ snapshot: { pairing }, commands, relays }: WaysProps) {
  if (!pairing?.token || asksToken(pairing)) return null
  const again = () => commands.pairByQr(pairing.relays, pairing.signer)
  return <PairingCode pairing={pairing} token={pairing.token} showRelays={() => reveal(relays)} again={again} />
}

function Progress({ snapshot: { pairing, settings } }: WaysProps) {
  if (!pairing || asksToken(pairing)) return null
  return <PairingProgress pairing={pairing} wished={settings.relays} />
}

/** What can be done with the code by hand. */
function Hand({ snapshot: { pairing }, commands }: WaysProps) {
  if (!pairing) {
    return (
      <div class="actions">
        <Act tone="main" run={() => commands.pairByQr()}>
          {t('show_qr')}
        </Act>
      </div>
    )
  }
  if (!pairing.token || !isUndecided(pairing) || asksToken(pairing)) return null
  return (
    <div class="actions">
      <Unscanned pairing={pairing} token={pairing.token} />
    </div>
  )
}

function Foot({ snapshot: { pairing }, commands }: WaysProps) {
  if (!pairing) return null
  return (
    <div class="foot">
      <p class="note">{isStopped(pairing) ? '' : t('may_close')}</p>
      <Act tone="quiet" run={() => commands.cancelPairing()}>
        {t('cancel')}
      </Act>
    </div>
  )
}

function Choice({ snapshot: { pairing }, commands, token }: WaysProps) {
  if (!pairing || !isUndecided(pairing)) return null
  const choose = (signer: SignerName) => {
    const { relay }: KnownSigner = SIGNERS[signer]
    const relays = relay ? usableRelays([relay, ...pairing.relays], MAX_RELAYS) : pairing.relays
    // a signer that needs a relay of its own needs it in the code
    const isNamed = relays.every((url) => pairing.relays.includes(url))
    return isNamed ? commands.setSigner('pairing', signer) : commands.pairByQr(relays, signer)
  }
  return (
    <>
      <SignerChoice signer={pairing.signer} choose={choose} paste={() => reveal(token)} />
      <FindSigners find={commands.findSigners} choose={commands.pairByToken} />
    </>
  )
}

/** Where a token is under way there is nothing to paste. */
function TokenWay({ snapshot: { pairing }, commands, token }: WaysProps) {
  const isFailed = pairing?.stage === 'failed'
  if (pairing && !isFailed && !isUndecided(pairing)) return null
  const signer = pairing?.signer ?? null
  return (
    <details class="token-way" ref={token} open={!isFailed && takesTokenOnly(signer)}>
      <summary>{t('have_token')}</summary>
      <TokenForm pair={(text) => commands.pairByToken(text, signer)} />
    </details>
  )
}

function Lights({ snapshot: { pairing, settings } }: WaysProps) {
  return <Relays urls={pairing?.relays ?? settings.relays} states={pairing?.lights ?? []} />
}

interface RelayWayProps extends WaysProps {
  children?: ComponentChildren
}

function RelayWay({ snapshot: { pairing, settings }, commands, relays: details, children }: RelayWayProps) {
  const relays = pairing?.relays ?? settings.relays
  return (
    <details ref={details}>
      <summary>{t(children ? 'relays' : 'other_relays')}</summary>
      <div class="stack">
        {children ? <p class="note">{t('relays_explained')}</p> : null}
        {children}
        <RelayForm
          key={relays.join()}
          relays={relays}
          action={t('relays_use')}
          save={(urls) => commands.pairByQr(urls, pairing?.signer ?? null)}
        />
      </div>
    </details>
  )
}
