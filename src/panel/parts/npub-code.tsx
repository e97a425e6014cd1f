import { t } from '../../edges/words'
import { Disclosure } from './disclosure'
import { Qr } from './qr'

/** The public key as a code for another device's camera (NIP-21). */
export function NpubCode({ npub }: { npub: string }) {
  return (
    <Disclosure title={t('npub_code')}>
      {() => (
        <div class="npub-code">
          <Qr text={`nostr:${npub}`} label={t('npub_code')} />
        </div>
      )}
    </Disclosure>
  )
}
