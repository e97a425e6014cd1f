import { useSignal } from '@preact/signals'
import { t, tn } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { AccountView, LogEntry } from '../../wire/panel'
import { byDay, dayTitle, permissionsNamed } from '../log-words'
import { Act } from '../parts/act'
import { LogCare } from '../parts/log-care'
import { Entry } from '../parts/log-entry'
import { Origin } from '../parts/site'
import { Trouble } from '../parts/trouble'
import { useLog } from '../parts/use-log'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** Entries shown at first, and with each "more". */
const PAGE = 50

/** What sites asked, and what came of it; with `ofSite`, of this one only. */
export function Activity({ snapshot, commands, place, ofSite }: ViewProps) {
  const sought = useSignal('')
  const most = useSignal(PAGE)
  /** Times that the log was cleared here, or is tried again. */
  const again = useSignal(0)
  const text = sought.value.trim().toLowerCase()
  const query = {
    ...(text !== '' && { text, permissions: permissionsNamed(text) }),
    ...(ofSite !== undefined && { origin: ofSite }),
  }
  // one more than is shown tells whether there are more
  const { entries, error } = useLog(commands, { ...query, limit: most.value + 1 }, snapshot.takenAt + again.value)
  const { log: isOn } = snapshot.settings
  const isEmpty = entries?.length === 0 && text === ''
  return (
    <div class="stack">
      <h1>{t('activity')}</h1>
      {ofSite === undefined ? null : (
        <p class="split">
          <Origin origin={ofSite} />
          <a href={hrefOf(place, 'activity')}>{t('log_every_site')}</a>
        </p>
      )}
      <input
        type="search"
        aria-label={t('log_search')}
        placeholder={t('log_search')}
        onInput={(event) => {
          sought.value = event.currentTarget.value
          most.value = PAGE
        }}
      />
      <LogCare commands={commands} isOn={isOn} query={query} cleared={() => again.value++} />
      {isOn || !entries || isEmpty ? null : <p class="callout warn">{t('log_is_off')}</p>}
      <Trouble failure={error} />
      {error ? (
        <div class="actions">
          <button type="button" class="button plain" onClick={() => again.value++}>
            {t('try_again')}
          </button>
        </div>
      ) : null}
      {isEmpty && !isOn ? <Off keep={() => commands.setLogging(true)} /> : null}
      {entries && (isOn || !isEmpty) ? <Found count={entries.length} most={most.value} isSought={text !== ''} /> : null}
      <Days
        entries={entries?.slice(0, most.value) ?? []}
        now={snapshot.takenAt}
        accounts={snapshot.accounts}
        site={ofSite === undefined}
      />
      {entries && entries.length > most.value ? (
        <div class="actions">
          <button type="button" class="button plain" onClick={() => (most.value += PAGE)}>
            {t('log_more')}
          </button>
        </div>
      ) : null}
    </div>
  )
}

interface FoundProps {
  count: number
  most: number
  isSought: boolean
}

/** How many there are, or that there is nothing. */
function Found({ count, most, isSought }: FoundProps) {
  if (count > 0)
    return (
      <p class="note" role="status">
        {count > most ? tn('log_first', most) : tn('log_count', count)}
      </p>
    )
  if (isSought)
    return (
      <p class="empty" role="status">
        {t('log_nothing_found')}
      </p>
    )
  return (
    <div class="empty" role="status">
      <p>{t('log_none')}</p>
      <p class="note">{t('log_none_hint')}</p>
    </div>
  )
}

/** Nothing is there, and nothing will be. */
function Off({ keep }: { keep: () => Promise<Outcome<void>> }) {
  return (
    <div class="empty">
      <p role="status">{t('log_is_off_empty')}</p>
      <div class="actions">
        <Act run={keep}>{t('log_keep')}</Act>
      </div>
    </div>
  )
}

interface DaysProps {
  entries: readonly LogEntry[]
  /** ms */
  now: number
  accounts: readonly AccountView[]
  site: boolean
}

function Days({ entries, now, accounts, site }: DaysProps) {
  return (
    <>
      {byDay(entries).map(({ day, entries }) => (
        <section key={day} class="stack" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} class="day">
            {dayTitle(day, now)}
          </h2>
          <ul class="doings card">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} accounts={accounts} site={site} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
