import { t } from '../../edges/words'
import { Origin } from './site'

/** Who sent the person here without knowing it: a site that asked for a key before there was one. */
export const Knock = ({ origin }: { origin: string | null }) =>
  origin === null ? null : (
    <p class="knock note" role="status">
      {t('knock_site')} <Origin origin={origin} /> <span>{t('knock_next')}</span>
    </p>
  )
