import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { t, tn } from '../../edges/words'
import type { AccountView, ApprovalView, PendingView, Preset, RemoteCommands, Snapshot } from '../../wire/panel'
import { alarmsOf, isWary } from '../alarms'
import { AccountChoice } from '../parts/account-choice'
import { Act } from '../parts/act'
import { Alarms } from '../parts/alarms'
import { Cautions } from '../parts/caution'
import { Pager, type PagerProps } from '../parts/pager'
import { Pending } from '../parts/pending'
import { PresetChoice } from '../parts/preset-choice'
import { Reading } from '../parts/reading'
import { Rows } from '../parts/row'
import { SiteHead } from '../parts/site'
import { Target } from '../parts/target'
import { useCare } from '../parts/use-care'
import { Verdicts } from '../parts/verdicts'
import { loginOf, question, sortOf } from '../phrases'
import type { ViewProps } from '../view'

/** One question at a time: which site wants what, as whom. */
export function Approval({ snapshot, commands, place }: ViewProps) {
  const [first, ...others] = snapshot.approvals
  const auths = snapshot.pending.filter(({ auth }) => auth)
  useCloseWhenDone(place === 'approval' && !first && auths.length === 0 && snapshot.rows.length === 0)
  if (first)
    return (
      <Question
        key={first.id}
        approval={first}
        accounts={snapshot.accounts}
        more={others.length}
        commands={commands}
        place={place}
      />
    )
  return auths.length > 0 ? (
    <div class="stack">
      <h1>{t('approval_auth')}</h1>
      <h2 class="unseen">{t('pending')}</h2>
      {auths.map((call) => (
        <Pending key={call.callId} call={call} signer={signerOf(snapshot, call)} hints={false} commands={commands} />
      ))}
    </div>
  ) : (
    <div class="stack">
      <div class="empty">
        <h1>{t('approval_none')}</h1>
        <p class="note">{t('approval_none_hint')}</p>
      </div>
      <Rows snapshot={snapshot} commands={commands} />
    </div>
  )
}

const signerOf = ({ accounts }: Snapshot, { account }: PendingView) =>
  accounts.find(({ user }) => user === account)?.signer ?? null

/** The window was made for a question; when the last one is answered it goes. */
function useCloseWhenDone(done: boolean): void {
  useEffect(() => {
    if (done) close()
  }, [done])
}

interface QuestionProps extends Pick<ViewProps, 'commands' | 'place'> {
  approval: ApprovalView
  accounts: readonly AccountView[]
  /** Questions behind this one. */
  more: number
}

function Question({ approval, accounts, more, commands, place }: QuestionProps) {
  const skipped = useSignal<ReadonlySet<string>>(new Set())
  const preset = useSignal<Preset>('everyday')
  const { calls, isCautious } = approval
  // what is shown does not change, but that more may come before that
  const all = useMemo(() => alarmsOf(calls), [calls.length])
  const alarms = all.filter(({ callId }) => !skipped.value.has(callId))
  const wary = isWary(approval, alarms)
  const isFirst = approval.isFirst && !isCautious && !wary
  const { readings, care } = useCare(approval)
  const skip = (callIds: string[], out: boolean) => {
    const next = new Set(skipped.value)
    for (const callId of callIds) out ? next.add(callId) : next.delete(callId)
    skipped.value = next
  }
  return (
    <div class="question">
      <header class="stack">
        <SiteHead {...approval} />
        <p class="wants">{question(approval)}</p>
        <Target approval={approval} />
        <AccountChoice approval={approval} accounts={accounts} commands={commands} />
        {more > 0 ? <p class="note">{tn('approvals_more', more)}</p> : null}
      </header>
      <div class="stack">
        {approval.isStorm ? <Storm approval={approval} commands={commands} /> : null}
        <Cautions approval={approval} />
        <Alarms alarms={alarms} of={calls.length} />
        <Matter approval={approval} skipped={skipped.value} skip={skip} readings={readings} />
        {isFirst ? (
          <PresetChoice
            chosen={preset.value}
            choose={(chosen) => {
              preset.value = chosen
            }}
          />
        ) : null}
      </div>
      <Verdicts
        escapes={place === 'approval'}
        see={(allow) => commands.see(allow && { id: approval.id, allow })}
        manner={{
          ...{ preset: isFirst ? preset.value : null, onceOnly: isCautious, isWary: wary },
          ...{ boundTo: loginOf(approval)?.at ?? null, sort: sortOf(approval.permission) },
          ...{ all: calls.length, chosen: calls.length - skipped.value.size },
        }}
        care={care}
        decide={(verdict, chosen) =>
          chosen
            ? commands.decide(approval.id, verdict, [...skipped.value], chosen)
            : commands.decide(approval.id, verdict, [...skipped.value])
        }
      />
    </div>
  )
}

interface MatterProps extends Omit<PagerProps, 'calls'> {
  approval: ApprovalView
}

/** Calls one by one, but for decrypts: of those there is nothing to see but with whom. */
function Matter({ approval, ...choice }: MatterProps) {
  if (approval.permission.endsWith('_decrypt')) return <Reading approval={approval} {...choice} />
  return <Pager calls={approval.calls} {...choice} />
}

/** The site asks and asks: a way out that is not one click per question. */
function Storm({ approval, commands }: { approval: ApprovalView; commands: RemoteCommands }) {
  return (
    <div class="storm">
      <p class="note">{t('storm')}</p>
      <Act run={() => commands.denySite(approval.account, approval.origin, 60)}>{t('deny_site_hour')}</Act>
    </div>
  )
}
