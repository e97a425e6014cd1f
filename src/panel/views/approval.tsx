import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { t, tn } from '../../edges/words'
import type { ApprovalView } from '../../wire/panel'
import { Asked } from '../parts/asked'
import { ShortKey } from '../parts/key'
import { Site } from '../parts/site'
import { Verdicts } from '../parts/verdicts'
import { question } from '../phrases'
import type { ViewProps } from '../view'

/** One question at a time: which site wants what, as whom. */
export function Approval({ snapshot, commands, place }: ViewProps) {
  const [first, ...others] = snapshot.approvals
  useCloseWhenDone(place === 'approval' && !first)
  if (!first)
    return (
      <div class="empty">
        <h1>{t('approval_none')}</h1>
        <p class="note">{t('approval_none_hint')}</p>
      </div>
    )
  return <Question key={first.id} approval={first} more={others.length} commands={commands} place={place} />
}

/** The window was made for a question; when the last one is answered it goes. */
function useCloseWhenDone(done: boolean): void {
  useEffect(() => {
    if (done) close()
  }, [done])
}

interface QuestionProps extends Pick<ViewProps, 'commands' | 'place'> {
  approval: ApprovalView
  /** Questions behind this one. */
  more: number
}

function Question({ approval, more, commands, place }: QuestionProps) {
  const skipped = useSignal<ReadonlySet<string>>(new Set())
  const toggle = (callId: string) => {
    const next = new Set(skipped.value)
    if (!next.delete(callId)) next.add(callId)
    skipped.value = next
  }
  return (
    <div class="question">
      <header>
        <h1 class="asker">
          <Site {...approval} />
        </h1>
        <p class="wants">{question(approval)}</p>
        <p class="note">
          {t('as_account')} <ShortKey value={approval.npub} />
        </p>
        {more > 0 ? <p class="note">{tn('approvals_more', more)}</p> : null}
      </header>
      <Calls approval={approval} skipped={skipped.value} toggle={toggle} />
      <Verdicts
        escapes={place === 'approval'}
        decide={(verdict) => commands.decide(approval.id, verdict, [...skipped.value])}
      />
    </div>
  )
}

interface CallsProps {
  approval: ApprovalView
  skipped: ReadonlySet<string>
  toggle: (callId: string) => void
}

/** The calls of a question, one on each page; any but the last one left may be taken out. */
function Calls({ approval: { calls }, skipped, toggle }: CallsProps) {
  const page = useSignal(0)
  const call = calls[Math.min(page.value, calls.length - 1)]
  if (!call) return null
  const turn = (by: number) => {
    page.value = (page.value + by + calls.length) % calls.length
  }
  const isSkipped = skipped.has(call.callId)
  return (
    <div class="stack">
      {calls.length > 1 ? (
        <nav class="pager" aria-label={t('pager')}>
          <button type="button" class="button plain" aria-label={t('pager_previous')} onClick={() => turn(-1)}>
            <span aria-hidden="true">‹</span>
          </button>
          <span role="status">{t('pager_at', String(page.value + 1), String(calls.length))}</span>
          <button type="button" class="button plain" aria-label={t('pager_next')} onClick={() => turn(1)}>
            <span aria-hidden="true">›</span>
          </button>
          <label>
            <input
              type="checkbox"
              checked={isSkipped}
              disabled={!isSkipped && skipped.size === calls.length - 1}
              onChange={() => toggle(call.callId)}
            />{' '}
            {t('skip')}
          </label>
        </nav>
      ) : null}
      <div class={isSkipped ? 'skipped' : undefined}>
        <Asked key={call.callId} asked={call.asked} />
      </div>
    </div>
  )
}
