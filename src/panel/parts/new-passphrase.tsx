import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { strengthOf } from '../../edges/passphrase'
import { t } from '../../edges/words'
import { PassphraseField } from './passphrase-field'

interface Faults {
  first: string | null
  second: string | null
}

export interface NewPassphraseState {
  first: RefObject<HTMLInputElement | null>
  second: RefObject<HTMLInputElement | null>
  faults: Faults
  clearFaults(): void
  /** What was typed twice; null where it will not do: the field says why and has the focus. */
  checked(): string | null
}

export function useNewPassphrase(): NewPassphraseState {
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const faults = useSignal<Faults>({ first: null, second: null })
  const refuse = (field: RefObject<HTMLInputElement | null>, fault: Partial<Faults>) => {
    faults.value = { first: null, second: null, ...fault }
    field.current?.focus()
    return null
  }
  return {
    ...{ first, second, faults: faults.value },
    clearFaults() {
      faults.value = { first: null, second: null }
    },
    checked() {
      const passphrase = first.current?.value ?? ''
      if (strengthOf(passphrase) === 'short') return refuse(first, { first: t('lock_short') })
      if (second.current?.value !== passphrase) return refuse(second, { second: t('lock_differ') })
      return passphrase
    },
  }
}

/** Twice, for nobody can recover it. */
export function NewPassphrase({ state: { first, second, faults, clearFaults } }: { state: NewPassphraseState }) {
  return (
    <>
      <PassphraseField
        label={t('lock_new')}
        field={first}
        autocomplete="new-password"
        trouble={faults.first}
        onInput={clearFaults}
      />
      <PassphraseField
        label={t('lock_again')}
        field={second}
        autocomplete="new-password"
        trouble={faults.second}
        onInput={clearFaults}
      />
    </>
  )
}
