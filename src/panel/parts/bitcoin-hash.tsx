import { t } from '../../edges/words'
import { HexGroups } from './key'

/** A signature of nobody knows what: all that can be said is how much it may be. */
export function HashText({ hash }: { hash: string }) {
  return (
    <>
      <section class="callout warn caution" role="alert" aria-label={t('caution')}>
        <p>
          <strong>{t('hash_means')}</strong>
        </p>
        <p>{t('hash_advice')}</p>
      </section>
      <p class="event-id">
        <span>{t('hash_asked')}</span> <HexGroups hex={hash} />
      </p>
    </>
  )
}
