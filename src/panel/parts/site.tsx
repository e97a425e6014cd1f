import { t } from '../../edges/words'
import type { Asker } from '../../wire/panel'
import { originParts } from '../format'

/** An origin in full, never cut, always left to right; the part that names the site stands out. */
export function Origin({ origin }: { origin: string }) {
  const { scheme, host } = originParts(origin)
  return (
    <bdi class="origin" dir="ltr">
      <span class="scheme">{scheme}</span>
      {host}
    </bdi>
  )
}

/** Who asks, and the page it is embedded in where that is another. */
export function Site({ origin, topOrigin }: Asker) {
  return (
    <>
      <Origin origin={origin} />
      {topOrigin ? (
        <span class="inside">
          {t('inside_page')} <Origin origin={topOrigin} />
        </span>
      ) : null}
    </>
  )
}
