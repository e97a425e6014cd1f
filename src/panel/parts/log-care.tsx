import { now } from '../../edges/clock'
import { t } from '../../edges/words'
import type { LogQuery, RemoteCommands } from '../../wire/panel'
import { exported } from '../log-words'
import { Act } from './act'
import { download } from './download'
import { OnOff } from './on-off'

interface CareProps {
  commands: RemoteCommands
  isOn: boolean
  /** What is exported. */
  query: LogQuery
  /** Told when the log was cleared. */
  cleared: () => void
}

/** What can be done with the log as a whole: switch it, take it along, clear it. */
export function LogCare({ commands, isOn, query, cleared }: CareProps) {
  const take = async () => {
    const outcome = await commands.readLog(query)
    const day = new Date(now()).toISOString().slice(0, 10)
    if (outcome.ok) download(`lanyard-activity-${day}.json`, exported(outcome.value))
    return outcome
  }
  const clear = async () => {
    const outcome = await commands.clearLog()
    if (outcome.ok) cleared()
    return outcome
  }
  return (
    <details class="card care">
      <summary>{t('log_care')}</summary>
      <div class="stack">
        <OnOff on={isOn} set={commands.setLogging} means={t('log_explained')}>
          {t('log_keep')}
        </OnOff>
        <div class="actions">
          <Act run={take}>{t('log_export')}</Act>
        </div>
        <p class="note">{t('log_clear_does')}</p>
        <div class="actions">
          <Act tone="danger" run={clear}>
            {t('log_clear')}
          </Act>
        </div>
      </div>
    </details>
  )
}
