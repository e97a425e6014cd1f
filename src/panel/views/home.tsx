import { t, tn } from '../../edges/words'
import type { Hex } from '../../protocol/hex'
import type { AccountView, NoticeView, Snapshot } from '../../wire/panel'
import { isCutOff } from '../line-state'
import { useActiveSite } from '../parts/active'
import { Notice } from '../parts/notice'
import { Pending } from '../parts/pending'
import { Rows } from '../parts/row'
import { SignerCard } from '../parts/signer-card'
import { ThisSite } from '../parts/this-site'
import { hrefOf } from '../route'
import { isOn, signerAt } from '../sites'
import type { ViewProps } from '../view'

/** Who signs here, how the line to the phone is, what waits for it, and the site under the popup. */
export function Home(props: ViewProps) {
  const { snapshot, commands, place } = props
  const site = useActiveSite(place)
  const { accounts, approvals, pending } = snapshot
  const origin = site && isOnAt(props, site.origin) ? site.origin : null
  const user = signerAt(snapshot, origin)
  const signer = accounts.find((account) => account.user === user) ?? accounts[0]
  const notices = snapshot.notices.filter((notice) => !isOnCard(notice, signer))
  // over a site, that site is what there is to see; and nothing invites to ask where something else is to be seen to
  const invites = !site && isWell(snapshot, signer)
  // what is on its way stands first; by their keys they move without beginning anew
  const parts = [
    site ? <ThisSite key="site" site={site} {...props} /> : null,
    <Waiting key="waiting" {...props} shown={signer?.user ?? null} invites={invites} />,
  ]
  return (
    <div class="stack">
      <h1 class="unseen">{t('home')}</h1>
      {signer ? <SignerCard signer={signer} origin={origin} {...props} /> : null}
      {approvals.length > 0 ? (
        <a class="callout" href={hrefOf(place, 'approval')}>
          {tn('approvals_wait', approvals.length)}
        </a>
      ) : null}
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} accounts={accounts} commands={commands} />
      ))}
      <Rows snapshot={snapshot} commands={commands} />
      {pending.length > 0 ? parts.toReversed() : parts}
    </div>
  )
}

/** The card of an account whose session has ended says so itself. */
const isOnCard = ({ code, account }: NoticeView, signer: AccountView | undefined): boolean =>
  code === 'signed-out' && !!signer && signer.endedAt !== null && (account ?? signer.user) === signer.user

/** Nothing is wrong with who signs here, and nothing waits for the person. */
const isWell = ({ approvals, notices, rows }: Snapshot, signer: AccountView | undefined): boolean =>
  [approvals, notices, rows].every(({ length }) => length === 0) &&
  !!signer &&
  signer.endedAt === null &&
  !isCutOff(signer)

const isOnAt = ({ snapshot }: ViewProps, origin: string): boolean =>
  isOn(snapshot.sites.find((site) => site.origin === origin) ?? { on: null }, snapshot.settings)

interface WaitingProps extends ViewProps {
  /** The user whose line is shown above, with the hint for it. */
  shown: Hex | null
  /** Where nothing is under way: say how to begin. */
  invites: boolean
}

function Waiting({ snapshot, commands, shown, invites }: WaitingProps) {
  const { pending, accounts } = snapshot
  const signerOf = (user: Hex) => accounts.find((account) => account.user === user)?.signer ?? null
  if (pending.length === 0 && !invites) return null
  return (
    <section class="stack" aria-labelledby="pending-title">
      <h2 id="pending-title" class={pending.length === 0 ? 'unseen' : undefined}>
        {t('pending')}
      </h2>
      {pending.length === 0 ? <Nothing isNew={!snapshot.sites.some(({ lastAt }) => lastAt !== null)} /> : null}
      {pending.map((call) => (
        <Pending
          key={call.callId}
          call={call}
          signer={signerOf(call.account)}
          hints={call.account !== shown}
          commands={commands}
        />
      ))}
    </section>
  )
}

/** `isNew`: no site has asked for anything yet, so it is said where to begin. */
function Nothing({ isNew }: { isNew: boolean }) {
  return (
    <div class="empty">
      <p class={isNew ? 'lead' : undefined}>{t(isNew ? 'home_start' : 'pending_none')}</p>
      <p class="note">{t(isNew ? 'home_start_how' : 'pending_none_hint')}</p>
    </div>
  )
}
