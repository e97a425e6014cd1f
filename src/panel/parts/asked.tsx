import { t } from '../../edges/words'
import type { AskedView } from '../../wire/panel'
import { EventText, Quoted } from './event'
import { HexGroups, ShortKey } from './key'

/** The event id, as the phone shows it too. */
export function EventId({ id }: { id: string }) {
  return (
    <p class="event-id">
      <span>{t('event_id')}</span> <HexGroups hex={id} />
    </p>
  )
}

/** The matter of a call in full. The plaintext of a decrypt is not known here, and never asked for before consent. */
export function Asked({ asked }: { asked: AskedView }) {
  switch (asked.method) {
    case 'get_public_key':
      return <p class="note">{t('public_key_means')}</p>
    case 'sign_event':
      return (
        <div class="stack">
          <EventText event={asked.template} />
          <EventId id={asked.eventId} />
        </div>
      )
    case 'nip04_encrypt':
    case 'nip44_encrypt':
      return (
        <div class="stack">
          <p class="note">
            {t('encrypt_to')} <ShortKey value={asked.peer} />
          </p>
          <Quoted text={asked.plaintext} label={t('content')} />
        </div>
      )
    case 'nip04_decrypt':
    case 'nip44_decrypt':
      return (
        <p class="note">
          {t('decrypt_from')} <ShortKey value={asked.peer} />
        </p>
      )
  }
}
