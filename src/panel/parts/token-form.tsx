import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { useRun } from './run'
import { Trouble } from './trouble'

interface TokenFormProps {
  pair: (token: string) => Promise<Outcome<void>>
}

/** The field for a `bunker://` token. What is wrong with it is said below it, and tied to it. */
export function TokenForm({ pair }: TokenFormProps) {
  const { busy, error, start } = useRun()
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const token = new FormData(event.currentTarget).get('token')
    void start(() => pair(String(token ?? '')))
  }
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <label class="stack">
        {t('token_label')}
        <input
          type="text"
          name="token"
          dir="ltr"
          placeholder="bunker://…"
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          aria-invalid={error !== null}
          aria-describedby={error ? 'token-trouble' : undefined}
        />
      </label>
      <Trouble failure={error} id="token-trouble" />
      <div class="actions">
        <button type="submit" class="button main" aria-busy={busy}>
          {t('pair')}
        </button>
      </div>
    </form>
  )
}
