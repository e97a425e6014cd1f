import { useSignal } from '@preact/signals'
import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { t, type Word } from '../../edges/words'
import { type Strength, strengthOf } from '../strength'
import { PassphraseField } from './passphrase-field'

const WORDS: Record<Strength, Word> = {
  short: 'lock_short',
  weak: 'lock_weak',
  fair: 'lock_fair',
  good: 'lock_good',
}

/** What is thought of a passphrase while it is typed. */
export const StrengthNote = ({ strength }: { strength: Strength }) => (
  <p class={`strength ${strength}`} role="status">
    {t(WORDS[strength])}
  </p>
)

interface Faults {
  first: string | null
  second: string | null
}

export interface NewPassphraseState {
  first: RefObject<HTMLInputElement | null>
  second: RefObject<HTMLInputElement | null>
  faults: Faults
  strength: Strength
  typed(): void
  /** What was typed twice; null where it will not do: the field says why and has the focus. */
  checked(): string | null
}

export function useNewPassphrase(): NewPassphraseState {
  const first = useRef<HTMLInputElement>(null)
  const second = useRef<HTMLInputElement>(null)
  const faults = useSignal<Faults>({ first: null, second: null })
  const strength = useSignal<Strength>('short')
  const refuse = (field: RefObject<HTMLInputElement | null>, fault: Partial<Faults>) => {
    faults.value = { first: null, second: null, ...fault }
    field.current?.focus()
    return null
  }
  return {
    ...{ first, second, faults: faults.value, strength: strength.value },
    typed() {
      strength.value = strengthOf(first.current?.value ?? '')
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

interface NewPassphraseProps {
  state: NewPassphraseState
  /** Said below the second field. */
  children: ComponentChildren
}

/** Twice, for nobody can recover it. */
export function NewPassphrase({ state: { first, second, faults, strength, typed }, children }: NewPassphraseProps) {
  return (
    <>
      <PassphraseField
        label={t('lock_new')}
        field={first}
        autocomplete="new-password"
        trouble={faults.first}
        onInput={typed}
      >
        <StrengthNote strength={strength} />
      </PassphraseField>
      <PassphraseField
        label={t('lock_again')}
        field={second}
        autocomplete="new-password"
        trouble={faults.second}
        onInput={typed}
      >
        {children}
      </PassphraseField>
    </>
  )
}
