import { useSignal } from '@preact/signals'
import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { parseSignerAddress } from '../../protocol/signer-address'
import { useRun } from './run'
import { Trouble } from './trouble'

interface TokenFormProps {
  pair: (token: string) => Promise<Outcome<void>>
}

/** The field for a `bunker://` token, or a signer's address, which is looked up on the press of the button. What is wrong with it is said below it, and tied to it. */
export function TokenForm({ pair }: TokenFormProps) {
  const { busy, error, start } = useRun()
  const isAddress = useSignal(false)
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const token = String(new FormData(event.currentTarget).get('token') ?? '')
    isAddress.value = parseSignerAddress(token)?.ok === true
    void start(() => pair(token))
  }
  return (
    <form class="token-form stack" onSubmit={submit} noValidate>
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
      <p class="note" role="status">
        {busy && isAddress.value ? t('asking_address') : ''}
      </p>
      <Trouble failure={error} id="token-trouble" />
      <div class="actions">
        <button type="submit" class="button main" aria-busy={busy}>
          {t('pair')}
        </button>
      </div>
    </form>
  )
}
