import { useSignal } from '@preact/signals'
import { now } from '../../edges/clock'
import { newKdf } from '../../edges/passphrase'
import { t } from '../../edges/words'
import { type Failure, type Outcome, succeed } from '../../protocol/error'
import type { Kdf } from '../../wire/panel'
import type { ViewProps } from '../view'
import { download } from './download'
import { KeyProgress } from './key-progress'
import { NewPassphrase, useNewPassphrase } from './new-passphrase'
import { Trouble } from './trouble'
import { useKey } from './use-key'

/** Settings, sites and rules into a file; on request the pairings, sealed by a passphrase that is not the lock's. */
export function BackupExport({ commands }: Pick<ViewProps, 'commands'>) {
  const isWhole = useSignal(false)
  const error = useSignal<Failure | null>(null)
  const isSaved = useSignal(false)
  const typed = useNewPassphrase()
  const { isBusy, done, make } = useKey()
  const save = async (seal: { key: string; kdf: Kdf } | null): Promise<Outcome<void>> => {
    const outcome = await commands.exportBackup(seal)
    if (!outcome.ok) return outcome
    download(`lanyard-settings-${new Date(now()).toISOString().slice(0, 10)}.json`, outcome.value)
    return succeed(undefined)
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const passphrase = isWhole.value ? typed.checked() : null
    if (isBusy || (isWhole.value && passphrase === null)) return
    isSaved.value = false
    const kdf = newKdf()
    const outcome = await (passphrase === null ? save(null) : make(passphrase, kdf, (key) => save({ key, kdf })))
    error.value = outcome.ok ? null : outcome.error
    isSaved.value = outcome.ok
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="note">{t('backup_explained')}</p>
      <label class="check">
        <input type="checkbox" checked={isWhole.value} onChange={() => (isWhole.value = !isWhole.value)} />
        <span>
          {t('backup_pairings')}
          <span class="note">{t('backup_pairings_means')}</span>
        </span>
      </label>
      {isWhole.value ? (
        <NewPassphrase state={typed}>
          <KeyProgress done={done}>{t('backup_working')}</KeyProgress>
        </NewPassphrase>
      ) : null}
      <Trouble failure={error.value} />
      <div class="actions">
        <button type="submit" class="button plain" aria-busy={isBusy}>
          {t('backup_export')}
        </button>
      </div>
      <p class="note" role="status">
        {isSaved.value ? t('saved') : ''}
      </p>
    </form>
  )
}
