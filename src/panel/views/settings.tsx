import { useSignal } from '@preact/signals'
import { t, tn } from '../../edges/words'
import type { RelayUrl } from '../../protocol/relay'
import { RelayForm } from '../parts/relay-form'
import type { ViewProps } from '../view'

/** What holds for pairings to come. */
export function Settings({ snapshot, commands }: ViewProps) {
  const saved = useSignal(false)
  const { relays } = snapshot.settings
  const save = async (urls: RelayUrl[]) => {
    saved.value = false
    const outcome = await commands.setDefaultRelays(urls)
    saved.value = outcome.ok
    return outcome
  }
  return (
    <div class="stack">
      <h1>{t('settings')}</h1>
      <section class="card stack" aria-labelledby="relays-title">
        <h2 id="relays-title">{t('default_relays')}</h2>
        <p class="note">{t('default_relays_explained')}</p>
        <RelayForm key={relays.join()} relays={relays} action={t('save')} save={save} />
        <p class="note" role="status">
          {saved.value ? t('saved') : ''}
        </p>
      </section>
      <section class="card stack" aria-labelledby="patience-title">
        <h2 id="patience-title">{t('patience')}</h2>
        <p class="note" id="patience-note">
          {t('patience_explained')}
        </p>
        <select
          aria-labelledby="patience-title"
          aria-describedby="patience-note"
          value={snapshot.settings.patience}
          onChange={(event) => commands.setPatience(Number(event.currentTarget.value))}
        >
          {[1, 2, 5, 10, 30].map((minutes) => (
            <option key={minutes} value={minutes}>
              {tn('patience_minutes', minutes)}
            </option>
          ))}
        </select>
      </section>
      <p class="note">{t('version', snapshot.version)}</p>
    </div>
  )
}
