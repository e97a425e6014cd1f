import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { SiteView } from '../../wire/panel'
import { Act } from './act'

interface OtherProps {
  site: Pick<SiteView, 'isFirm'>
  take: () => Promise<Outcome<void>>
  leave: () => Promise<Outcome<void>>
}

/** Another extension's `window.nostr` was seen there too: a question until it is settled, then a way back. */
export function Other({ site: { isFirm }, take, leave }: OtherProps) {
  return (
    <div class={isFirm ? 'callout' : 'callout warn'}>
      <p>{t(isFirm ? 'other_firm' : 'other_answers')}</p>
      <div class="actions">
        {isFirm ? null : <Act run={take}>{t('other_us')}</Act>}
        <Act run={leave}>{t('other_them')}</Act>
      </div>
    </div>
  )
}
