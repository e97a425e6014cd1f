import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { SIGNERS, type SignerName } from '../../protocol/signers'
import type { PairingView } from '../../wire/panel'
import { useNow } from '../clock'
import { isStopped, opensByLink } from '../pairing'
import { Act } from './act'
import { Copy } from './copy'
import { Qr } from './qr'
import { Trouble } from './trouble'

interface CodeProps {
  pairing: PairingView
  token: string
  /** Shows where relays are changed. */
  showRelays: () => void
  /** A new code. */
  again: () => Promise<Outcome<void>>
}

/**
 * The code, and what covers it while it must not be scanned: nobody listens yet, nothing that we say would arrive, or
 * somebody has answered it.
 */
export function PairingCode({ pairing, token, showRelays, again }: CodeProps) {
  const { stage, startedAt } = pairing
  const veil =
    // one that hears of the right time now would still go by what was asked of it at the wrong one
    isStopped(pairing) ? (
      <>
        <Trouble failure={{ code: 'clock-off' }} />
        <Act tone="main" run={again}>
          {t('try_again')}
        </Act>
      </>
    ) : stage === 'connecting' ? (
      <Unheard since={startedAt} showRelays={showRelays} />
    ) : stage === 'answered' ? (
      <p>{t('qr_answered')}</p>
    ) : null
  return <Qr text={token} label={t('qr_label')} veil={veil} />
}

/** By then a relay that can be reached has been, ms. */
const UNREACHABLE_MS = 8_000

/**
 * Instead of a code to scan, while no relay listens: relays keep nothing of this kind, so an answer given now would be
 * lost.
 */
function Unheard({ since, showRelays }: { since: number } & Pick<CodeProps, 'showRelays'>) {
  const isLate = useNow() - since >= UNREACHABLE_MS
  return (
    <>
      <p role="status">{t(isLate ? 'qr_unreachable' : 'qr_connecting')}</p>
      {isLate ? (
        <button type="button" class="button plain" onClick={showRelays}>
          {t('other_relays')}
        </button>
      ) : null}
    </>
  )
}

/** For a signer that cannot scan: on another device by copying, on this one by opening. */
export function Unscanned({ pairing, token }: Pick<CodeProps, 'pairing' | 'token'>) {
  const { signer, stage, service } = pairing
  const isTried = useSignal(false)
  const isReady = stage === 'waiting' && !isStopped(pairing)
  const tried = () => {
    isTried.value = true
  }
  return (
    <>
      {service?.url ? <Service domain={service.domain} url={isReady ? service.url : null} /> : null}
      {!service && opensByLink(signer) ? (
        <Link href={isReady ? token : null} tried={tried}>
          {nameOf(signer) ? t('open_named', nameOf(signer)) : t('open_signer')}
        </Link>
      ) : null}
      <Copy text={token} disabled={!isReady}>
        {t('copy_code')}
      </Copy>
      {isTried.value ? (
        <p class="note tried" role="status">
          {t('open_nothing')}
        </p>
      ) : null}
    </>
  )
}

/** The service's own page, with our token in it. */
function Service({ domain, url }: { domain: string; url: string | null }) {
  return url === null ? (
    <button type="button" class="button main" disabled>
      {t('service_open', domain)}
    </button>
  ) : (
    <a class="button main" href={url} target="_blank" rel="noreferrer noopener">
      {t('service_open', domain)}
    </a>
  )
}

const nameOf = (signer: SignerName | null): string => SIGNERS[signer ?? 'other'].name ?? ''

interface LinkProps {
  /** null: not yet. */
  href: string | null
  tried: () => void
  children: ComponentChildren
}

/** Browsers say nothing where no app takes a link. */
function Link({ href, tried, children }: LinkProps) {
  return href === null ? (
    <button type="button" class="button plain by-link" disabled>
      {children}
    </button>
  ) : (
    <a class="button plain by-link" href={href} onClick={tried}>
      {children}
    </a>
  )
}
