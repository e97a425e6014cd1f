import { errorSentence, t } from '../../edges/words'
import type { RelayUrl } from '../../protocol/relay'
import type { RelayView } from '../../wire/panel'
import { relayLight, relayWord } from '../phrases'

interface RelaysProps {
  urls: readonly RelayUrl[]
  /** Sockets as they are; an address without one is asleep. */
  states: readonly RelayView[]
}

function Light({ relay }: { relay: RelayView | undefined }) {
  if (!relay) return <span class="light idle">{t('relay_idle')}</span>
  return (
    <span class={`light ${relayLight(relay)}`}>
      {relayWord(relay)}
      {relay.health?.auth ? <span class="also">{t('relay_auth')}</span> : null}
    </span>
  )
}

/** Relay addresses, what each relay does in words beside a light, and why one is of no use. */
export function Relays({ urls, states }: RelaysProps) {
  return (
    <ul class="rows" aria-label={t('relays')}>
      {urls.map((url) => {
        const relay = states.find((state) => state.url === url)
        return (
          <li key={url} class="relay lit">
            <bdi dir="ltr">{url.replace(/^wss:\/\//, '').replace(/\/$/, '')}</bdi>
            <Light relay={relay} />
            {relay?.trouble ? (
              <p class="note">
                {relay.trouble.detail ? <q dir="auto">{relay.trouble.detail}</q> : errorSentence(relay.trouble.code)}
              </p>
            ) : null}
          </li>
        )
      })}
    </ul>
  )
}
