import { t, tn } from '../../edges/words'
import type { AccountView } from '../../wire/panel'
import { useNow } from '../clock'
import { ago } from '../format'
import { Copy } from '../parts/copy'
import { ShortKey } from '../parts/key'
import { Notice } from '../parts/notice'
import { Pending } from '../parts/pending'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** Who signs, how the line to the phone is, and what waits for it. */
export function Home({ snapshot, commands, place }: ViewProps) {
  const { accounts, account, approvals, pending, notices } = snapshot
  const signer = accounts.find(({ user }) => user === account) ?? accounts[0]
  return (
    <div class="stack">
      <h1 class="unseen">{t('home')}</h1>
      {signer ? <Signer signer={signer} waiting={pending.length > 0} /> : null}
      {approvals.length > 0 ? (
        <a class="callout" href={hrefOf(place, 'approval')}>
          {tn('approvals_wait', approvals.length)}
        </a>
      ) : null}
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} commands={commands} />
      ))}
      <Waiting snapshot={snapshot} commands={commands} />
    </div>
  )
}

function Signer({ signer, waiting }: { signer: AccountView; waiting: boolean }) {
  return (
    <section class="card" aria-label={t('account')}>
      <div class="split">
        <ShortKey value={signer.npub} />
        <Copy text={signer.npub} label={t('copy_npub')} />
      </div>
      <p role="status" class={waiting ? 'light connecting' : 'light open'}>
        <LineState signer={signer} waiting={waiting} />
      </p>
    </section>
  )
}

function LineState({ signer, waiting }: { signer: AccountView; waiting: boolean }) {
  const now = useNow()
  if (waiting) return <>{t('line_waiting')}</>
  if (signer.answeredAt === null) return <>{t('line_paired', ago(signer.pairedAt, now))}</>
  return <>{t('line_answered', ago(signer.answeredAt, now))}</>
}

function Waiting({ snapshot, commands }: Omit<ViewProps, 'place'>) {
  const { pending } = snapshot
  return (
    <section class="stack" aria-labelledby="pending-title">
      <h2 id="pending-title" class={pending.length === 0 ? 'unseen' : undefined}>
        {t('pending')}
      </h2>
      {pending.length === 0 ? (
        <div class="empty">
          <p>{t('pending_none')}</p>
          <p class="note">{t('pending_none_hint')}</p>
        </div>
      ) : (
        pending.map((call) => <Pending key={call.callId} call={call} commands={commands} />)
      )}
    </section>
  )
}
