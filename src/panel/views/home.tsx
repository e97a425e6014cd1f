import { t, tn } from '../../edges/words'
import type { Hex } from '../../protocol/hex'
import type { AccountView, PendingView } from '../../wire/panel'
import { useNow } from '../clock'
import { ago } from '../format'
import { Copy } from '../parts/copy'
import { ShortKey } from '../parts/key'
import { Notice } from '../parts/notice'
import { Hint, Pending } from '../parts/pending'
import { Rows } from '../parts/row'
import { ThisSite } from '../parts/this-site'
import { hrefOf } from '../route'
import { isQuiet, silentSentence, waitingSentence } from '../signer'
import type { ViewProps } from '../view'

/** Who signs, how the line to the phone is, and what waits for it. */
export function Home({ snapshot, commands, place }: ViewProps) {
  const { accounts, account, approvals, pending, notices } = snapshot
  const signer = accounts.find(({ user }) => user === account) ?? accounts[0]
  // what is on its way stands first; by their keys they move without beginning anew
  const parts = [
    <ThisSite key="site" snapshot={snapshot} commands={commands} place={place} />,
    <Waiting key="waiting" snapshot={snapshot} commands={commands} shown={signer?.user ?? null} />,
  ]
  return (
    <div class="stack">
      <h1 class="unseen">{t('home')}</h1>
      {signer ? <Signer signer={signer} pending={pending.filter((call) => call.account === signer.user)} /> : null}
      {approvals.length > 0 ? (
        <a class="callout" href={hrefOf(place, 'approval')}>
          {tn('approvals_wait', approvals.length)}
        </a>
      ) : null}
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} commands={commands} />
      ))}
      <Rows snapshot={snapshot} commands={commands} />
      {pending.length > 0 ? parts.toReversed() : parts}
    </div>
  )
}

interface SignerProps {
  signer: AccountView
  /** What waits for it. */
  pending: readonly PendingView[]
}

function Signer({ signer, pending }: SignerProps) {
  const now = useNow()
  const quiet = pending.find((call) => isQuiet(call, now))
  return (
    <section class="card" aria-label={t('account')}>
      <div class="split">
        <ShortKey value={signer.npub} />
        <Copy text={signer.npub} label={t('copy_npub')} />
      </div>
      <p role="status" class={`light ${lightOf(pending)}`}>
        <LineState signer={signer} pending={pending} />
      </p>
      {quiet ? <Hint call={quiet} signer={signer.signer} /> : null}
    </section>
  )
}

const isSilent = ({ stage, presence }: PendingView): boolean => stage === 'taken' && presence === 'silent'

const lightOf = (pending: readonly PendingView[]): 'open' | 'connecting' | 'closed' => {
  if (pending.some(isSilent)) return 'closed'
  return pending.length > 0 ? 'connecting' : 'open'
}

function LineState({ signer, pending }: SignerProps) {
  const now = useNow()
  if (pending.some(isSilent)) return <>{silentSentence(signer.signer)}</>
  if (pending.length > 0) return <>{waitingSentence(signer.signer)}</>
  if (signer.answeredAt === null) return <>{t('line_paired', ago(signer.pairedAt, now))}</>
  return <>{t('line_answered', ago(signer.answeredAt, now))}</>
}

/** `shown`: the user whose line is shown above, with the hint for it. */
function Waiting({ snapshot, commands, shown }: Omit<ViewProps, 'place'> & { shown: Hex | null }) {
  const { pending, accounts } = snapshot
  const signerOf = (user: Hex) => accounts.find((account) => account.user === user)?.signer ?? null
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
        pending.map((call) => (
          <Pending
            key={call.callId}
            call={call}
            signer={signerOf(call.account)}
            hints={call.account !== shown}
            commands={commands}
          />
        ))
      )}
    </section>
  )
}
