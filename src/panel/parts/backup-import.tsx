import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { readFile } from '../../edges/read-file'
import { openPanelPage } from '../../edges/window'
import { errorSentence, language, t, tn } from '../../edges/words'
import { type Failure, fail, type Outcome, succeed } from '../../protocol/error'
import type { BackupView, Imported, Kdf, RemoteCommands } from '../../wire/panel'
import { moment } from '../format'
import type { ViewProps } from '../view'
import { KeyProgress } from './key-progress'
import { PassphraseField } from './passphrase-field'
import { Trouble } from './trouble'
import { useKey } from './use-key'

interface Read {
  text: string
  view: BackupView & { kdf: Kdf | null }
}

/** "12 sites, 40 rules" */
const listed = (parts: string[]): string => new Intl.ListFormat(language(), { type: 'unit' }).format(parts)

const inside = ({ sites, rules }: Pick<BackupView, 'sites' | 'rules'>): string[] => [
  tn('sites_count', sites),
  tn('rules_count', rules),
]

/** A file is looked into first, and taken over when the person has seen what is in it. */
export function BackupImport({ commands, place }: Pick<ViewProps, 'commands' | 'place'>) {
  const read = useSignal<Read | null>(null)
  const error = useSignal<Failure | null>(null)
  const taken = useSignal<Imported | null>(null)
  const title = useRef<HTMLHeadingElement>(null)
  const look = async (file: File) => {
    taken.value = null
    const text = await readFile(file)
    const outcome = text === null ? fail('bad-backup') : await commands.readBackup(text)
    error.value = outcome.ok ? null : outcome.error
    read.value = outcome.ok && text !== null ? { text, view: outcome.value } : null
  }
  /** What was pressed is gone: the focus must not go with it. */
  const over = (imported: Imported | null) => {
    read.value = null
    taken.value = imported
    title.current?.focus()
  }
  return (
    <div class="stack">
      <h3 ref={title} tabIndex={-1}>
        {t('backup_import')}
      </h3>
      {read.value ? <Take key={read.value.text} read={read.value} commands={commands} over={over} /> : null}
      {read.value || place !== 'full' ? null : <Choose look={look} />}
      {place === 'full' ? null : <AsPage />}
      <Trouble failure={error.value} />
      <p class="note" role="status">
        {taken.value ? t('backup_taken', listed(summary(taken.value))) : ''}
      </p>
    </div>
  )
}

const summary = (imported: Imported): string[] => [
  ...inside(imported),
  ...(imported.pairings > 0 ? [tn('pairings_count', imported.pairings)] : []),
]

function Choose({ look }: { look: (file: File) => Promise<void> }) {
  return (
    <div class="actions">
      <label class="button plain choose">
        {t('backup_choose')}
        <input
          type="file"
          class="unseen"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            // the same file may be chosen again
            if (file) void look(file).finally(() => (currentTarget.value = ''))
          }}
        />
      </label>
    </div>
  )
}

/** A popup goes when the browser asks for a file. */
const AsPage = () => (
  <>
    <p class="note">{t('backup_as_page')}</p>
    <div class="actions">
      <button type="button" class="button plain" onClick={() => void openPanelPage('full/settings').then(close)}>
        {t('open_as_page')}
      </button>
    </div>
  </>
)

interface TakeProps {
  read: Read
  commands: RemoteCommands
  over: (imported: Imported | null) => void
}

/** What is in it, what taking it does, and the passphrase where it holds pairings. */
function Take({ read: { text, view }, commands, over }: TakeProps) {
  const field = useRef<HTMLInputElement>(null)
  const wrong = useSignal<string | null>(null)
  const error = useSignal<Failure | null>(null)
  const { isBusy, done, make } = useKey()
  const take = async (key: string | null): Promise<Outcome<void>> => {
    const outcome = await commands.importBackup(text, key)
    if (!outcome.ok) return outcome
    over(outcome.value)
    return succeed<void>(undefined)
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy) return
    const passphrase = field.current?.value ?? ''
    const outcome = await (view.kdf && passphrase !== '' ? make(passphrase, view.kdf, take) : take(null))
    if (outcome.ok) return
    const isWrong = outcome.error.code === 'wrong-passphrase'
    wrong.value = isWrong ? errorSentence('wrong-passphrase') : null
    error.value = isWrong ? null : outcome.error
    if (isWrong) field.current?.focus()
  }
  return (
    <form class="stack callout" onSubmit={submit} noValidate>
      <p>
        {t('backup_written', moment(view.at))} {listed(inside(view))}
      </p>
      <p class="note">{t('backup_does')}</p>
      {view.hasPairings ? (
        <>
          <p class="note">{t('backup_has_pairings')}</p>
          <PassphraseField
            label={t('backup_passphrase')}
            field={field}
            autocomplete="current-password"
            trouble={wrong.value}
            onInput={() => (wrong.value = null)}
          >
            {done === null ? <p class="note">{t('backup_passphrase_empty')}</p> : null}
            <KeyProgress done={done}>{t('backup_working')}</KeyProgress>
          </PassphraseField>
        </>
      ) : null}
      <Trouble failure={error.value} />
      <div class="actions">
        <button type="submit" class="button main" aria-busy={isBusy}>
          {t('backup_take')}
        </button>
        <button type="button" class="button plain" onClick={() => over(null)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
