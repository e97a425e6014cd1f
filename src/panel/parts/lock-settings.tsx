import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { t, tn, type Word } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { Hex } from '../../protocol/hex'
import type { Kdf, RemoteCommands, Snapshot } from '../../wire/panel'
import { Act } from './act'
import { AskPassphrase } from './ask-passphrase'
import { PassphraseForm } from './passphrase-form'
import { useRun } from './run'
import { Trouble } from './trouble'

interface LockSettingsProps {
  snapshot: Pick<Snapshot, 'lock'>
  commands: RemoteCommands
}

/** What is being done, and the passphrase that was set when it began: the form must not change as it succeeds. */
interface Doing {
  what: 'set' | 'remove'
  present: Kdf | null
}

/** The passphrase that seals the pairings: set, changed, removed, and when it locks. A section of the settings. */
export function LockSettings({ snapshot: { lock }, commands }: LockSettingsProps) {
  const doing = useSignal<Doing | null>(null)
  const said = useSignal<Word | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const isSet = lock.state !== 'none'
  /** What was pressed is gone: the focus must not go with it. */
  const say = (word: Word | null) => {
    said.value = word
    title.current?.focus()
  }
  const over = (isDone: boolean) => {
    const word = doing.value?.what === 'set' ? 'lock_done' : 'lock_removed'
    doing.value = null
    say(isDone ? word : null)
  }
  const begin = (what: Doing['what']) => () => {
    doing.value = { what, present: lock.kdf }
    said.value = null
  }
  const remove = async (key: Hex): Promise<Outcome<void>> => {
    const outcome = await commands.removeLock(key)
    if (outcome.ok) over(true)
    return outcome
  }
  return (
    <section class="card stack lock-settings" aria-labelledby="lock-title">
      <h2 id="lock-title" ref={title} tabIndex={-1}>
        {t('lock')}
      </h2>
      <p class="note">{t(isSet ? 'lock_is_set' : 'lock_what')}</p>
      {isSet ? <IdleTime idle={lock.idle} commands={commands} /> : null}
      {doing.value?.what === 'set' ? (
        <PassphraseForm present={doing.value.present} commands={commands} over={over} />
      ) : null}
      {doing.value?.what === 'remove' ? (
        <>
          <p class="note">{t('lock_remove_means')}</p>
          <AskPassphrase
            kdf={doing.value.present}
            use={remove}
            act="lock_remove"
            tone="danger"
            cancel={() => over(false)}
          />
        </>
      ) : null}
      {doing.value ? null : (
        <div class="actions">
          {isSet ? <Act run={commands.lock}>{t('lock_now')}</Act> : null}
          <button type="button" class="button" onClick={begin('set')}>
            {t(isSet ? 'lock_change' : 'lock_set')}
          </button>
          {isSet ? (
            <button type="button" class="button" onClick={begin('remove')}>
              {t('lock_remove')}
            </button>
          ) : null}
        </div>
      )}
      <p class="note" role="status">
        {said.value ? t(said.value) : ''}
      </p>
    </section>
  )
}

const TIMES = [5, 15, 60]

function IdleTime({ idle, commands }: { idle: number | null; commands: RemoteCommands }) {
  const { error, choose } = useRun()
  // of another version it may be another time
  const times = idle === null || TIMES.includes(idle) ? TIMES : [...TIMES, idle].sort((a, b) => a - b)
  return (
    <label class="stack">
      {t('lock_idle')}
      <select
        value={idle ?? ''}
        onChange={({ currentTarget: { value } }) =>
          void choose(() => commands.setLockIdle(value === '' ? null : Number(value)))
        }
      >
        {times.map((minutes) => (
          <option key={minutes} value={minutes}>
            {tn('lock_idle_minutes', minutes)}
          </option>
        ))}
        <option value="">{t('lock_idle_browser')}</option>
      </select>
      <Trouble failure={error} />
    </label>
  )
}
