import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { MAX_RELAYS } from '../../protocol/limits'
import type { RelayUrl } from '../../protocol/relay'
import { useRun } from './run'
import { Trouble } from './trouble'

interface RelayFormProps {
  relays: readonly RelayUrl[]
  /** What the button says. */
  action: string
  save: (relays: RelayUrl[]) => Promise<Outcome<void>>
}

/** Up to four relay addresses as text; empty lines are left out. What is wrong with one is said below. */
export function RelayForm({ relays, action, save }: RelayFormProps) {
  const { busy, error, start } = useRun()
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const lines = new FormData(event.currentTarget).getAll('relay').map((line) => String(line).trim())
    void start(() => save(lines.filter(Boolean)))
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      {Array.from({ length: MAX_RELAYS }, (_, i) => (
        <input
          key={i}
          type="url"
          name="relay"
          inputMode="url"
          dir="ltr"
          spellcheck={false}
          autocomplete="off"
          defaultValue={relays[i] ?? ''}
          placeholder="wss://"
          aria-label={t('relay_number', String(i + 1))}
          aria-invalid={error !== null}
        />
      ))}
      <Trouble failure={error} />
      <div class="actions">
        <button type="submit" class="button plain" aria-busy={busy}>
          {action}
        </button>
      </div>
    </form>
  )
}
