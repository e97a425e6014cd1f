import type { Signal } from '@preact/signals'
import { t } from '../../edges/words'

/** The field above a list of more accounts than one looks through. */
export function FindAccount({ sought }: { sought: Signal<string> }) {
  return (
    <input
      type="search"
      aria-label={t('accounts_find')}
      placeholder={t('accounts_find')}
      value={sought.value}
      onInput={(event) => {
        sought.value = event.currentTarget.value
      }}
    />
  )
}
