import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { newKdf } from '../../edges/passphrase'
import { errorSentence, t, type Word } from '../../edges/words'
import type { Hex } from '../../protocol/hex'
import type { Kdf, RemoteCommands } from '../../wire/panel'
import { type Strength, strengthOf } from '../strength'
import { KeyProgress } from './key-progress'
import { StrengthNote } from './new-passphrase'
import { PassphraseField } from './passphrase-field'
import { useKey } from './use-key'

interface PassphraseFormProps {
  /** How the passphrase that is set becomes its key: it is asked for before another. null: none is set. */
  present: Kdf | null
  commands: RemoteCommands
  /** It is set, or was given up. */
  over: (isSet: boolean) => void
}

type Which = 'present' | 'first' | 'second'
type Field = RefObject<HTMLInputElement | null>

const FINE: Record<Which, string | null> = { present: null, first: null, second: null }

function useFields() {
  const fields: Record<Which, Field> = {
    present: useRef<HTMLInputElement>(null),
    first: useRef<HTMLInputElement>(null),
    second: useRef<HTMLInputElement>(null),
  }
  const faults = useSignal(FINE)
  return {
    fields,
    faults,
    textOf: (which: Which): string => fields[which].current?.value ?? '',
    refuse(which: Which, sentence: string) {
      faults.value = { ...FINE, [which]: sentence }
      fields[which].current?.focus()
      fields[which].current?.select()
    },
  }
}

/** The first field that will not do, and why. */
function faultIn(textOf: (which: Which) => string, isSet: boolean): [Which, Word] | null {
  if (isSet && textOf('present') === '') return ['present', 'lock_empty']
  if (strengthOf(textOf('first')) === 'short') return ['first', 'lock_short']
  return textOf('second') === textOf('first') ? null : ['second', 'lock_differ']
}

/** What is asked, checks what was typed, and sets it: where one is set already, only for one who knows that. */
function useSetting({ present, commands, over }: PassphraseFormProps) {
  const { isBusy, done, make } = useKey()
  const { fields, faults, textOf, refuse } = useFields()
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy) return
    const [which, word] = faultIn(textOf, present !== null) ?? []
    if (which && word) return refuse(which, t(word))
    faults.value = FINE
    const passphrase = textOf('first')
    let old: Hex | null = null
    const check = (key: Hex) => {
      old = key
      return commands.unlock(key)
    }
    const known = present && (await make(textOf('present'), present, check))
    if (known && !known.ok) return refuse('present', errorSentence(known.error.code))
    const kdf = newKdf()
    const outcome = await make(passphrase, kdf, (key) => commands.setLock(key, kdf, old))
    if (outcome.ok) over(true)
    else refuse('first', errorSentence(outcome.error.code))
  }
  return { isBusy, done, fields, faults, textOf, submit }
}

/** Where a passphrase is chosen: typed twice, for nobody can recover it. */
export function PassphraseForm(props: PassphraseFormProps) {
  const { isBusy, done, fields, faults, textOf, submit } = useSetting(props)
  const strength = useSignal<Strength>('short')
  useEffect(() => fields[props.present ? 'present' : 'first'].current?.focus(), [])
  const typed = () => {
    strength.value = strengthOf(textOf('first'))
    faults.value = FINE
  }
  const field = (which: Which) => ({ field: fields[which], trouble: faults.value[which], onInput: typed })
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p class="note">{t('lock_note')}</p>
      {props.present ? (
        <PassphraseField label={t('lock_present')} autocomplete="current-password" {...field('present')} />
      ) : null}
      <PassphraseField label={t('lock_new')} autocomplete="new-password" {...field('first')}>
        <StrengthNote strength={strength.value} />
      </PassphraseField>
      <PassphraseField label={t('lock_again')} autocomplete="new-password" {...field('second')}>
        <KeyProgress done={done}>{t('lock_saving')}</KeyProgress>
      </PassphraseField>
      <div class="actions">
        <button type="submit" class="button main" aria-busy={isBusy}>
          {t('lock_save')}
        </button>
        <button type="button" class="button" onClick={() => props.over(false)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
