import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { after, now } from '../../edges/clock'
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
        <Clear clear={clear} />
      </div>
    </details>
  )
}

/** ms to read what clearing does before its button comes to life. */
const READING = 1_000

/** Behind a disclosure that closes when it is done. */
function Clear({ clear }: { clear: () => ReturnType<RemoteCommands['clearLog']> }) {
  const open = useSignal(false)
  const close = async () => {
    const outcome = await clear()
    if (outcome.ok) open.value = false
    return outcome
  }
  return (
    <details
      class="log-out"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{t('log_clear_ask')}</summary>
      <p>{t('log_clear_does')}</p>
      {open.value ? <ClearButton clear={close} /> : null}
    </details>
  )
}

function ClearButton({ clear }: { clear: () => ReturnType<RemoteCommands['clearLog']> }) {
  const live = useSignal(false)
  useEffect(
    () =>
      after(READING, () => {
        live.value = true
      }),
    [],
  )
  return (
    <div class="actions">
      <Act tone="danger" disabled={!live.value} run={clear}>
        {t('log_clear')}
      </Act>
    </div>
  )
}
