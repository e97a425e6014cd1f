import { errorSentence, t, tn } from '../../edges/words'
import { SELF } from '../../protocol/permission'
import type { AccountView, LogEntry } from '../../wire/panel'
import { hour, moment } from '../format'
import { deciderOf, endingOf } from '../log-words'
import { permissionTitle } from '../phrases'
import { Copy } from './copy'
import { ShortKey } from './key'
import { Site } from './site'

interface EntryProps {
  entry: LogEntry
  /** Said only where there are several. */
  accounts?: readonly AccountView[]
  /** False where all are of one site, which stands above. */
  site?: boolean
}

/** One line of the log: when, who asked, for what, and what came of it. */
export function Entry({ entry, accounts = [], site = true }: EntryProps) {
  const { at, permission, target, eventId, count, outcome } = entry
  const { word, light } = endingOf(outcome)
  const decider = deciderOf(entry)
  return (
    <li class="doing">
      <time dateTime={new Date(at).toISOString()} title={moment(at)}>
        {hour(at)}
      </time>
      <div>
        {site ? <Site {...entry} /> : null}
        <p>
          {permissionTitle(permission)}
          {count ? <span class="note"> {tn('log_times', count)}</span> : null}
        </p>
        {target === undefined ? null : <Aim target={target} />}
        <p class="note">
          <span class={`light ${light}`}>{t(word)}</span>
          {decider === null ? null : ` · ${decider}`}
        </p>
        {outcome !== 'answered' && word === 'log_failed' ? <p class="note">{errorSentence(outcome)}</p> : null}
        {accounts.length > 1 ? <As account={accounts.find(({ user }) => user === entry.account)} /> : null}
        {eventId === undefined ? null : <EventLine eventId={eventId} />}
      </div>
    </li>
  )
}

function Aim({ target }: { target: string }) {
  if (target === SELF) return <p class="note">{t('log_self')}</p>
  return (
    <p class="note">
      <bdi dir="ltr">{target}</bdi>
    </p>
  )
}

function As({ account }: { account: AccountView | undefined }) {
  if (!account) return null
  return (
    <p class="note">
      {t('as_account')} <ShortKey value={account.npub} />
    </p>
  )
}

function EventLine({ eventId }: { eventId: string }) {
  return (
    <p class="note event-line">
      {t('log_event')} <ShortKey value={eventId} />
      <Copy text={eventId} label={t('log_copy_event')} />
    </p>
  )
}
