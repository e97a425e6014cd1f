import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { errorSentence, t, type Word } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { Hex } from '../../protocol/hex'
import type { Kdf } from '../../wire/panel'
import { KeyProgress } from './key-progress'
import { PassphraseField } from './passphrase-field'
import { useKey } from './use-key'

interface AskPassphraseProps {
  /** How the passphrase that is set becomes its key; null: none is set, and nothing is done. */
  kdf: Kdf | null
  /** What is done with the key. A `wrong-passphrase` is said at the field, which has the focus again. */
  use: (key: Hex) => Promise<Outcome<void>>
  /** The words of the button. */
  act: Word
  tone?: 'main' | 'danger'
  /** Where it may be given up. */
  cancel?: () => void
}

/** Asks for the passphrase that is set: to open what it seals, or before something that only its owner may do. */
export function AskPassphrase({ kdf, use, act, tone = 'main', cancel }: AskPassphraseProps) {
  const field = useRef<HTMLInputElement>(null)
  const trouble = useSignal<string | null>(null)
  const { isBusy, done, make } = useKey()
  useEffect(() => field.current?.focus(), [])
  const say = (sentence: string) => {
    trouble.value = sentence
    field.current?.focus()
    field.current?.select()
  }
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const passphrase = field.current?.value ?? ''
    if (isBusy || !kdf) return
    if (passphrase === '') return say(t('lock_empty'))
    trouble.value = null
    const outcome = await make(passphrase, kdf, use)
    if (!outcome.ok) say(errorSentence(outcome.error.code))
  }
  return (
    <form class="unlock" onSubmit={submit} noValidate>
      <PassphraseField
        label={t('lock_passphrase')}
        field={field}
        autocomplete="current-password"
        trouble={trouble.value}
        onInput={() => {
          trouble.value = null
        }}
      >
        <KeyProgress done={done}>{t('lock_working')}</KeyProgress>
      </PassphraseField>
      <div class="actions">
        <button type="submit" class={`button ${tone}`} aria-busy={isBusy}>
          {t(act)}
        </button>
        {cancel ? (
          <button type="button" class="button" onClick={cancel}>
            {t('cancel')}
          </button>
        ) : null}
      </div>
    </form>
  )
}
