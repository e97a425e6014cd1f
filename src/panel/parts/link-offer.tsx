import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { succeed } from '../../protocol/error'
import { shortToken } from '../pairing'
import type { ViewProps } from '../view'
import { Act } from './act'
import { holdFocus } from './focus'
import { Origin } from './site'
import { useArmed } from './verdicts'

/** Time to see what came up under the pointer, ms. */
const READING_MS = 1_000

interface Offer {
  token: string
  origin: string
}

/**
 * The token of a link that was chosen on a page: whence it came, and nothing is paired before the person says so. What is
 * read first stays, so that no other link comes under a click.
 */
export function LinkOffer({ commands, place }: Pick<ViewProps, 'commands' | 'place'>) {
  const offer = useSignal<Offer | null>(null)
  // it may have come up under a click that was meant for the page
  const armed = useArmed(READING_MS)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (place !== 'full') return
    void commands.readOffer().then((outcome) => {
      if (outcome.ok && outcome.value) offer.value = outcome.value
    })
  }, [])
  useEffect(() => {
    if (offer.value) heading.current?.focus()
  }, [offer.value])
  const end = async () => {
    holdFocus()
    offer.value = null
    return commands.endOffer()
  }
  if (!offer.value) return null
  const { token, origin } = offer.value
  const pair = async () => {
    if (!armed.peek()) return succeed(undefined)
    const outcome = await commands.pairByToken(token)
    return outcome.ok ? end() : outcome
  }
  return (
    <section class="callout warn link-offer stack" aria-labelledby="link-offer">
      <h2 id="link-offer" ref={heading} tabIndex={-1}>
        {t('offer_title')}
      </h2>
      <p>
        {t('offer_from')} <Origin origin={origin} />
      </p>
      <p class="token" dir="ltr">
        {shortToken(token)}
      </p>
      <p>{t('offer_means')}</p>
      <div class="actions">
        <Act disabled={!armed.value} run={pair}>
          {t('pair')}
        </Act>
        <Act tone="quiet" run={end}>
          {t('offer_leave')}
        </Act>
      </div>
    </section>
  )
}
