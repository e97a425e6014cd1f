import { t } from '../../edges/words'
import type { RemoteCommands } from '../../wire/panel'
import { hrefOf, parseRoute } from '../route'
import { Entry } from './log-entry'
import { useLog } from './use-log'

/** So many. */
const LAST = 5

interface LastDoingsProps {
  origin: string
  commands: RemoteCommands
  /** The snapshot's: read again when it changes. */
  takenAt?: number
}

/** The last that a site asked, and the way to the rest. Nothing where there is none. */
export function LastDoings({ origin, commands, takenAt = 0 }: LastDoingsProps) {
  const { entries } = useLog(commands, { origin, limit: LAST }, takenAt)
  if (!entries || entries.length === 0) return null
  return (
    <section class="stack" aria-labelledby="last-title">
      <div class="split">
        <h2 id="last-title">{t('log_last')}</h2>
        <a href={hrefOf(parseRoute(location.hash).place, 'activity', origin)}>{t('log_all_of_site')}</a>
      </div>
      <ul class="doings card">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} site={false} />
        ))}
      </ul>
    </section>
  )
}
