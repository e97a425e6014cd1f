import { useSignal } from '@preact/signals'
import { t } from '../../edges/words'
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
      <p class="note">{t('version', snapshot.version)}</p>
    </div>
  )
}
