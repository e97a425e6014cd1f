import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { after } from '../../edges/clock'
import { t } from '../../edges/words'

interface CopyProps {
  text: string
  label?: string
  disabled?: boolean
  children?: ComponentChildren
}

/** Puts `text` on the clipboard and says so for two seconds. */
export function Copy({ text, label, disabled = false, children }: CopyProps) {
  const said = useSignal('')
  const say = (words: string) => {
    said.value = words
    after(2_000, () => {
      said.value = ''
    })
  }
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => say(t('copied')),
      () => say(t('copy_failed')),
    )
  return (
    <>
      <button type="button" class="button plain" aria-label={label} disabled={disabled} onClick={() => void copy()}>
        {said.value || (children ?? t('copy'))}
      </button>
      <span class="unseen" role="status">
        {said.value}
      </span>
    </>
  )
}
