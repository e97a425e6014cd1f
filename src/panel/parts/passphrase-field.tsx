import { useSignal } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import { useId } from 'preact/hooks'
import { t } from '../../edges/words'

interface PassphraseFieldProps {
  label: string
  field: RefObject<HTMLInputElement | null>
  autocomplete: 'current-password' | 'new-password'
  /** What is wrong with what was typed; announced when it appears. */
  trouble: string | null
  onInput: () => void
  /** Said of what was typed, below the field. */
  children?: ComponentChildren
}

/** A field for a passphrase, which can be shown: who sees what they type makes longer ones. */
export function PassphraseField({ label, field, autocomplete, trouble, onInput, children }: PassphraseFieldProps) {
  const isShown = useSignal(false)
  const id = useId()
  return (
    <div class="passphrase">
      <label for={id}>{label}</label>
      <div class="passphrase-field">
        <input
          id={id}
          ref={field}
          {...(isShown.value ? ({ type: 'text' } as const) : ({ type: 'password' } as const))}
          dir="auto"
          autocomplete={autocomplete}
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={trouble !== null}
          aria-describedby={`${id}-note`}
          onInput={onInput}
        />
        <button
          type="button"
          class="button quiet"
          aria-label={t(isShown.value ? 'lock_hide_what' : 'lock_show_what')}
          onClick={() => {
            isShown.value = !isShown.value
          }}
        >
          {t(isShown.value ? 'lock_hide' : 'lock_show')}
        </button>
      </div>
      <div class="passphrase-note" id={`${id}-note`}>
        <p class="wrong" role="alert">
          {trouble}
        </p>
        {trouble === null ? children : null}
      </div>
    </div>
  )
}
