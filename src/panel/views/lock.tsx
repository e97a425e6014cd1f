import { t, tn } from '../../edges/words'
import type { LockView } from '../../wire/panel'
import { Act } from '../parts/act'
import { AskPassphrase } from '../parts/ask-passphrase'
import { Disclosure } from '../parts/disclosure'
import { Mark } from '../parts/mark'
import { Origin } from '../parts/site'
import type { ViewProps } from '../view'

/** All that is seen while it is locked, wherever the panel stands. */
export function Lock({ snapshot: { lock }, commands }: ViewProps) {
  return (
    <div class="lock">
      <div class="lock-head">
        <Mark />
        <h1>{t('lock_title')}</h1>
        <p class="note">{t('lock_explained')}</p>
      </div>
      <AskPassphrase kdf={lock.kdf} use={commands.unlock} act="lock_unlock" />
      <Waiting waiting={lock.waiting} />
      <Disclosure title={t('lock_forgot')}>
        {() => (
          <div class="stack">
            <p class="note">{t('lock_forgot_explained')}</p>
            <div class="actions">
              <Act run={commands.forgetPairings} tone="danger">
                {t('lock_forgot_erase')}
              </Act>
            </div>
          </div>
        )}
      </Disclosure>
    </div>
  )
}

/** More are not read before one unlocks. */
const SHOWN = 4

/** For whom it is unlocked. Calls are seen, and decided about, afterwards. */
function Waiting({ waiting }: Pick<LockView, 'waiting'>) {
  return (
    <div class="lock-waiting" aria-live="polite">
      {waiting.length > 0 ? (
        <>
          <p>{tn('lock_waiting', waiting.length)}</p>
          <ul>
            {waiting.slice(0, SHOWN).map(({ origin }) => (
              <li key={origin}>
                <Origin origin={origin} />
              </li>
            ))}
          </ul>
          {waiting.length > SHOWN ? <p class="note">{tn('lock_waiting_more', waiting.length - SHOWN)}</p> : null}
        </>
      ) : null}
    </div>
  )
}
