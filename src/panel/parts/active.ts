import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type ActiveSite, activeSite, knownSite } from '../../edges/active-site'
import type { Place } from '../route'

/** The site under the popup, as it is known at the first drawing already; null: none, or this is no popup. */
export function useActiveSite(place: Place): ActiveSite | null {
  const site = useSignal(knownSite())
  useEffect(() => {
    if (place !== 'popup') return
    void activeSite().then((found) => {
      site.value = found
    })
  }, [place])
  return place === 'popup' ? site.value : null
}
